"""Vosk (Kaldi): hears while the speaker speaks, and only what the menu's grammar allows.

A model knows a fixed vocabulary. Where every choice of a question can be written in its words, they and `[unk]` (anything
else) are the grammar; where one cannot, the speech is decoded freely and compared with the phrases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import vosk

from calls.speech import Guess, Phrase, Question, Recognised
from ivr.likeness import likeness
from speech.errors import EngineUnusable
from speech.spelling import spell

RATE = 8000
BLOCK = 1600
"""Bytes given to the engine at a time (100 ms): what it hears depends a little on how the sound is cut."""
UNKNOWN = "[unk]"
UNKNOWN_COUNTS = 0.3
"""How much of the time spent on other words ("er, I would like ...") speaks against the phrase beside them."""
CANNOT_REJECT = 0.45
"""The most that is believed of a model without `[unk]`, which writes everything as a phrase of the menu: callers are asked
back, by the thresholds that hold where a menu says nothing else."""
NEAR = 0.5
"""Free speech less alike than this is no guess at all."""
_WITHOUT_SPACES = frozenset({"zh", "yue", "ja"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was heard; times in seconds."""

    text: str
    confidence: float
    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it took to say."""
        return max(self.end - self.start, 0.01)


Spelled = dict[tuple[str, ...], Phrase]


class VoskRecogniser:
    """A loaded model of one language."""

    name = "vosk"

    def __init__(self, model: Any, language: str, grammars: bool = True) -> None:
        """`grammars`: whether the model can be told what to hear; large ones are built for free speech only."""
        self._model, self.languages, self._grammars = model, (language,), grammars
        self._has_unknown = self._knows(UNKNOWN)

    def begin(self, question: Question) -> VoskUtterance:
        """A new utterance. Raises ValueError for a language it does not know."""
        if question.language not in self.languages:
            raise ValueError(f"this model hears {self.languages[0]}, not {question.language}")
        spelled = self._spelled(question)
        return VoskUtterance(self._recogniser(spelled), question, spelled, 1.0 if self._has_unknown else CANNOT_REJECT)

    def unheard(self, question: Question) -> tuple[str, ...]:
        """The phrases with words that the model does not know."""
        return tuple(each.text for each in question.phrases if not spell(each.text, question.language, self._knows))

    def _spelled(self, question: Question) -> Spelled:
        """The grammar; empty when a choice could not be said in it at all, or the model takes none."""
        if not self._grammars:
            return {}
        written = ((spell(each.text, question.language, self._knows), each) for each in question.phrases)
        spelled = {words: phrase for words, phrase in written if words}
        heard = {phrase.means for phrase in spelled.values()}
        return spelled if heard == {phrase.means for phrase in question.phrases} else {}

    def _recogniser(self, spelled: Spelled) -> Any:
        if not spelled:
            recogniser = vosk.KaldiRecognizer(self._model, RATE)
        else:
            unknown = [UNKNOWN] if self._has_unknown else []
            grammar = [*(" ".join(words) for words in spelled), *unknown]
            recogniser = vosk.KaldiRecognizer(self._model, RATE, orjson.dumps(grammar).decode())
        recogniser.SetWords(True)
        return recogniser

    def _knows(self, word: str) -> bool:
        return bool(self._model.vosk_model_find_word(word) >= 0)


class VoskUtterance:
    """One utterance in the engine."""

    def __init__(self, recogniser: Any, question: Question, spelled: Spelled, believed: float) -> None:
        self._recogniser, self._question, self._spelled, self._believed = recogniser, question, spelled, believed
        self._words: list[Word] = []
        self._rest = bytearray()

    def hear(self, audio: bytes) -> None:
        """Take more of it; a sample may be cut in two."""
        self._rest += audio
        while len(self._rest) >= BLOCK:
            self._accept(bytes(self._rest[:BLOCK]))
            del self._rest[:BLOCK]

    def finish(self) -> Recognised:
        """What was said."""
        self._accept(bytes(self._rest[: len(self._rest) & ~1]))
        self._words += _words(self._recogniser.FinalResult())
        language, phrases = self._question.language, self._question.phrases
        text = _text(self._words, language)
        if self._spelled:
            guesses = from_grammar(self._words, self._spelled, self._believed)
        else:
            guesses = by_likeness(text, _confidence(self._words), language, phrases)
        return Recognised(text, guesses, VoskRecogniser.name)

    def _accept(self, audio: bytes) -> None:
        """The engine ends a sentence at each longer silence, and forgets it."""
        if audio and self._recogniser.AcceptWaveform(audio):
            self._words += _words(self._recogniser.Result())


def load(folder: Path, threads: int = 1, *, language: str) -> VoskRecogniser:  # noqa: ARG001 - Kaldi decodes in one thread
    """The model in `folder`. Raises EngineUnusable."""
    if not _has(folder, "am/final.mdl", "final.mdl"):
        raise EngineUnusable(f"{folder} holds no Vosk model: am/final.mdl is not there")
    vosk.SetLogLevel(-1)
    try:
        return VoskRecogniser(vosk.Model(str(folder)), language, _has(folder, "graph/HCLr.fst", "HCLr.fst"))
    except Exception as error:  # the library raises nothing narrower
        raise EngineUnusable(f"{folder} cannot be loaded by Vosk: {error}") from error


def _has(folder: Path, *names: str) -> bool:
    """Models come in an older and a newer arrangement of their files."""
    return any((folder / name).is_file() for name in names)


def from_grammar(words: Iterable[Word], spelled: Spelled, believed: float = 1.0) -> tuple[Guess, ...]:
    """Each meaning with its share of the time that was spoken, weighed by how sure the engine was of its words.

    `believed`: how much of that is taken over.
    """
    heard, total = defaultdict[str, float](float), 0.0
    nearest: dict[str, Phrase] = {}
    for phrase, part in _parsed(list(words), spelled):
        seconds = sum(word.seconds for word in part)
        total += seconds if phrase else seconds * UNKNOWN_COUNTS
        if phrase:
            heard[phrase.means] += sum(word.seconds * word.confidence for word in part)
            nearest.setdefault(phrase.means, phrase)
    guesses = (Guess(means, nearest[means].text, min(sure / total, 1.0) * believed) for means, sure in heard.items())
    return _best_first(guesses)


def by_likeness(text: str, confidence: float, language: str, phrases: Iterable[Phrase]) -> tuple[Guess, ...]:
    """Free speech compared with the phrases, sound by sound."""
    best = dict[str, Guess]()
    for phrase in phrases:
        alike = likeness(text, phrase.text, language)
        before = best.get(phrase.means)
        if alike >= NEAR and (before is None or alike * confidence > before.confidence):
            best[phrase.means] = Guess(phrase.means, phrase.text, alike * confidence)
    return _best_first(best.values())


def _best_first(guesses: Iterable[Guess]) -> tuple[Guess, ...]:
    return tuple(sorted(guesses, key=lambda guess: -guess.confidence))


def _parsed(words: list[Word], spelled: Spelled) -> Iterable[tuple[Phrase | None, list[Word]]]:
    """The phrases in what was heard, the longest that fits first; None for words that belong to none."""
    lengths = sorted({len(each) for each in spelled}, reverse=True)
    at = 0
    while at < len(words):
        texts = tuple(word.text for word in words[at : at + lengths[0]])
        length = next((n for n in lengths if texts[:n] in spelled and len(texts) >= n), 0)
        yield spelled.get(texts[:length]), words[at : at + max(length, 1)]
        at += max(length, 1)


def _words(result: str) -> list[Word]:
    found = orjson.loads(result).get("result", ())
    return [Word(each["word"], min(each["conf"], 1.0), each["start"], each["end"]) for each in found]


def _text(words: list[Word], language: str) -> str:
    """As the engine wrote it; speech that is on no menu is `[unk]`."""
    known = [word.text for word in words if word.text != UNKNOWN]
    between = "" if language in _WITHOUT_SPACES else " "
    return between.join(known) if known or not words else UNKNOWN


def _confidence(words: list[Word]) -> float:
    total = sum(word.seconds for word in words)
    return sum(word.seconds * word.confidence for word in words) / total if total else 0.0
