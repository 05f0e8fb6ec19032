"""What can be asked of a caller besides a choice: how many keys it has, and the value that the keys come to.

Keys that come to no such value raise `Unfit`: the caller is asked again. Nothing is cut or guessed.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, timedelta

from calls.profile import Value
from calls.speaking import MOST, YEARS, SpokenValue, ValueKind

LONGEST = 32
"""The most digits of an answer, and what Asterisk reads at once besides."""
POINT = "*"
"""The key that stands for the decimal point of an amount."""
_AMOUNT = re.compile(r"[0-9]{1,12}(\*[0-9]{0,2})?|\*[0-9]{1,2}")
_PHONE = re.compile(r"1[3-9][0-9]{9}|0[1-9][0-9]{8,10}|00[1-9][0-9]{6,14}|[2-9][0-9]{4,14}|1[0-2][0-9]{1,8}")
"""Of a mobile phone; with area code; with country code; within an area; of a service, such as 10086 or 12345."""


class Unfit(ValueError):
    """The keys are no such answer."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """What was keyed, and the day on which it was."""

    keys: str
    today: date


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer: the value that a variable gets, and what is read back to the caller."""

    value: Value
    spoken: SpokenValue | None = None


@dataclass(frozen=True, slots=True)
class Answers(ABC):
    """One type of answer."""

    @property
    @abstractmethod
    def longest(self) -> int:
        """The most keys it may have."""

    @property
    def exact(self) -> bool:
        """Whether every answer has that many keys: then the last one ends it. Otherwise one more is listened for, so
        that an answer that is too long is refused, and not cut."""
        return False

    @abstractmethod
    def read(self, keyed: Keyed) -> Taken:
        """The answer. Raises Unfit."""


@dataclass(frozen=True, slots=True)
class Digits(Answers):
    """Digits that are no quantity: an order number, a PIN. Leading zeros count."""

    least: int = 1
    most: int = 20

    @property
    def longest(self) -> int:
        """As written."""
        return self.most

    @property
    def exact(self) -> bool:
        """Where least and most are the same."""
        return self.least == self.most

    def read(self, keyed: Keyed) -> Taken:
        """The digits as they were keyed."""
        keys = keyed.keys
        if not (_figures(keys) and self.least <= len(keys) <= self.most):
            raise Unfit(f"{self.least} to {self.most} digits")
        return Taken(keys, SpokenValue(ValueKind.DIGITS, keys))


@dataclass(frozen=True, slots=True)
class Number(Answers):
    """A whole number within bounds."""

    least: int = 0
    most: int = MOST

    @property
    def longest(self) -> int:
        """The figures of the largest."""
        return len(str(self.most))

    @property
    def exact(self) -> bool:
        """Where no number has fewer figures, or more."""
        return self.least > 0 and len(str(self.least)) == len(str(self.most))

    def read(self, keyed: Keyed) -> Taken:
        """The number."""
        keys = keyed.keys
        if not (_figures(keys) and len(keys) <= self.longest and self.least <= int(keys) <= self.most):
            raise Unfit(f"a number from {self.least} to {self.most}")
        return Taken(int(keys), SpokenValue(ValueKind.NUMBER, str(int(keys))))


@dataclass(frozen=True, slots=True)
class Amount(Answers):
    """An amount of money; `*` is the point."""

    least: float = 0.0
    most: float = float(MOST)

    @property
    def longest(self) -> int:
        """The figures of the largest, the point and two more."""
        return len(str(int(self.most))) + 3

    def read(self, keyed: Keyed) -> Taken:
        """The amount, to two places."""
        keys = keyed.keys
        if not _AMOUNT.fullmatch(keys):
            raise Unfit("an amount such as 12*50")
        text = f"{'0' if keys.startswith(POINT) else ''}{keys.replace(POINT, '.')}"
        spoken = SpokenValue.of(ValueKind.AMOUNT, text.rstrip("."))
        value = float(spoken.text)
        if not self.least <= value <= self.most:
            raise Unfit(f"an amount from {self.least:g} to {self.most:g}")
        return Taken(value, spoken)


@dataclass(frozen=True, slots=True)
class Day(Answers):
    """A date: MMDD is the day of that name nearest to today, YYYYMMDD is itself. `formats`: which of the two."""

    formats: tuple[str, ...] = ("MMDD", "YYYYMMDD")

    @property
    def longest(self) -> int:
        """That of the longest format."""
        return max(map(len, self.formats))

    @property
    def exact(self) -> bool:
        """Where there is one format."""
        return len(self.formats) == 1

    def read(self, keyed: Keyed) -> Taken:
        """The day, as 2026-10-01."""
        keys = keyed.keys
        if not _figures(keys) or len(keys) not in map(len, self.formats):
            raise Unfit(f"a date as {' or '.join(self.formats)}")
        day = _nearest(int(keys[:2]), int(keys[2:]), keyed.today) if len(keys) == len("MMDD") else _day(keys)
        if day is None or day.year not in YEARS:
            raise Unfit("a day that is in the calendar")
        return Taken(day.isoformat(), SpokenValue(ValueKind.DATE, day.isoformat()))


@dataclass(frozen=True, slots=True)
class Phone(Answers):
    """A phone number that can be one: of a mobile phone, with or without area code, or abroad."""

    @property
    def longest(self) -> int:
        """00, and the fifteen digits of E.164."""
        return 17

    def read(self, keyed: Keyed) -> Taken:
        """The digits as they were keyed."""
        keys = keyed.keys
        if not _PHONE.fullmatch(keys):
            raise Unfit("a phone number")
        return Taken(keys, SpokenValue(ValueKind.PHONE, keys))


def _figures(keys: str) -> bool:
    return keys.isascii() and keys.isdecimal()


def _day(keys: str) -> date | None:
    try:
        return date(int(keys[:4]), int(keys[4:6]), int(keys[6:]))
    except ValueError:
        return None


def _nearest(month: int, day: int, today: date) -> date | None:
    """The day of this name nearest to today; 29 February may lie up to eight years off."""
    found: list[tuple[timedelta, date]] = []
    for year in range(max(1, today.year - 8), today.year + 9):
        try:
            then = date(year, month, day)
        except ValueError:
            continue
        found.append((abs(then - today), then))
    return min(found)[1] if found else None
