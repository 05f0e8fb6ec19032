"""`profiles:`: where the centre finds who calls, and which field of the answer is which of the profile.

profiles:
  csv: data/customers.csv
  where: phone
  equals: "{caller.number}"
  fields: {segment: class, value: {path: assets, type: number}, tags: tags, manager: manager}
  within: 1.5s
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from calls.nodes import Node
from ivr.expression_tokens import Wrong
from ivr.expression_tree import Name
from ivr.known import PROFILE, Sort, is_secret
from ivr.sources import Profiles, ValueType
from ivr.steps.manuals import Key, Shape
from ivr.steps.sourcing import SOURCE_KEYS, field_name, inquiry_of, parse_source, parse_wanted
from ivr.templates import Template
from ivr.writing import read_template, report

PROFILE_KEYS = (
    *SOURCE_KEYS,
    Key(
        "fields",
        "what the profile knows, each with a field of the answer, as `into` of a lookup: segment, value, language, dialect, "
        "tags, manager, wait_limit, and any other name",
        required=True,
        shape=Shape.FIELDS,
    ),
    Key(
        "within",
        "how long a step that needs the profile waits for it; it is read from the moment of the call on",
        "1.5s",
        shape=Shape.SECONDS,
    ),
    Key("cache", "how long a profile is known without asking again", "it is read at each call", shape=Shape.SECONDS),
)
NAMES = frozenset({"caller.number", "caller.name", "call.number"})
"""What is known when the profile is read."""
TYPES: Mapping[str, ValueType] = MappingProxyType(
    {name: ValueType.NUMBER for name, sort in PROFILE.items() if sort is Sort.NUMBER}
)


def parse_profiles(node: Node) -> Profiles | None:
    """The section `profiles:`; None if there is none, or it cannot be used."""
    if not node.present:
        return None
    names, required = [key.name for key in PROFILE_KEYS], [key.name for key in PROFILE_KEYS if key.required]
    fields = node.mapping(names, required)
    source = parse_source(fields, _template)
    wanted = parse_wanted(fields.of("fields"), field_name, TYPES)
    within = fields.of("within").seconds(1.5, least=0.1, most=10)
    inquiry = inquiry_of(source, wanted, fields, within, retries=0)
    return Profiles(inquiry, node.place) if source else None


def _template(node: Node, expected: str = "a text, with names in braces", secrets: bool = False) -> Template:
    read = read_template(node, [], expected, secrets)
    for name in read.names:
        if not (_known(name) or (secrets and is_secret(name))):
            wrong = Wrong(name.at, f"'{'.'.join(name.parts)}'", f"one of {', '.join(sorted(NAMES))}")
            report(node, wrong, "unknown-name")
    return read


def _known(name: Name) -> bool:
    return ".".join(name.parts) in NAMES
