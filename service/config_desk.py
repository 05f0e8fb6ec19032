"""Settings of people's desks: how a talk may have ended, and why one pauses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Self

from pydantic import field_validator, model_validator

from service.config_parts import Section

_WORDS = r": *(?P<zh>[^/]{1,40}?) */ *(?P<en>[^/]{1,40}?) *"
_ENTRY = re.compile(rf"(?P<id>[a-z][a-z0-9_]{{0,39}}){_WORDS}")
_PAUSE = re.compile(rf"(?P<id>[a-z][a-z0-9_ -]{{0,39}}){_WORDS}")


class DeskSettings(Section):
    """What people choose from: how a talk ended, and why they pause. Each entry is an id, its Chinese and its English words."""

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
    pauses: tuple[str, ...] = (
        "break: 休息 / Break",
        "lunch: 用餐 / Lunch",
        "paused by phone: 话机示忙 / Paused by phone",
        "training: 培训 / Training",
        "meeting: 会议 / Meeting",
        "coaching: 辅导 / Coaching",
        "paperwork: 案头工作 / Paperwork",
        "technical trouble: 设备故障 / Technical trouble",
    )

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

    @field_validator("pauses")
    @classmethod
    def _reasons(cls, entries: tuple[str, ...]) -> tuple[str, ...]:
        wrong = next((entry for entry in entries if not _PAUSE.fullmatch(entry)), None)
        if wrong is not None:
            raise ValueError(f"{wrong!r} is no reason; write an id, Chinese and English words: break: 休息 / Break")
        if len({entry.partition(":")[0] for entry in entries}) < len(entries) or not entries:
            raise ValueError(
                "one reason at least, and each id once: a pause without a reason says nothing in the report"
            )
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
        """Of each disposition, by id: its words by language."""
        return _words(_ENTRY, self.dispositions)

    @property
    def reasons(self) -> Mapping[str, Mapping[str, str]]:
        """Of each reason for a pause, by the word that is recorded: how it is shown, by language."""
        return _words(_PAUSE, self.pauses)


def _words(pattern: re.Pattern[str], entries: tuple[str, ...]) -> dict[str, dict[str, str]]:
    found = (match for entry in entries if (match := pattern.fullmatch(entry)))
    return {each["id"]: {"en": each["en"], "zh": each["zh"]} for each in found}
