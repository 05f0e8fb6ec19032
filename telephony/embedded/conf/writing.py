"""How a section of an Asterisk configuration file is written."""

from __future__ import annotations

from collections.abc import Iterable

HEADER = "; Written by hotline at every start and reload: changes here are lost.\n"


def section(title: str, *pairs: tuple[str, object], arrow: bool = False) -> str:
    """One section. Blanks around the sign keep a value that begins with '>' from being read as '=>'."""
    sign = "=>" if arrow else "="
    return "\n".join([f"[{title}]", *(f"{key} {sign} {_word(value)}" for key, value in pairs)]) + "\n"


def file(*sections: str) -> str:
    """A whole file."""
    return HEADER + "\n" + "\n".join(each for each in sections if each)


def many(key: str, values: Iterable[object]) -> list[tuple[str, object]]:
    """The same key with each of several values."""
    return [(key, value) for value in values]


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if any(not each.isprintable() for each in text):
        raise ValueError("a configuration value may not hold a control character")
    return text
