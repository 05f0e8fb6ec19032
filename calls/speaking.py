"""What may be said to a caller: a prompt by its id, or a value whose words are known only during the call.

A value's text has one form a kind, so that whoever reads it out has nothing to guess; `normalised` brings it there.
Figures are 0-9 only (full-width ones are understood): what else Unicode calls a digit is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import TypeAlias

LONGEST = 64
"""Characters a raw value may have: callers and lookups give these texts."""
MOST = 999_999_999_999
"""The largest whole part of a number or an amount."""
MOST_WAIT = 99_999_999
"""Seconds a wait may have: three years."""
YEARS = range(1900, 2200)
"""Years a date may have."""


class ValueKind(StrEnum):
    """What a value is, and so how it is read out."""

    DIGITS = "digits"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    TIME = "time"
    POSITION = "position"
    WAIT = "wait"
    WAIT_RANGE = "wait_range"
    WAITED = "waited"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class SpokenValue:
    """A value to be read out. `text` is as `normalised` gives it: 1003, -12.5, 1234.50, 2026-10-01, 09:30, 3, 125 (s),
    2-5 (minutes)."""

    kind: ValueKind
    text: str

    @classmethod
    def of(cls, kind: ValueKind, raw: str) -> SpokenValue:
        """The value, its text normalised. Raises ValueError."""
        return cls(kind, normalised(kind, raw))


Spoken: TypeAlias = str | SpokenValue
"""A prompt's id, or a value."""


def normalised(kind: ValueKind, raw: str) -> str:
    """The one form of this value's text. Raises ValueError with a sentence that tells what was wanted."""
    if len(raw) > LONGEST:
        raise ValueError(f"a value of {len(raw)} characters is too long to be read out; at most {LONGEST}")
    text = raw.translate(_FULL_WIDTH).strip()
    return _FORMS[kind](text)


_FULL_WIDTH = str.maketrans("０１２３４５６７８９：．，＋－−", "0123456789:.,+--")
_DIGITS = re.compile(r"\+?[0-9]{1,32}")
_PHONE = re.compile(r"\+?[0-9]{3,20}")
_NUMBER = re.compile(r"([+-]?)([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]{1,12}))?")
_CURRENCY = re.compile(r"(?:¥|￥|CNY|RMB|元|圆)", re.IGNORECASE)
_RANGE = re.compile(r"([0-9]{1,5})-([0-9]{1,5})")
_DATE = re.compile(r"([0-9]{4})(-|/|\.|年|)([0-9]{1,2})(?:\2|月)([0-9]{1,2})[日号]?(?:[T ].*)?")
_TIME = re.compile(r"(?:.*[T ])?([0-9]{1,2}):?([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")


def _digits(text: str) -> str:
    return _wanted(_DIGITS, re.sub(r"[ -]", "", text), text, "digits 0-9, at most 32")


def _phone(text: str) -> str:
    return _wanted(_PHONE, re.sub(r"[ ().-]", "", text), text, "a phone number of 3 to 20 digits")


def _number(text: str) -> str:
    value = _decimal(text, places=6)
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _amount(text: str) -> str:
    value = _decimal(_CURRENCY.sub("", text, count=1).strip(), places=2)
    return f"{value:.2f}"


def _date(text: str) -> str:
    found = _DATE.fullmatch(text)
    if found is None or (not found[2] and len(found[3]) + len(found[4]) != 4):
        raise _unfit(text, "a date such as 2026-10-01")
    try:
        day = date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        raise _unfit(text, "a day that is in the calendar") from None
    if day.year not in YEARS:
        raise _unfit(text, f"a year from {YEARS[0]} to {YEARS[-1]}")
    return day.isoformat()


def _time(text: str) -> str:
    found = _TIME.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise _unfit(text, "a time of day such as 09:30")
    return f"{int(found[1]):02}:{found[2]}"


def _position(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise _unfit(text, "a place in a queue, counted from 1")
    return str(int(text))


def _wait(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,8}(?:\.[0-9]{1,12})?", text):
        raise _unfit(text, "a wait in seconds, 0 or more")
    seconds = int(Decimal(text).to_integral_value(ROUND_CEILING))
    if seconds > MOST_WAIT:
        raise _unfit(text, f"a wait of at most {MOST_WAIT:,} seconds")
    return str(seconds)


def _wait_range(text: str) -> str:
    found = _RANGE.fullmatch(text)
    if found is None or int(found[1]) > int(found[2]) or int(found[2]) < 1:
        raise _unfit(text, "minutes from and to, such as 2-5")
    return f"{int(found[1])}-{int(found[2])}"


def _decimal(text: str, places: int) -> Decimal:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise _unfit(text, "a number such as 1234 or -12.5")
    sign, whole, fraction = found[1], found[2].replace(",", ""), (found[3] or "").rstrip("0")
    if int(whole) > MOST:
        raise _unfit(text, f"a number up to {MOST:,}")
    if len(fraction) > places:
        raise _unfit(text, f"at most {places} places after the point")
    value = Decimal(f"{sign.replace('+', '')}{int(whole)}.{fraction or 0}")
    return value if value else Decimal(0)


def _wanted(shape: re.Pattern[str], plain: str, text: str, what: str) -> str:
    if not shape.fullmatch(plain):
        raise _unfit(text, what)
    return plain


def _unfit(text: str, wanted: str) -> ValueError:
    return ValueError(f"{text!r} cannot be read out: wanted {wanted}")


_FORMS: dict[ValueKind, Callable[[str], str]] = {
    ValueKind.DIGITS: _digits,
    ValueKind.NUMBER: _number,
    ValueKind.AMOUNT: _amount,
    ValueKind.DATE: _date,
    ValueKind.TIME: _time,
    ValueKind.POSITION: _position,
    ValueKind.WAIT: _wait,
    ValueKind.WAIT_RANGE: _wait_range,
    ValueKind.WAITED: _wait,
    ValueKind.PHONE: _phone,
}
