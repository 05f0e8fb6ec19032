"""Settings of patience: how it is learnt, and what is stated."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any

from pydantic import Field, field_validator

from service.config_parts import Section

Seconds = Annotated[float, Field(ge=1, le=14400)]


class PatienceSettings(Section):
    """How long callers wait is learnt every night from the calls of `history_days`, by the clock of `centre.zone`."""

    learn_at: str = "03:30"
    history_days: float = Field(default=365.0, ge=1, le=3650)
    at_most: int = Field(default=500_000, ge=1000, le=5_000_000)
    half_life_days: float = Field(default=182.0, ge=1, le=3650)
    complaint_after: float = Field(default=30.0, ge=1, le=3600)
    complaint_weight: float = Field(default=0.5, ge=0, le=1)
    complaint_within_days: float = Field(default=7.0, gt=0, le=60)
    complaint_scenarios: tuple[str, ...] = ("complaint",)
    complaint_queues: tuple[str, ...] = ()
    class_limits: dict[str, Seconds] = Field(default={})
    queue_limits: dict[str, Seconds] = Field(default={})

    @field_validator("learn_at")
    @classmethod
    def _clock(cls, text: Any) -> Any:
        try:
            time.fromisoformat(text)
        except (TypeError, ValueError):
            raise ValueError('a time of the day such as "03:30"') from None
        return text

    @property
    def learns(self) -> time:
        """When."""
        return time.fromisoformat(self.learn_at)
