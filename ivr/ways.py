"""The ways out of a step, each with what a caller does to take it: for drawings and differences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace

from ivr.expressions import Expression
from ivr.step import Kind, Reference, Spot, Step

ENDS = (Kind.QUEUE, Kind.PHONE)
"""References that lead out of the menus."""
PLAIN = ("flow", "go", "queue", "to", "then", "after")
"""Fields that hold the ordinary way on of a step: it needs no label."""

NEVER_LEAD = frozenset({"scenario", "phrases", "say", "prompts", "language", "name", "into"})
"""Fields that hold names of other things, which may happen to be spelt like a flow."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way on. `label`: the key, the condition or the word of the dialplan by which it is taken; '' for the only one."""

    kind: Kind
    to: str
    label: str = ""
    alone: bool = False


def ways(step: Step) -> tuple[Way, ...]:
    """Every way out of this step, in the order in which they are written."""
    labels = _labels(step)
    led = [each for each in step.spot.references if each.kind in (Kind.FLOW, *ENDS) and not each.asked]
    out = [_way(reference, labels) for reference in led]
    # A name that is written once may be taken in two ways: nomatch does as noinput does where it is left out.
    more = [replace(way, label=label) for way in dict.fromkeys(out) for label in labels.pop(way.to, [])]
    return tuple(dict.fromkeys([*out, *more]))


def _way(reference: Reference, labels: dict[str, list[str]]) -> Way:
    """A name that stands in several places gets its labels in the order of those places."""
    left = labels.get(reference.name, [])
    label = left.pop(0) if left else ""
    return Way(reference.kind, reference.name, label, reference.alone)


def _labels(step: Step) -> dict[str, list[str]]:
    """By the name that is led to: how a caller gets there. What a step is made of tells it: no verb is known here."""
    found: dict[str, list[str]] = {}
    for label, name in dict.fromkeys(_named(step, "")):
        found.setdefault(name, []).append("" if label in PLAIN else label)
    return found


def _named(part: object, label: str) -> Iterator[tuple[str, str]]:
    match part:
        case Spot() | Expression():
            return
        case str():
            yield label, part
        case Mapping():
            for key, value in part.items():
                yield from _named(value, str(key))
        case tuple() | list():
            for each in part:
                yield from _named(each, label)
        case _ if is_dataclass(part):
            yield from _fields(part, [field.name for field in fields(part)], label)


def _fields(part: object, names: Sequence[str], label: str) -> Iterator[tuple[str, str]]:
    """A part with a key or a condition is known by it; any other by the name of its field."""
    own = str(getattr(part, "key", "")) or _condition(part) or label
    known = hasattr(part, "key") or hasattr(part, "when")
    for name in (name for name in names if name not in NEVER_LEAD):
        yield from _named(getattr(part, name), own if known else _joined(label, name))


def _condition(part: object) -> str:
    """As the admin wrote it."""
    when = getattr(part, "when", None)
    return when.written if isinstance(when, Expression) else ""


def _joined(label: str, name: str) -> str:
    """`noinput` rather than `noinput then`: the plain way of a part needs no second word."""
    return label if label and name in ("then", "go", "flow") else " ".join(filter(None, (label, name)))
