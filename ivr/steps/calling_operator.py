"""The way to a person that is open at every question and under every prompt, unless the plan says otherwise in writing."""

from __future__ import annotations

from calls.happenings.menu import Chose
from ivr.grammar import OPERATOR_SCENARIO, Operator
from ivr.walk import Walk


def operator_at(walk: Walk, allowed: bool) -> Operator | None:
    """The plan's operator, where a step allows him."""
    return walk.plan.operator if allowed else None


def call_operator(walk: Walk, step: str, operator: Operator) -> None:
    """The caller wants a person: note it at this step, and go. What he keyed ahead was for something else."""
    walk.ahead = ""
    walk.note(Chose(step, operator.key, operator.flow, OPERATOR_SCENARIO))
    walk.go(operator.flow)
