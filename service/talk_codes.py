"""What a manager keys on his outside phone while he talks with a caller: star codes. The table is `TalkCodes`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

TOGETHER = 3.0
"""Seconds between two keys of one code. Later keys begin anew."""


class TalkCode(StrEnum):
    """What a code asks for.

    BACK: the caller goes back to his queue, at his old place; while a colleague is asked: back to the caller. ADD: a colleague
    is asked while the caller hears music; once more: all three talk. MARK: a visit is noted in the record. SEND: the caller is
    sent to a colleague or a queue, whom the manager keys; nobody is asked there first.
    """

    BACK = "back"
    ADD = "add"
    MARK = "mark"
    SEND = "send"


@dataclass(frozen=True, slots=True)
class TalkCodes:
    """The codes, each a star and digits; an empty one is off. None may begin another."""

    back: str = "*1"
    add: str = "*2"
    mark: str = "*3"
    send: str = "*7"

    def meaning(self, keyed: str) -> TalkCode | None:
        """What these keys ask for, if they are a code."""
        return self._table.get(keyed) if keyed else None

    def begin_with(self, keyed: str) -> bool:
        """Whether these keys may become a code."""
        return any(code.startswith(keyed) for code in self._table if code)

    @property
    def _table(self) -> dict[str, TalkCode]:
        return {
            self.back: TalkCode.BACK,
            self.add: TalkCode.ADD,
            self.mark: TalkCode.MARK,
            self.send: TalkCode.SEND,
        }


class Keyed:
    """Keys of one phone, as they come."""

    def __init__(self, codes: TalkCodes) -> None:
        self._codes, self._keys, self._last = codes, "", 0.0

    def press(self, digit: str, at: float) -> TalkCode | None:
        """The code that this key completes."""
        if at - self._last > TOGETHER:
            self._keys = ""
        self._last = at
        self._keys = self._keys + digit if self._codes.begin_with(self._keys + digit) else digit
        if (code := self._codes.meaning(self._keys)) or not self._codes.begin_with(self._keys):
            self._keys = ""
        return code
