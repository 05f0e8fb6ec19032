"""Plans written in tests: text in, plan out, and never a problem."""

from __future__ import annotations

from ivr.dialplan import Plan
from ivr.loading import load


def plan_of(text: str) -> Plan:
    """The plan that is written here."""
    loaded = load("plan.yaml", lambda _file: text)
    assert not loaded.problems, [problem.told() for problem in loaded.problems]
    return loaded.plan
