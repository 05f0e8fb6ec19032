"""Settings of people's desks: how a talk may have ended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Self

from pydantic import field_validator, model_validator

from service.config_parts import Section

_ENTRY = re.compile(r"(?P<id>[a-z][a-z0-9_]{0,39}): *(?P<zh>[^/]{1,40}?) */ *(?P<en>[^/]{1,40}?) *")


class DeskSettings(Section):
    """What people choose from when they write down how a talk ended. Each entry is an id, its Chinese and its English words."""

    dispositions: tuple[str, ...] = (
        "resolved: 已解决 / Resolved",
        "follow_up: 待跟进 / To follow up",
        "transferred: 已转交 / Handed over",
        "callback: 需回拨 / To be called back",
        "complaint: 投诉 / Complaint",
        "wrong_number: 打错 / Wrong number",
        "silent: 无人应答 / Nobody spoke",
        "other: 其他 / Other",
    )
    complaints: tuple[str, ...] = ("complaint",)

    @field_validator("dispositions")
    @classmethod
    def _entries(cls, entries: tuple[str, ...]) -> tuple[str, ...]:
        for entry in entries:
            if not _ENTRY.fullmatch(entry):
                raise ValueError(
                    f"{entry!r} is no entry; write an id, Chinese and English words: resolved: 已解决 / Resolved"
                )
        if not entries:
            raise ValueError("one entry at least: without one no wrap-up can be finished")
        return entries

    @model_validator(mode="after")
    def _known(self) -> Self:
        unknown = [name for name in self.complaints if name not in self.words]
        if unknown or len(self.words) != len(self.dispositions):
            raise ValueError(
                f"complaints: no disposition is called {unknown[0]!r}" if unknown else "an id stands there twice"
            )
        return self

    @property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """By id: its words by language."""
        found = (match for entry in self.dispositions if (match := _ENTRY.fullmatch(entry)))
        return {each["id"]: {"en": each["en"], "zh": each["zh"]} for each in found}
