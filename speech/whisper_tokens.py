"""Phrases as Whisper may write them: its tokens, and its ways to write one phrase."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import tokenizers
from pypinyin import lazy_pinyin

from speech.errors import EngineUnusable
from speech.spelling import DIGITS, normal
from speech.whisper_decoder import Text

_CLOSING = (".", "!", "?", ",", "。", "，", "、", "！", "？")
"""What may stand after a phrase without being part of it."""


class Tokens:
    """One vocabulary."""

    def __init__(self, tokenizer: tokenizers.Tokenizer) -> None:
        self._tokenizer = tokenizer
        self.end = self._sign("<|endoftext|>")
        self.no_speech = self._sign("<|nospeech|>", "<|nocaptions|>")
        closing = [self.of(sign) for sign in _CLOSING]
        self.ends = sorted({self.end, *(found[0] for found in closing if len(found) == 1)})

    def start(self, language: str) -> list[int]:
        """The prompt of a plain transcription in this language."""
        signs = ("<|startoftranscript|>", f"<|{language}|>", "<|transcribe|>", "<|notimestamps|>")
        return [self._sign(sign) for sign in signs]

    def style(self, text: str) -> list[int]:
        """A prompt before the prompt, in whose manner the text is written."""
        return [self._sign("<|startofprev|>"), *self.of(f" {text}")] if text else []

    def of(self, text: str) -> list[int]:
        """The tokens of a text."""
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return found

    def text(self, tokens: Sequence[int]) -> str:
        """What tokens say; signs are left out."""
        written: str = self._tokenizer.decode([token for token in tokens if token < self.end])
        return written.strip()

    def ways(self, phrase: str, language: str) -> tuple[Text, ...]:
        """The phrase in each way Whisper may write it; none for a phrase without letters."""
        cut = [self.of(way) for way in written(phrase, language)]
        if language == "zh":  # a word that is one token is likely only where the model expects that word
            cut += [[token for sign in way for token in self.of(sign)] for way in written(phrase, language)]
        return tuple(dict.fromkeys(tuple(tokens) for tokens in cut if tokens))

    def spelt(self, phrase: str, language: str) -> tuple[Text, ...]:
        """The phrase by its sound in Latin letters, as Whisper writes Mandarin when told that it is English; else none."""
        return tuple(tuple(self.of(way)) for way in latin(phrase, language))

    def _sign(self, *names: str) -> int:
        """The first of these signs that the vocabulary has. Raises EngineUnusable."""
        for name in names:
            found: int | None = self._tokenizer.token_to_id(name)
            if found is not None:
                return found
        raise EngineUnusable(f"its tokenizer.json knows no {names[0]}: it is not Whisper's for many languages")


def read(path: Path) -> Tokens:
    """The vocabulary of a `tokenizer.json`. Raises EngineUnusable."""
    try:
        return Tokens(tokenizers.Tokenizer.from_file(str(path)))
    except EngineUnusable:
        raise
    except Exception as error:  # the library raises nothing narrower
        raise EngineUnusable(f"{path} cannot be read: {error}") from error


@lru_cache(maxsize=1024)
def written(phrase: str, language: str) -> tuple[str, ...]:
    """`seven` may be written " Seven", " seven" or " 7"; `七` may be "七" or "7"."""
    words = normal(phrase, language)
    figures = _figures(words, language)
    if not words:
        return ()
    if language == "zh":
        return tuple(dict.fromkeys((words.replace(" ", ""), *figures)))
    return tuple(dict.fromkeys((f" {words.capitalize()}", f" {words}", *(f" {figure}" for figure in figures))))


@lru_cache(maxsize=1024)
def latin(phrase: str, language: str) -> tuple[str, ...]:
    """`人工` may be spelt " Rengong" or " Ren gong"."""
    syllables = lazy_pinyin(normal(phrase, language).replace(" ", "")) if language == "zh" else []
    if not syllables:
        return ()
    return tuple(dict.fromkeys(f" {between.join(syllables).capitalize()}" for between in ("", " ")))


def _figures(words: str, language: str) -> tuple[str, ...]:
    """The phrase in figures, where it is nothing but digits."""
    said = DIGITS.get(language, "").split()
    parts = list(words.replace(" ", "")) if language == "zh" else words.split()
    if not parts or any(part not in said for part in parts):
        return ()
    return ("".join(str(said.index(part)) for part in parts),)
