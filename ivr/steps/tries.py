"""How a question is put, and what it remembers of one caller."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from calls.happenings.menu import Said
from calls.speaking import Spoken
from calls.speech import Phrase, Question, Recognised
from ivr.actions import SpeechRules
from ivr.grammar import Choice
from ivr.understanding import Accept, Confirm, Judgement, Thresholds
from ivr.walk import Walk

Miss = Literal["noinput", "nomatch"]
"""Why a try failed: nothing came in, or nothing that means something."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a question is put. Times in seconds. `speech`: a voice counts. `operator`: a person can be had here.

    `thresholds`: None for those of the language.
    """

    barge_in: bool = True
    first_within: float = 5.0
    next_within: float = 2.5
    secret: bool = False
    speech: bool = True
    end_after: float = 0.7
    at_most: float = 8.0
    thresholds: Thresholds | None = None
    operator: bool = True

    def rules(self, language: str, phrases: tuple[Phrase, ...], barge_in: bool) -> SpeechRules | None:
        """How speech is taken; without phrases, free speech."""
        if not self.speech:
            return None
        return SpeechRules(Question(language, phrases), barge_in, self.end_after, self.at_most)

    def shown(self, text: str) -> str:
        """As it may stand in a record."""
        return "*" * len(text) if self.secret else text


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the caller may have meant, and the words in which he is asked back."""

    meant: object
    prompts: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Tries:
    """What a question remembers of one caller: failed tries, and where in it he is."""

    noinput: int = 0
    nomatch: int = 0
    keys_only: bool = False
    doubt: Doubt | None = None
    chosen: Choice | None = None

    def missed(self, why: Miss) -> Tries:
        """After one more failed try, and in no doubt."""
        if why == "noinput":
            return replace(self, noinput=self.noinput + 1, doubt=None)
        return replace(self, nomatch=self.nomatch + 1, doubt=None)

    def count(self, why: Miss) -> int:
        """How many tries have failed for this reason."""
        return self.noinput if why == "noinput" else self.nomatch


def tries_of(walk: Walk) -> Tries:
    """Where the caller is in the question at hand."""
    return walk.memory if isinstance(walk.memory, Tries) else Tries()


def said(step: str, manner: Manner, what: Recognised, verdict: Judgement | None, word: str = "") -> Said:
    """What was said, for the record, masked where that is secret. `word`: other than the verdict's own; None: no speech."""
    best = what.best
    taken = verdict.guess if isinstance(verdict, Accept | Confirm) else None
    word = word or (type(verdict).__name__.lower() if verdict else "unheard")
    text, means = manner.shown(what.text), manner.shown(taken.means) if taken else ""
    return Said(step, text, means, best.confidence if best else 0.0, word, what.engine, what.seconds)
