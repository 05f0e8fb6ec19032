"""Mistakes in the settings, told to who has to put them right."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic_core import ErrorDetails

from service.config_parts import BETWEEN, PREFIX

PLAIN_WORDS = {"extra_forbidden": "there is no such setting", "missing": "this must be set"}
NOT_SHOWN = frozenset({"missing", "extra_forbidden", "model_type", "model_attributes_type", "dict_type"})
"""Kinds of mistakes whose value tells nothing, and may be or hold a secret: a table, or a key that is misspelt."""


def told_mistake(file: Path, error: ErrorDetails) -> str:
    """One mistake: where it is written, what was found, what is expected. Nothing that may be a secret is repeated."""
    path, value = [str(part) for part in error["loc"]], error.get("input")
    place = ".".join(path)
    what = PLAIN_WORDS.get(error["type"], error["msg"].removeprefix("Value error, "))
    hidden = error["type"] in NOT_SHOWN or isinstance(value, dict) or "secret" in place or place == "data.database"
    return ": ".join(part for part in (_source(file, path), place, what) if part) + (
        "" if hidden else f" (found {value!r})"
    )


def _source(file: Path, path: list[str]) -> str:
    """Who says so: a variable of the environment if there is one for this place, else the file."""
    there = {name.upper() for name in os.environ}
    names = (PREFIX + BETWEEN.join(path[:depth]).upper() for depth in range(len(path), 0, -1))
    return next((name for name in names if name in there), str(file))
