"""Settings of callbacks."""

from __future__ import annotations

from datetime import time
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from service.config_parts import Section


class CallbackSettings(Section):
    """People who asked to be called back (the verb `callback`) are rung when it is their turn, by the clock of `centre.zone`."""

    tries: int = Field(default=3, ge=1, le=20)
    pause: float = Field(default=900.0, ge=10, le=86400)
    ring: float = Field(default=30.0, ge=5, le=120)
    earliest: str = "08:00"
    latest: str = "21:00"
    keep_days: float = Field(default=3.0, gt=0, le=60)
    at_most: int = Field(default=500, ge=0, le=100_000)
    first: Literal["person", "customer"] = "person"
    confirm: bool = True

    @field_validator("earliest", "latest")
    @classmethod
    def _clock(cls, text: Any) -> Any:
        try:
            time.fromisoformat(text)
        except (TypeError, ValueError):
            raise ValueError('a time of the day such as "08:00"') from None
        return text

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.begins >= self.ends:
            raise ValueError(f"earliest ({self.earliest}) must be before latest ({self.latest})")
        return self

    @property
    def begins(self) -> time:
        """From when on people may be rung."""
        return time.fromisoformat(self.earliest)

    @property
    def ends(self) -> time:
        """Until when."""
        return time.fromisoformat(self.latest)
