"""Whisper, Mandarin and English in one model: which of a menu's phrases was said, or free speech.

For a menu two looks at the sound, as it came and with its noise lowered, are scored phrase by phrase (whisper_scores.py);
what is written freely beside that, and which language Whisper takes it for, only raise doubts (whisper_confidence.py).
It hears whole utterances: nothing before their end.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from threadpoolctl import threadpool_limits

from calls.speech import Phrase, Question, Recognised
from ivr.likeness import once
from speech import whisper_tokens, whisper_weights
from speech.denoising import clearness, denoised
from speech.errors import EngineUnusable
from speech.whisper_confidence import FOREIGN, Beside, guesses
from speech.whisper_decoder import Decoder
from speech.whisper_features import RATE, Samples, log_mel, samples_of
from speech.whisper_scores import Scorer, noise
from speech.whisper_tokens import Tokens
from speech.whisper_weights import Array

LANGUAGES = ("zh", "en")
FILES = ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt")
CONTEXTS = (5, 10, 30)
"""Seconds that are encoded: the shortest in which the utterance has room. Whisper was trained on 30."""
LEAD_IN = {"zh": 0.0, "en": 0.1}
"""Seconds of silence before the utterance. Measured: English digits gain by it (their first sound is lost else), Mandarin
words lose."""
ROOM = 0.2
"""Seconds of silence that an utterance needs at the end of its context."""
LONGEST = 30
"""Seconds after which an utterance is cut."""
QUIET = 10 ** (-55 / 20)
"""An utterance whose loudest 20 ms are below this (RMS) holds nothing."""
STYLE = {"zh": "以下是普通话的句子。"}
"""Written before free speech, so that Chinese comes in Simplified characters."""
WARM = {"zh": "是的", "en": "yes"}
LEAST = 1e-9
"""A language that is less likely than this is that likely."""
MOST_WORDS = {5: 40, 10: 80, 30: 200}
"""Tokens written for each context at most."""


class WhisperRecogniser:
    """A loaded model."""

    name = "whisper"
    languages = LANGUAGES

    def __init__(self, model: Any, decoder: Decoder, tokens: Tokens, threads: int) -> None:
        self._model, self._tokens, self._threads = model, tokens, threads
        self._scorer = Scorer(decoder, tokens, self._encode)

    def begin(self, question: Question) -> WhisperUtterance:
        """A new utterance. Raises ValueError for a language it does not know."""
        if question.language not in self.languages:
            raise ValueError(f"whisper hears {' and '.join(self.languages)} here, not {question.language}")
        return WhisperUtterance(self, question)

    def warm_up(self) -> None:
        """Learn now what the first caller would wait for."""
        for language in self.languages:
            self.recognise(noise(0.1), Question(language, (Phrase(WARM[language], ""),)))

    def recognise(self, samples: Samples, question: Question) -> Recognised:
        """A whole utterance, at 8 kHz. Not for two threads at once."""
        if is_quiet(samples):
            return Recognised(engine=self.name)
        with threadpool_limits(self._threads, user_api="blas"):
            return self._menu(samples, question) if question.phrases else self._free(samples, question.language)

    def _menu(self, samples: Samples, question: Question) -> Recognised:
        led_in = np.pad(samples, (int(LEAD_IN[question.language] * RATE), 0))
        looks = [self._encode(led_in), self._encode(denoised(led_in))]
        heard = self._scorer.score(looks, question.phrases, question.language)
        text, likely = self._written(looks[0], context_for(led_in), question.language)
        spoken = self._spoken(looks[0], question.language) if question.language in FOREIGN else 0.0
        beside = Beside(text, likely, spoken, clearness(samples))
        return Recognised(text, guesses(heard, question.language, beside), self.name)

    def _free(self, samples: Samples, language: str) -> Recognised:
        seconds = context_for(samples)
        style = self._tokens.style(STYLE.get(language, ""))
        text, _ = self._written(self._encode(samples), seconds, language, style, beams=5)
        return Recognised(text, (), self.name)

    def _encode(self, samples: Samples) -> Array:
        features = np.ascontiguousarray(log_mel(samples, context_for(samples))[None])
        encoded = self._model.encode(ctranslate2.StorageView.from_array(features), to_cpu=True)
        frames: Array = np.asarray(encoded, np.float32)[0]
        return frames

    def _spoken(self, encoded: Array, language: str) -> float:
        """How much likelier it was said in this language than in another one of ours: the log of the ratio."""
        found = dict(self._model.detect_language(_view(encoded))[0])
        others = max(found[f"<|{other}|>"] for other in LANGUAGES if other != language)
        return float(np.log(max(found[f"<|{language}|>"], LEAST) / max(others, LEAST)))

    def _written(
        self, encoded: Array, seconds: int, language: str, style: Sequence[int] = (), beams: int = 1
    ) -> tuple[str, float]:
        """Free dictation, with what was written in circles said once, and its log probability (with one beam)."""
        prompt = [*style, *self._tokens.start(language)]
        written = self._model.generate(
            _view(encoded),
            [prompt],
            beam_size=beams,
            max_length=len(prompt) + MOST_WORDS[seconds],
            no_repeat_ngram_size=3,
            length_penalty=0 if beams == 1 else 1,
            return_scores=True,
        )
        return collapsed(self._tokens.text(written[0].sequences_ids[0])), float(written[0].scores[0])


def _view(encoded: Array) -> Any:
    return ctranslate2.StorageView.from_array(np.ascontiguousarray(encoded[None]))


class WhisperUtterance:
    """One utterance, kept until it ends."""

    def __init__(self, recogniser: WhisperRecogniser, question: Question) -> None:
        self._recogniser, self._question = recogniser, question
        self._audio = bytearray()

    def hear(self, audio: bytes) -> None:
        """Take more of it; what comes after the longest is dropped."""
        self._audio += audio[: max(0, LONGEST * RATE * 2 - len(self._audio))]

    def finish(self) -> Recognised:
        """What was said."""
        return self._recogniser.recognise(samples_of(bytes(self._audio)), self._question)


def load(folder: Path, threads: int = 1) -> WhisperRecogniser:
    """The model in `folder`: model.bin (CTranslate2), config.json, tokenizer.json, vocabulary.txt. Raises EngineUnusable."""
    for name in FILES:
        if not (folder / name).is_file():
            raise EngineUnusable(f"{folder} holds no Whisper model: {name} is not there")
    tokens = whisper_tokens.read(folder / "tokenizer.json")
    decoder = Decoder(whisper_weights.read(folder / "model.bin"), tokens.ends)
    try:
        model = ctranslate2.models.Whisper(str(folder), device="cpu", compute_type="int8", intra_threads=threads)
    except (RuntimeError, ValueError) as error:
        raise EngineUnusable(f"{folder} cannot be loaded by CTranslate2: {error}") from error
    recogniser = WhisperRecogniser(model, decoder, tokens, threads)
    recogniser.warm_up()
    return recogniser


def context_for(samples: Samples) -> int:
    """The seconds that are encoded for this utterance."""
    seconds = len(samples) / RATE + ROOM
    return next((context for context in CONTEXTS if seconds <= context), CONTEXTS[-1])


def is_quiet(samples: Samples) -> bool:
    """Whether there is nothing in it that could be a voice."""
    frame = RATE // 50
    whole = samples[: len(samples) // frame * frame].reshape(-1, frame)
    return not len(whole) or float(np.sqrt(np.square(whole).mean(1)).max()) < QUIET


def collapsed(text: str) -> str:
    """`五，五﹑五` is `五`: Whisper runs in circles on short sounds."""
    pieces = [piece for piece in _between(text) if piece]
    if len(pieces) > 1 and len(set(pieces)) == 1:
        return pieces[0]
    return "".join(once(text))


def _between(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in text).split()
