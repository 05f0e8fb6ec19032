"""A sentence in each language that admins read."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """The same thing in each language."""

    en: str
    zh: str


def words(en: str, zh: str, *values: object) -> Words:
    """With these values in both; one that is Words itself is taken in its language."""
    return Words(
        en.format(*(value.en if isinstance(value, Words) else value for value in values)),
        zh.format(*(value.zh if isinstance(value, Words) else value for value in values)),
    )
