"""The store's door: what may be written or looked up. SQL is only ever built from expressions besides."""

from __future__ import annotations

import math
import re
from typing import Any

from store.errors import WrongId, WrongText

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_PERSON = re.compile(r"\w[\w.@-]{0,79}")
_NUMBER = re.compile(r"[\w.+*#@-]{1,64}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
SHORTEST_REFERENCE = 4
LONGEST_AUTHOR, LONGEST_MESSAGE = 80, 500


def checked_call(value: str) -> str:
    """The call's id, if it can be one; else WrongId."""
    if not _ID.fullmatch(value):
        raise WrongId(f"{value!r:.80} is no id of a call")
    return value


def checked_person(value: str) -> str:
    """The name from the people file, in whatever script the admin writes; else WrongId."""
    if not _PERSON.fullmatch(value):
        raise WrongId(f"{value!r:.80} is no id of a person", "take the name from the people file")
    return value


def checked_reference(value: str) -> str:
    """An id, or at least four characters of its beginning or end; else WrongId."""
    reference = value.strip().lower()
    if len(reference) < SHORTEST_REFERENCE or not re.fullmatch(r"[a-z0-9._-]{4,80}", reference):
        raise WrongId(f"{value!r:.80} is no call id and no part of one", "give four characters or more of it")
    return reference


def checked_number(value: str) -> str:
    """A caller's number as a caller may have one (SIP users are not only digits); else WrongId."""
    if not _NUMBER.fullmatch(value):
        raise WrongId(f"{value!r:.80} is no caller's number", "give it as it stands in `hotline calls`")
    return value


def checked_author(value: str) -> str:
    """Who publishes: one line, 1 to 80 characters that can be seen; else WrongText."""
    if not 1 <= len(value.strip()) <= LONGEST_AUTHOR or not value.isprintable():
        raise WrongText(f"{value!r:.90} is no author")
    return value


def checked_message(value: str) -> str:
    """Why it was published: one line of at most 500 characters that can be seen, or none; else WrongText."""
    if len(value) > LONGEST_MESSAGE or not value.isprintable():
        raise WrongText(f"{value!r:.60} is no message of a version")
    return value


def storable(value: Any) -> Any:
    """The value with what no database takes made harmless: NUL, lone surrogates, infinite numbers.

    A caller chooses his own name. One byte of it must not stop the journal of everybody.
    """
    match value:
        case str():
            return _UNSTORABLE.sub("\ufffd", value)
        case float():
            return value if math.isfinite(value) else None
        case list() | tuple():
            return [storable(each) for each in value]
        case dict():
            return {storable(str(key)): storable(each) for key, each in value.items()}
        case _:
            return value
