"""What can be written for a key, in the words of JSON Schema: strict enough to find a slip, never stricter than the readers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from calls.speaking import ValueKind
from ivr.sources import ValueType
from ivr.steps.manuals import Shape

Schema = dict[str, Any]


def texts(pattern: str) -> Schema:
    """A text that fits; a number without quotes is a text, too."""
    return {"anyOf": [{"type": "string", "pattern": pattern}, {"type": "number"}]}


def mapping_of(value: Schema, keys: str = "") -> Schema:
    """Names that the admin chooses, each with such a value."""
    names: Schema = {"propertyNames": {"pattern": keys}} if keys else {}
    return {"type": "object", "minProperties": 1, **names, "additionalProperties": value}


def keys_of(known: Mapping[str, Schema], *required: str) -> Schema:
    """Fixed keys."""
    return {"type": "object", "properties": dict(known), "required": [*required], "additionalProperties": False}


def one_or_more(value: Schema) -> Schema:
    """One value, or a list of them."""
    return {"anyOf": [value, {"type": "array", "items": value, "minItems": 1}]}


_NAME = texts(r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$")
_TEXT = texts(r"\S")
_WHOLE: Schema = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^-?(0|[1-9][0-9]*)$"}]}
_NUMBER = texts(r"^-?(0|[1-9][0-9]*)(\.[0-9]{1,9})?$")
_EXPRESSION: Schema = {"anyOf": [_TEXT, {"type": "boolean"}]}
_VALUES = {kind.value: _TEXT for kind in ValueKind}
_VALUE: Schema = {**keys_of(_VALUES), "minProperties": 1, "maxProperties": 1}
_FIELD: Schema = {
    "anyOf": [_TEXT, keys_of({"path": _TEXT, "type": {"enum": [kind.value for kind in ValueType]}}, "path")]
}
_WAY = keys_of({"when": _EXPRESSION, "go": _NAME}, "when", "go")
_QUESTION = keys_of(
    {
        "id": _NAME,
        "prompt": one_or_more(_NAME),
        "scores": {"type": "string", "pattern": "^[0-9]{1,2}-[0-9]{1,2}$"},
        "low": _WHOLE,
        "follow_up": _NAME,
    },
    "id",
    "prompt",
    "scores",
)
KEY = texts(r"^[0-9*#]$")
"""One key of the telephone."""
PHRASES = mapping_of(one_or_more(_TEXT))
"""What may be said, by language."""
SHAPES: Mapping[Shape, Schema] = MappingProxyType(
    {
        Shape.ANY: {},
        Shape.NAME: _NAME,
        Shape.NAMES: {"type": "array", "items": _NAME, "minItems": 1},
        Shape.NAME_OR_FILLED: texts(r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$|\{"),
        Shape.TEXT: _TEXT,
        Shape.TEXT_BY_NAME: mapping_of(_TEXT),
        Shape.PROMPTS: one_or_more(_NAME),
        Shape.SPOKEN: one_or_more({"anyOf": [_NAME, _VALUE]}),
        Shape.YES_NO: {"enum": [True, False, "yes", "no", "on", "off", "true", "false"]},
        Shape.WHOLE: _WHOLE,
        Shape.NUMBER: _NUMBER,
        Shape.SECONDS: texts(r"^[0-9]{1,9}(\.[0-9]{1,3})? ?(ms|s|m|h)?$"),
        Shape.MOMENT: {"type": "string", "pattern": r"^[0-9]{4}-?[0-9]{2}-?[0-9]{2}"},
        Shape.KEY: KEY,
        Shape.EXPRESSION: _EXPRESSION,
        Shape.EXPRESSIONS: mapping_of(_EXPRESSION, r"^[A-Za-z_]\w*$"),
        Shape.FIELDS: mapping_of(_FIELD, r"^[A-Za-z_]\w*$"),
        Shape.PHRASES: PHRASES,
        Shape.CHOICES: mapping_of({"anyOf": [_NAME, {"$ref": "#/$defs/choice"}]}, "^[0-9*#]{1,4}$"),
        Shape.MISSES: {"$ref": "#/$defs/misses"},
        Shape.CONFIDENCE: keys_of({"accept": _NUMBER, "confirm": _NUMBER}, "accept", "confirm"),
        Shape.WAYS: {
            "type": "array",
            "items": {"anyOf": [_WAY, keys_of({"otherwise": _NAME}, "otherwise")]},
            "minItems": 1,
        },
        Shape.QUESTIONS: {"type": "array", "items": _QUESTION, "minItems": 1},
    }
)
