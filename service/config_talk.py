"""Settings of conversations: what managers key, and how long a caller may be on hold."""

from __future__ import annotations

import re
from typing import Self

from pydantic import Field, field_validator, model_validator

from service.config_parts import Section
from service.holding import HoldRules
from service.talk_codes import TalkCodes

_CODE = re.compile(r"\*[0-9]{1,3}")


class TalkSettings(Section):
    """While people talk. The codes are keyed by managers on outside phones; an empty one is off. Times are seconds."""

    back: str = "*1"
    add: str = "*2"
    mark: str = "*3"
    send: str = "*7"
    transfer_recall: float = Field(default=20.0, ge=0, le=120)
    hold_remind: float = Field(default=60.0, ge=5, le=3600)
    hold_every: float = Field(default=60.0, ge=15, le=3600)
    hold_recall: float = Field(default=180.0, ge=5, le=7200)
    tell_supervised: bool = False

    @field_validator("back", "add", "mark", "send")
    @classmethod
    def _code(cls, code: str) -> str:
        if code and not _CODE.fullmatch(code):
            raise ValueError(f"{code!r} is no code: write a star and one to three digits, or nothing")
        return code

    @model_validator(mode="after")
    def _apart(self) -> Self:
        codes = [code for code in (self.back, self.add, self.mark, self.send) if code]
        for number, code in enumerate(codes):
            if any(other.startswith(code) for other in (*codes[:number], *codes[number + 1 :])):
                raise ValueError(f"no code may begin another: {code}")
        return self

    @property
    def codes(self) -> TalkCodes:
        """What managers key."""
        return TalkCodes(self.back, self.add, self.mark, self.send)

    @property
    def hold(self) -> HoldRules:
        """When somebody is reminded of a caller on hold."""
        return HoldRules(self.hold_remind, self.hold_every, self.hold_recall)
