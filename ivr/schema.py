"""The JSON Schema (draft 2020-12) of dialplan YAML, for editors: made from the verbs' own manuals.

It helps while typing; `hotline check` decides. What a schema cannot say (names that exist, ways that end) it leaves open.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ivr.profiles import PROFILE_KEYS
from ivr.queue_manual import queue_schema
from ivr.shapes import KEY, PHRASES, SHAPES, Schema, keys_of, mapping_of, one_or_more
from ivr.steps import VERBS
from ivr.steps.choices import CHOICE_KEYS, MISSES_KEYS
from ivr.steps.manuals import Key, Manual, Shape

ANY_NAME = "…"
"""Among the keys of a verb that takes names which the admin chooses: `set`."""
SECTIONS: Mapping[str, tuple[str, Schema]] = MappingProxyType(
    {
        "numbers": ("dialled numbers, each with the flow it begins with", mapping_of(SHAPES[Shape.NAME])),
        "languages": (
            "the languages in which every prompt must exist; a call begins in the first",
            SHAPES[Shape.NAMES],
        ),
        "include": ("more files of the plan, beside this one", one_or_more(SHAPES[Shape.TEXT])),
        "at_most": ("the longest time in the menus", SHAPES[Shape.SECONDS]),
        "operator": (
            "the flow that 0 and 人工 / operator lead to from everywhere",
            {
                "anyOf": [
                    {"const": False},
                    SHAPES[Shape.NAME],
                    keys_of({"flow": SHAPES[Shape.NAME], "key": KEY, "phrases": PHRASES}, "flow"),
                ]
            },
        ),
        "zone": ("the time zone of time.hour and its like in conditions", SHAPES[Shape.TEXT]),
        "hours": (
            "weekly opening hours with holidays and exceptions",
            mapping_of(keys_of({key: {} for key in ("zone", "week", "holidays", "exceptions")}, "zone", "week")),
        ),
        "queues": ("what callers wait in", mapping_of(queue_schema())),
        "agents": ("people at a seat", {"type": "object"}),
        "managers": ("people on an outside phone", {"type": "object"}),
    }
)


def schema() -> Schema:
    """The whole schema."""
    sections = {name: {"description": told, **value} for name, (told, value) in SECTIONS.items()}
    profiles = {"profiles": {"description": "where it is read who calls", **_mapping(PROFILE_KEYS)}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A dialplan of hotline",
        "type": "object",
        "properties": {**sections, **profiles, "flows": _flows()},
        "additionalProperties": False,
        "$defs": {"choice": _mapping(CHOICE_KEYS), "misses": _mapping(MISSES_KEYS)},
    }


def schema_text() -> str:
    """As it is written to a file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _flows() -> Schema:
    alone = [word for word, verb in VERBS.items() if not verb.manual.required]
    steps = {"type": "array", "items": {"anyOf": [_step(), {"enum": alone}]}, "minItems": 1}
    return {"description": "names, each with its steps", **mapping_of(steps)}


def _step() -> Schema:
    """One verb: exactly one key."""
    verbs = {word: _verb(verb.manual) for word, verb in VERBS.items()}
    return {**keys_of(verbs), "minProperties": 1, "maxProperties": 1}


def _verb(page: Manual) -> Schema:
    """Its keys; or its short form; or, for `hang_up`, nothing at all."""
    ways = [_mapping(page.keys)]
    ways += [SHAPES[page.short_shape]] if page.short_shape is not Shape.ANY else []
    ways += [] if page.required else [{"type": "null"}]
    return {"description": page.summary, **(ways[0] if len(ways) == 1 else {"anyOf": ways})}


def _mapping(keys: Iterable[Key]) -> Schema:
    keys = tuple(keys)
    named = {key.name: _key(key) for key in keys if key.name != ANY_NAME}
    if len(named) == len(keys):
        return keys_of(named, *(key.name for key in keys if key.required))
    any_name = next(key for key in keys if key.name == ANY_NAME)
    return {**SHAPES[Shape.EXPRESSIONS], "properties": named, "additionalProperties": _key(any_name)}


def _key(key: Key) -> Schema:
    told = f"{key.meaning} (when left out: {key.default})" if key.default else key.meaning
    return {"description": told, **({"enum": [*key.words]} if key.words else SHAPES[key.shape])}
