"""What the hotline says: every prompt in each language, its recording, and where the plan plays it. Durations in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PromptSpoken:
    """A prompt in one language. `state`: fresh, stale (the text has changed since), recorded (by a person), or missing.

    `own`: it is the centre's recording or text, over the shipped one.
    """

    language: str
    text: str
    state: str
    seconds: float
    own: bool


@dataclass(frozen=True, slots=True)
class PromptView:
    """A prompt. `missing`: languages of the plan in which nothing can be played. `used_by`: steps of the live plan."""

    id: str
    spoken: Sequence[PromptSpoken]
    missing: Sequence[str]
    used_by: Sequence[str]


@dataclass(frozen=True, slots=True)
class PromptsView:
    """All of them. `folder`: where the centre's own recordings lie; '': nowhere, and nothing can be put there."""

    languages: Sequence[str]
    prompts: Sequence[PromptView]
    folder: str


class PromptRoom(Protocol):
    """What the console may do with prompts."""

    async def prompts(self) -> PromptsView:
        """Every prompt."""
        ...

    async def sound(self, prompt: str, language: str) -> Path:
        """The WAV file that callers hear. Raises Unknown."""
        ...

    async def record(self, prompt: str, language: str, sound: bytes) -> PromptSpoken:
        """Take a recording (WAV or MP3), made fit for the telephone. Raises WrongValue, TooLarge, Conflict."""
        ...

    async def forget(self, prompt: str, language: str) -> PromptView:
        """Take the centre's own recording away: the shipped one is heard again. Raises Unknown."""
        ...
