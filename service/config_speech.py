"""Settings of speech."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator, field_validator

from service.config_parts import Section


def _count(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    """One message instead of one for each alternative."""
    try:
        return check(value)
    except ValidationError:
        raise ValueError("a number from 1 to 64, or auto") from None


Workers = Annotated[Annotated[int, Field(ge=1, le=64)] | Literal["auto"], WrapValidator(_count)]


class SpeechSettings(Section):
    """Callers may speak instead of pressing keys. Each language is heard by Vosk if its model is there, else by Whisper.

    Recognition runs in processes of its own, on this machine; nothing that is said leaves it.
    """

    on: bool = True
    folder: Path | None = None
    engines: dict[str, Literal["vosk", "whisper", "none"]] = Field(default={})
    models: dict[str, Path] = Field(default={})
    workers: Workers = "auto"
    threads: int = Field(default=1, ge=1, le=64)
    at_once: int = Field(default=8, ge=1, le=1000)
    deadline: float = Field(default=2.5, gt=0, le=60)
    mirror: str = ""

    @field_validator("mirror")
    @classmethod
    def _address(cls, mirror: str) -> str:
        if "://" in mirror and not mirror.startswith(("http://", "https://")):
            raise ValueError("an address that begins with https:// or http://, or a folder on this machine")
        return mirror

    @property
    def processes(self) -> int:
        """How many workers there are: as many as the machine has processors, but not more than four, if not told."""
        return min(4, os.cpu_count() or 1) if self.workers == "auto" else self.workers
