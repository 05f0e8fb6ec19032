"""The session's table as a drawing, for docs/dialplan.md."""

from __future__ import annotations

from ivr.transitions import AWAITED, LEADS_TO, Phase


def drawing() -> str:
    """A Mermaid state diagram: an event leads to the step at hand, which decides; its action leads to the next phase."""
    events = [
        f"    {phase} --> {'over' if kind.__name__ == 'Gone' else 'step'}: {kind.__name__}"
        for phase, kinds in AWAITED.items()
        for kind in kinds
    ]
    actions = [f"    step --> {phase}: {kind.__name__}" for kind, phase in LEADS_TO.items()]
    lines = ["stateDiagram-v2", f"    [*] --> {Phase.NEW}", *events, *actions, f"    {Phase.OVER} --> [*]"]
    return "\n".join(["```mermaid", *lines, "```", ""])
