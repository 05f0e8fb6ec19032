"""Speech in our words (VoiceXML, SRGS): what is listened for, and what was understood."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something that may be said. `means` is what it stands for: the key of a menu's choice, such as '1'."""

    text: str
    means: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is listened for, in which language (`zh`, `en`). Without phrases: free speech, only the text counts."""

    language: str
    phrases: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """One meaning that the speech may have; `confidence` from 0 to 1, `phrase` is the nearest way to say it."""

    means: str
    phrase: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a recogniser made of one utterance.

    `text` as the engine wrote it, '' when it heard no speech. `guesses` best first, each meaning once; none when nothing
    of the menu is near. `seconds` is the time that recognition took after the end of the audio.
    """

    text: str = ""
    guesses: tuple[Guess, ...] = ()
    engine: str = ""
    seconds: float = 0.0

    @property
    def best(self) -> Guess | None:
        """The likeliest meaning (n-best, first)."""
        return self.guesses[0] if self.guesses else None
