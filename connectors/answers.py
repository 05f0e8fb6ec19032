"""What a source answered becomes values of the types that the plan wants, or a sentence that says which field is not."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from calls.errors import HotlineError
from calls.profile import Value, Values
from ivr.sources import ValueType, Wanted

Json: TypeAlias = "Mapping[str, Json] | list[Json] | str | int | float | bool | None"
LONGEST_TEXT = 500
"""Characters of one value."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,12})?")
_YES, _NO = frozenset({"yes", "true", "1", "y", "是"}), frozenset({"no", "false", "0", "n", "否"})


class SourceFailed(HotlineError):
    """A source could not be asked, or did not answer as it should."""

    code = "HL701"
    remedy = "look at the source itself; the record of the call says what it was asked for"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source found: texts by column, or a JSON document. None is nothing found."""

    found: Json


def typed(answer: Answer, wanted: Mapping[str, Wanted]) -> Values | None:
    """The wanted fields; None if there is nothing. Raises SourceFailed for a field that is missing or of another type."""
    if answer.found is None:
        return None
    values = {name: _value(each, _at(answer.found, each.path)) for name, each in wanted.items()}
    return {name: value for name, value in values.items() if value is not None}


def _at(found: Json, path: str) -> Json:
    """The part of the answer that lies there: by its whole name, else word by word."""
    if isinstance(found, Mapping) and path in found:
        return found[path]
    for word in path.split("."):
        match found:
            case Mapping() if word in found:
                found = found[word]
            case list() if word.isascii() and word.isdigit() and int(word[:6]) < len(found):
                found = found[int(word[:6])]
            case None:
                return None
            case _:
                raise SourceFailed(f"the answer has no field {path}")
    return found


def _value(wanted: Wanted, found: Json) -> Value | None:
    """None stays nothing: the field is there, and empty."""
    if found is None or found == "":
        return None
    value = _FORMS[wanted.type](found)
    if value is None:
        raise SourceFailed(f"the field {wanted.path} of the answer is {_shown(found)}, not {_WORDS[wanted.type]}")
    return value


def _text(found: Json) -> Value | None:
    """A list of texts becomes one text with commas: tags, for instance."""
    match found:
        case bool():
            return "yes" if found else "no"
        case str() | int():
            return str(found)[:LONGEST_TEXT]
        case float() if math.isfinite(found):
            return str(found)
        case list() if all(isinstance(each, str | int) for each in found):
            return ",".join(map(str, found))[:LONGEST_TEXT]
        case _:
            return None


def _number(found: Json) -> Value | None:
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    if isinstance(found, str):
        plain = found.strip().replace(",", "")
        return float(plain) if _NUMBER.fullmatch(plain) else None
    return found if abs(found) < 1e15 else None


def _whole(found: Json) -> Value | None:
    number = _number(found)
    return int(number) if isinstance(number, int | float) and number == int(number) else None


def _yes_no(found: Json) -> Value | None:
    word = str(found).strip().lower() if isinstance(found, str | int) else ""
    return True if word in _YES else False if word in _NO else None


def _date(found: Json) -> Value | None:
    """`2026-10-01`, with a time behind it if it likes; `20261001`, `2026/10/1`."""
    parts = re.match(r"([0-9]{4})([-/.]?)([0-9]{1,2})\2([0-9]{1,2})(?![0-9])", str(found).strip())
    try:
        return date(int(parts[1]), int(parts[3]), int(parts[4])).isoformat() if parts else None
    except ValueError:
        return None


def _shown(found: Json) -> str:
    """What kind of thing it is: its value belongs to the caller, and may be secret."""
    kinds = {dict: "an object", list: "a list", bool: "yes or no", str: "a text"}
    return next((word for kind, word in kinds.items() if isinstance(found, kind)), "a number")


_FORMS = {
    ValueType.TEXT: _text,
    ValueType.NUMBER: _number,
    ValueType.WHOLE: _whole,
    ValueType.YES_NO: _yes_no,
    ValueType.DATE: _date,
}
_WORDS = {
    ValueType.TEXT: "a text",
    ValueType.NUMBER: "a number",
    ValueType.WHOLE: "a whole number",
    ValueType.YES_NO: "yes or no",
    ValueType.DATE: "a date",
}
