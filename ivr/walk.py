"""A caller's way through the plan: where he is, what he keyed ahead, what the step at hand remembers.

Steps move it by `go`, `go_on` and `again`, and ask for things by `act`. It knows no phases: those are the session's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from calls.causes import Cause
from calls.events import Caller
from calls.happenings.menu import FlowCalled, FlowLeft, Heard, Remembered, Spoke
from calls.happenings.visit import Failed
from calls.profile import NO_VALUES, Value, Values
from calls.record_of_flows import DEEPEST_CALL
from calls.speaking import Spoken, SpokenValue
from calls.switch import InputEnd
from ivr.actions import Action, AwaitProfile, Blocking, Collect, HangUp, Note, Noted, Play, Speak
from ivr.dialplan import Plan
from ivr.events import Digits
from ivr.expression_tree import Found, Name
from ivr.expressions import Expression, as_text
from ivr.frame import Frame
from ivr.habits import Favourites
from ivr.known import Knowledge
from ivr.phrases import Part, Saying
from ivr.step import Step
from ivr.surroundings import Nowhere, Surroundings
from ivr.templates import Template, plain
from ivr.trailing import Trailing

MOST_STEPS = 1000
"""Steps begun in one call before it is ended: no plan, however wrong, can keep the machine spinning."""
NOBODY = Caller()
NOWHERE = Nowhere()


class Walk:
    """Where a caller is in the plan, and what the call has learnt so far."""

    def __init__(
        self,
        plan: Plan,
        flow: str,
        language: str,
        now: float,
        index: int = 0,
        caller: Caller = NOBODY,
        surroundings: Surroundings = NOWHERE,
        variables: Values = NO_VALUES,
        dialled: str = "",
    ) -> None:
        self.dialled = dialled
        self.plan, self.flow, self.index = plan, flow, index
        self.language, self.now = language, now
        self.caller, self.surroundings = caller, surroundings
        self.variables: dict[str, Value] = dict(variables)
        self._secrets: set[str] = set()
        self.frames: list[Frame] = []
        self.memory: object = None
        self.favourites: dict[str, Favourites] = {}
        self.ahead = ""
        self.trailing: Trailing | None = None
        self.outstanding: Blocking | None = None
        self._actions: list[Action] = []
        self._steps_begun = 0
        self._learnt = False
        self._known = Knowledge(self)

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

    def call(self, flow: str, given: Values = NO_VALUES, secrets: Collection[str] = ()) -> None:
        """To this flow, and back to the next step here when it ends. `given` are variables for as long as it lasts,
        and `secrets` those of them that are secret.

        A way back that lies too many calls behind is forgotten: a caller who is led round by calls loses nothing by it.
        """
        del self.frames[: max(0, len(self.frames) - DEEPEST_CALL + 1)]
        hidden = {name: self.variables.get(name) for name in given}
        self.frames.append(Frame(self.flow, self.index + 1, hidden, frozenset(self._secrets & given.keys())))
        plain = {name: value for name, value in given.items() if name not in secrets}
        told = json.dumps(plain, ensure_ascii=False)
        self.note(FlowCalled(flow, self.frames[-1].back, told, tuple(name for name in given if name in secrets)))
        self.variables.update(given)
        self._secrets = (self._secrets - given.keys()).union(secrets)
        self.go(flow)

    def _came_back(self) -> bool:
        """Behind the last step of a called flow: whether there was somewhere to go back to."""
        if not self.frames:
            return False
        frame = self.frames.pop()
        self.note(FlowLeft(frame.back))
        self.flow, self.index = frame.flow, frame.index
        for name, value in frame.hidden.items():
            if value is None:
                self.variables.pop(name, None)
            else:
                self.variables[name] = value
        self._secrets = (self._secrets - frame.hidden.keys()) | frame.secrets
        return True

    def advance(self) -> None:
        """Begin steps until one of them asks for something that takes time."""
        while self.outstanding is None:
            self._steps_begun += 1
            step = self.step
            if self._steps_begun > MOST_STEPS or (step is None and not self._came_back()):
                self._give_up()
            elif step is not None:
                self._begin(step)

    def _begin(self, step: Step) -> None:
        """Begin it; one that uses the profile, when that was read or is too late."""
        self.memory = None
        if step.spot.needs_profile and not self._learnt and self.surroundings.profile() is None:
            self._learnt = True
            self.act(AwaitProfile(step.id))
        else:
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

    def remember(self, name: str, value: Value, secret: bool = False) -> None:
        """Give a variable of the call a value. A secret one is masked in the record."""
        self.variables[name] = value
        (self._secrets.add if secret else self._secrets.discard)(name)
        shown = as_text(value)
        self.note(Remembered(name, "*" * len(shown) if secret else shown, secret))

    def taken(self) -> list[Action]:
        """What was asked for since the last time."""
        actions, self._actions = self._actions, []
        return actions

    # --- what is known -----------------------------------------------------------------------------------------

    def value(self, written: Expression) -> Found:
        """What an expression comes to now; None is empty."""
        return written.value(self._known)

    def uses_secret(self, written: Expression) -> bool:
        """Whether a secret variable stands in an expression."""
        return any(name.root in self._secrets for name in written.names)

    def holds(self, condition: Expression) -> bool:
        """Whether a condition is true now."""
        return condition.holds(self._known)

    def filled(self, text: Template) -> str:
        """A text with the values of its names."""
        return text.filled(self._known)

    def text(self, name: str) -> str:
        """The value of one name (`caller.number`) as a text that is safe to hand on; '' if it has none."""
        return plain(as_text(self._known.find(Name(tuple(name.split(".")), 0))))

    def clock(self) -> datetime:
        """Now, as the plan's clock shows it."""
        return datetime.fromtimestamp(self.now, self.plan.zone or UTC)

    def spoken(self, parts: Iterable[Part]) -> tuple[Spoken, ...]:
        """What is said now. A value that cannot be read out is left out, and the record says so."""
        said = (self._said(part) if isinstance(part, Saying) else part for part in parts)
        return tuple(each for each in said if each is not None)

    def _said(self, saying: Saying) -> Spoken | None:
        filled = self.filled(saying.text)
        try:
            return saying.spoken(filled)
        except ValueError:
            # The value itself may be secret: only its place in the plan is told.
            what = "is empty" if not filled else f"is no {saying.kind.value}"
            self.note(Failed(f"{self.flow}.{self.index + 1}: {saying.text.written} {what}: not said"))
            return None

    def is_open(self, hours: str) -> bool:
        """Whether the clock, or the people who turned its switch, say open. Hours that the plan does not have: closed."""
        forced = self.surroundings.forced(f"hours.{hours}")
        if forced is not None:
            return forced
        known = self.plan.hours.get(hours)
        return known is not None and known.open_at(self.now)

    # --- keys and prompts -------------------------------------------------------------------------------------

    def trails(self, keyed: Digits) -> bool:
        """Whether this is only the terminator of the answer before; once."""
        trailing, self.trailing = self.trailing, None
        return trailing is not None and trailing.is_all_of(keyed, self.now)

    def key_ahead(self, key: str) -> None:
        """Keep a key that stopped a prompt for the question that follows."""
        if not self.trails(Digits(key, InputEnd.COMPLETE)):
            self.ahead += key

    def take_ahead(self) -> str:
        """The keys that stopped an earlier prompt, once."""
        ahead, self.ahead = self.ahead, ""
        return ahead

    def note_heard(self, whole: bool) -> None:
        """Tell which prompts the outstanding action played."""
        if isinstance(self.outstanding, Play | Collect):
            for prompt in self.outstanding.prompts:
                # What a value was is in the variables, masked where it is secret.
                name = prompt.kind.value if isinstance(prompt, SpokenValue) else prompt
                self.note(Heard(self.outstanding.step, name, whole))
