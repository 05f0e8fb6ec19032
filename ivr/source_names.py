"""Which names a source uses, and which sources a plan asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from calls.problems import Place
from ivr.dialplan import Plan
from ivr.expression_tree import Name
from ivr.known import is_secret
from ivr.sources import CsvSource, HttpSource, Inquiry, Source, SqlSource
from ivr.step import Step
from ivr.templates import template


def texts_of(source: Source) -> tuple[str, ...]:
    """Every text of it that is filled during the call."""
    match source:
        case HttpSource(url, _, headers, body):
            return (url, *headers.values(), *body.values())
        case SqlSource(_, _, values):
            return tuple(values.values())
        case CsvSource(_, _, equals):
            return (equals,)
        case _:
            assert_never(source)


def names_of(source: Source) -> tuple[str, ...]:
    """The names of the call that it uses, each once."""
    return tuple(dict.fromkeys(".".join(name.parts) for name in _names(source) if not is_secret(name)))


def secrets_of(source: Source) -> frozenset[str]:
    """The secrets of the settings that it uses."""
    return frozenset(name.parts[1] for name in _names(source) if is_secret(name))


def inquiries(plan: Plan) -> Iterator[tuple[Place, Inquiry]]:
    """Every question that the plan asks, and where it is written."""
    if plan.profiles is not None:
        yield plan.profiles.place, plan.profiles.inquiry
    for flow in plan.flows.values():
        for step in flow.steps:
            inquiry = asked_by(step)
            if inquiry is not None:
                yield step.spot.place, inquiry


def asked_by(step: Step) -> Inquiry | None:
    """The question of a step that asks one."""
    asked = getattr(step, "inquiry", None)
    return asked if isinstance(asked, Inquiry) else None


def _names(source: Source) -> list[Name]:
    return [name for text in texts_of(source) for name in template(text).names]
