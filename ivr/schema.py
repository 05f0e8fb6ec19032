"""The JSON Schema (draft 2020-12) of dialplan YAML, for editors: made from the verbs' own manuals.

It helps while typing; `hotline check` decides. What a schema cannot say (names that exist, ways that end) it leaves open.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from ivr.steps import VERBS
from ivr.steps.choices import CHOICE_KEYS, MISSES_KEYS
from ivr.steps.manuals import Key, Manual, Shape

Schema = dict[str, Any]
ANY_NAME = "…"
"""Among the keys of a verb that takes names which the admin chooses: `set`."""
_TEXT: Schema = {"type": ["string", "number"]}
_TEXTS: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_PROMPT: Schema = {"anyOf": [_TEXT, {"type": "object", "minProperties": 1, "maxProperties": 1}]}
SHAPES: Mapping[Shape, Schema] = MappingProxyType(
    {
        Shape.ANY: {},
        Shape.NAME: {"type": ["string", "integer"]},
        Shape.TEXT: _TEXT,
        Shape.TEXTS: _TEXTS,
        Shape.PROMPTS: {"anyOf": [_PROMPT, {"type": "array", "items": _PROMPT, "minItems": 1}]},
        Shape.YES_NO: {"enum": [True, False, "yes", "no", "on", "off", "true", "false"]},
        Shape.WHOLE: {"type": ["integer", "string"]},
        Shape.NUMBER: {"type": ["number", "string"]},
        Shape.SECONDS: {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[0-9.]+ ?(ms|s|m|h)?$|[{(]"}]},
        Shape.EXPRESSION: {"type": ["string", "number", "boolean"]},
        Shape.MAPPING: {"type": "object"},
        Shape.LIST: {"type": "array"},
    }
)
SECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "numbers": "dialled numbers, each with the flow it begins with",
        "languages": "the languages in which every prompt must exist; a call begins in the first",
        "include": "more files of the plan, beside this one",
        "at_most": "the longest time in the menus",
        "operator": "the flow that 0 and 人工 / operator lead to from everywhere",
        "profiles": "where it is read who calls",
        "zone": "the time zone of time.hour and its like in conditions",
        "hours": "weekly opening hours with holidays and exceptions",
        "queues": "what callers wait in",
        "agents": "people at a seat",
        "managers": "people on an outside phone",
    }
)


def schema() -> Schema:
    """The whole schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A dialplan of hotline",
        "type": "object",
        "properties": {**{name: {"description": told} for name, told in SECTIONS.items()}, "flows": _flows()},
        "additionalProperties": False,
        "$defs": {"choice": _mapping(CHOICE_KEYS), "misses": _mapping(MISSES_KEYS)},
    }


def schema_text() -> str:
    """As it is written to a file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _flows() -> Schema:
    steps = {"type": "array", "items": {"anyOf": [_step(), {"enum": [*VERBS]}]}, "minItems": 1}
    return {"description": "names, each with its steps", "type": "object", "additionalProperties": steps}


def _step() -> Schema:
    """One verb: exactly one key."""
    verbs = {word: _verb(verb.manual) for word, verb in VERBS.items()}
    return {
        "type": "object",
        "properties": verbs,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }


def _verb(page: Manual) -> Schema:
    """Its keys; or its short form, of which an editor only knows that it is no mapping."""
    long = _mapping(page.keys)
    short = {"type": ["string", "number", "array", "boolean", "null"]}
    return {"description": page.summary, "anyOf": [long, short] if page.short or not page.required else [long]}


def _mapping(keys: Iterable[Key]) -> Schema:
    keys = tuple(keys)
    named = {key.name: _key(key) for key in keys if key.name != ANY_NAME}
    if len(named) < len(keys):
        return {"type": "object", "description": keys[0].meaning, "properties": named, "minProperties": 1}
    return {
        "type": "object",
        "properties": named,
        "required": [key.name for key in keys if key.required],
        "additionalProperties": False,
    }


def _key(key: Key) -> Schema:
    told = f"{key.meaning} (when left out: {key.default})" if key.default else key.meaning
    if key.words:
        return {"description": told, "enum": [*key.words]}
    inner = {"choices": _choices(), "noinput": {"$ref": "#/$defs/misses"}, "nomatch": {"$ref": "#/$defs/misses"}}
    return {"description": told, **inner.get(key.name, SHAPES[key.shape])}


def _choices() -> Schema:
    choice = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/choice"}]}
    return {"type": "object", "propertyNames": {"pattern": "^[0-9*#]{1,4}$"}, "additionalProperties": choice}
