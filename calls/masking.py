"""What a log, a screen or a story may show of a caller: numbers masked, texts without tricks.

Everything a caller sends (name, number, digits) is his own claim and may be made to harm whoever reads it.
"""

from __future__ import annotations

import re
import unicodedata

MASK = "****"
SHORTEST = 7
"""Shorter runs of digits are seats, hotlines and keys, not somebody's phone."""

_DIGIT = "[0-9\uff10-\uff19]"
_DIGITS = re.compile(_DIGIT)
_NUMBER = re.compile(rf"\+?{_DIGIT}(?:[ ()/-]{{0,2}}{_DIGIT}){{{SHORTEST - 1},}}")
_BEFORE = r"(?<![0-9A-Za-z_.\-\uff10-\uff19])(?!\d{4}-\d\d-\d\d(?!\d))"
_AFTER = r"(?![0-9A-Za-z_\uff10-\uff19]|[.][0-9])"
_NUMBER_IN_TEXT = re.compile(rf"{_BEFORE}\+?{_DIGIT}(?:[ -]?{_DIGIT}){{{SHORTEST - 1},30}}{_AFTER}")


def mask_number(number: str) -> str:
    """The number with its middle hidden: `139****1111`. At least four digits are hidden; a seat's are not.

    Any run of seven digits or more is masked wherever it stands in `number`, as in `sip:13911111111@host`.
    """
    return _NUMBER.sub(lambda found: _masked(found.group()), number)


def mask_text(text: str) -> str:
    """The text with every phone number in it masked; dates, ids and decimal fractions stay. For logs.

    A number may touch Chinese characters on both sides: `请拨13911111111`.
    """
    return _NUMBER_IN_TEXT.sub(lambda found: _masked(found.group()), text)


def printable(text: str, longest: int = 80) -> str:
    """The text fit for one line of a terminal: no control, format (bidi) or line characters, not endless."""
    cut = text[: longest + 1]
    shown = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in cut)
    return " ".join(shown[:longest].split()) + ("…" if len(cut) > longest else "")


def _masked(number: str) -> str:
    """Keep the first three and the last four, fewer where fewer than four would be hidden."""
    digits = _DIGITS.findall(number)
    tail = min(4, len(digits) - 4)
    head = max(0, min(3, len(digits) - tail - 4))
    plus = "+" if number.startswith("+") else ""
    return plus + "".join(digits[:head]) + MASK + "".join(digits[-tail:])
