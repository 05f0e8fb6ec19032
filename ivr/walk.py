"""A caller's way through the plan: where he is, what he keyed ahead, what the step at hand remembers.

Steps move it by `go`, `go_on` and `again`, and ask for things by `act`. It knows no phases: those are the session's.
"""

from __future__ import annotations

from calls.causes import Cause
from calls.happenings import Failed, Heard, Spoke
from ivr.actions import Action, Blocking, Collect, HangUp, Note, Noted, Play, Speak
from ivr.dialplan import Plan
from ivr.step import Step

MOST_STEPS = 1000
"""Steps begun in one call before it is ended: no plan, however wrong, can keep the machine spinning."""


class Walk:
    """Where a caller is in the plan."""

    def __init__(self, plan: Plan, flow: str, language: str, now: float, index: int = 0) -> None:
        self.plan, self.flow, self.index = plan, flow, index
        self.language, self.now = language, now
        self.memory: object = None
        self.ahead = ""
        self.outstanding: Blocking | None = None
        self._actions: list[Action] = []
        self._steps_begun = 0

    @property
    def step(self) -> Step | None:
        """The step at hand; None behind the last one of a flow."""
        flow = self.plan.flows.get(self.flow)
        return flow.steps[self.index] if flow and self.index < len(flow.steps) else None

    # --- moving -----------------------------------------------------------------------------------------------

    def go(self, flow: str) -> None:
        """To the first step of this flow."""
        self.flow, self.index = flow, 0

    def go_on(self) -> None:
        """To the next step of the flow at hand."""
        self.index += 1

    def advance(self) -> None:
        """Begin steps until one of them asks for something that takes time."""
        while self.outstanding is None:
            self._steps_begun += 1
            step = self.step
            if step is None or self._steps_begun > MOST_STEPS:
                self._give_up()
                return
            self.memory = None
            step.begin(self)

    def _give_up(self) -> None:
        spinning = self._steps_begun > MOST_STEPS
        why = f"after {MOST_STEPS} steps" if spinning else "the flow ends without a last step"
        self.note(Failed(f"hung up at {self.flow}.{self.index + 1}: {why}"))
        self.act(HangUp(Cause.TEMPORARY_FAILURE))

    # --- asking -----------------------------------------------------------------------------------------------

    def act(self, action: Blocking) -> None:
        """Ask for something that takes time."""
        self._actions.append(action)
        self.outstanding = action

    def note(self, happening: Noted) -> None:
        """Put an entry into the contact record."""
        self._actions.append(Note(happening))

    def speak(self, language: str) -> None:
        """Change the language of the call. The one spoken already changes nothing."""
        if language != self.language:
            self.language = language
            self._actions.append(Speak(language))
            self.note(Spoke(language))

    def taken(self) -> list[Action]:
        """What was asked for since the last time."""
        actions, self._actions = self._actions, []
        return actions

    # --- keys and prompts -------------------------------------------------------------------------------------

    def take_ahead(self) -> str:
        """The keys that stopped an earlier prompt, once."""
        ahead, self.ahead = self.ahead, ""
        return ahead

    def note_heard(self, whole: bool) -> None:
        """Tell which prompts the outstanding action played."""
        if isinstance(self.outstanding, Play | Collect):
            for prompt in self.outstanding.prompts:
                self.note(Heard(self.outstanding.step, prompt, whole))
