"""The switches of a plan: one for each of its hours, and one for each notice."""

from __future__ import annotations

from calls.problems import did_you_mean
from ivr.dialplan import Plan
from ivr.steps.notice import SWITCH, Notice

HOURS = "hours."
"""What the names of the switches of hours begin with. On is open, off is closed: for menus, queues and people alike."""


def switches_of(plan: Plan) -> tuple[str, ...]:
    """Their names, in order."""
    steps = [step for flow in plan.flows.values() for step in flow.steps]
    notices = {SWITCH + step.name for step in steps if isinstance(step, Notice)}
    return (*sorted(HOURS + name for name in plan.hours), *sorted(notices))


def unknown_switch(plan: Plan, name: str) -> str | None:
    """What to say about a name that is none of them; None if it is one."""
    known = switches_of(plan)
    return None if name in known else did_you_mean(name, known) or f"known here: {', '.join(known) or 'none'}"
