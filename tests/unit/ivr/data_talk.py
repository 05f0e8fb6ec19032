"""A caller in a flow of one step that branches, warns or looks up."""

from __future__ import annotations

from calls.events import Caller
from calls.profile import Values
from ivr.actions import Note
from ivr.events import Event, Started
from ivr.session import Session
from ivr.surroundings import Nowhere
from tests.unit.ivr.plans import plan_of, told
from tests.unit.ivr.stories import NOW, short

WAYS = "".join(f"  {name}: [say: {name}, hang_up]\n" for name in ("vip", "busy", "other", "failed"))
HEAD = "numbers: {100: start}\nlanguages: [zh]\nzone: Asia/Shanghai\n"
NOBODYS = Nowhere()


class Talk:
    """One caller at the first step of a plan, with what was asked for and written down so far."""

    def __init__(self, step: str, now: float = NOW, around: Nowhere = NOBODYS, variables: Values | None = None) -> None:
        end = "" if "otherwise: other}]" in step else "    - say: next_step\n    - hang_up\n"
        given = "    - set: {x: 0, order: 0}\n    - goto: start\n"
        plan = plan_of(f"  start:\n    - {step}\n{end}{WAYS}  given:\n{given}", HEAD)
        caller = Caller("13800001111")
        self.now, self.asked, self.notes = now, list[str](), list[object]()
        self.session = Session.resume(plan, "start.1", now, "zh", "100", caller, around, variables=variables or {})
        self.tell(Started())

    def tell(self, event: Event) -> Talk:
        for action in self.session.receive(event, self.now):
            if isinstance(action, Note):
                self.notes.append(action.happening)
            else:
                self.asked.append(short(action))
        return self


def problems(step: str, head: str = HEAD) -> list[str]:
    return told(
        f"{head}flows:\n  start:\n    - {step}\n    - hang_up\n{WAYS}  given: [set: {{x: 0, order: 0}}, hang_up]\n"
    )
