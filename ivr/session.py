"""One caller in the menus: a machine without I/O. `receive(event, now)`, `next_deadline()`, `tick(now)`.

session, event = Session.begin(plan, "95105", now), Started()
while event is not None:
    actions = session.receive(event, now)
    for action in actions:
        event = await do(action)  # the blocking action comes last; its end is the next event. HangUp has none.
"""

from __future__ import annotations

from collections.abc import Iterable

from calls.causes import Cause
from calls.errors import HotlineError
from calls.events import Caller
from calls.happenings.menu import Spoke
from calls.happenings.visit import Failed
from calls.profile import NO_VALUES, Values
from calls.switch import InputEnd
from ivr.actions import Action, Answer, AwaitProfile, Blocking, Collect, HangUp
from ivr.dialplan import Plan
from ivr.events import Digits, Done, Event, Gone, Started, Unheard, Uttered
from ivr.frame import Frame
from ivr.surroundings import Surroundings
from ivr.transitions import IN_MENUS, LEADS_TO, Phase, refuse_illegal
from ivr.walk import NOBODY, NOWHERE, Walk


class NumberUnknown(HotlineError):
    """No flow begins with this number."""

    code = "HL301"
    remedy = "add the number, or 'any', to numbers in the dialplan"


class Session:
    """Walks one caller through the plan. `phase` says what it waits for."""

    def __init__(self, plan: Plan, walk: Walk, answered: bool) -> None:
        self._plan, self._walk = plan, walk
        self._answered = answered
        self._phase = Phase.NEW
        self._in_menus_since = walk.now

    @classmethod
    def begin(
        cls,
        plan: Plan,
        number: str,
        now: float,
        language: str = "",
        caller: Caller = NOBODY,
        surroundings: Surroundings = NOWHERE,
    ) -> Session:
        """A call to this number. Raises `NumberUnknown`."""
        flow = plan.flow_for(number)
        if flow is None:
            raise NumberUnknown(f"no flow begins with the number {number[:32]!r}")
        walk = Walk(plan, flow, _spoken(plan, language), now, caller=caller, surroundings=surroundings, dialled=number)
        return cls(plan, walk, answered=False)

    @classmethod
    def resume(
        cls,
        plan: Plan,
        step: str,
        now: float,
        language: str = "",
        number: str = "",
        caller: Caller = NOBODY,
        surroundings: Surroundings = NOWHERE,
        variables: Values = NO_VALUES,
        frames: Iterable[Frame] = (),
    ) -> Session:
        """A call that was answered before we died: begin at this step, with fresh tries.

        A step that the plan no longer has: the beginning of its flow, else of the number's, else `NumberUnknown`.
        `frames`: the ways back out of called flows, the innermost last. Where one is not known he hears the number's beginning.
        """
        flow, _, ordinal = step.rpartition(".")
        index = int(ordinal) - 1 if plan.step(step) else 0
        home = plan.flow_for(number)
        if flow not in plan.flows:
            if home is None:
                raise NumberUnknown(f"neither the step {step[:80]!r} nor the number {number[:32]!r} is in the plan")
            flow = home
        walk = Walk(plan, flow, _spoken(plan, language), now, index, caller, surroundings, variables, number)
        if home is not None:
            walk.frames.append(Frame(home, 0, {}, frozenset()))
        walk.frames += [frame for frame in frames if frame.flow in plan.flows]
        return cls(plan, walk, answered=True)

    # --- what is seen from outside ------------------------------------------------------------------------------

    @property
    def phase(self) -> Phase:
        """What the session waits for."""
        return self._phase

    @property
    def over(self) -> bool:
        """Nothing will follow: the call was hung up, or the caller is gone."""
        return self._phase in (Phase.ENDING, Phase.OVER)

    @property
    def step(self) -> str:
        """The id of the step at hand: what `resume` takes."""
        step = self._walk.step
        return step.id if step else ""

    @property
    def ways_back(self) -> tuple[str, ...]:
        """The steps to which called flows go back, the innermost last."""
        return tuple(frame.back for frame in self._walk.frames)

    @property
    def language(self) -> str:
        """The language spoken now."""
        return self._walk.language

    @property
    def variables(self) -> Values:
        """What the call has learnt: by `ask`, `set` and `lookup`."""
        return self._walk.variables

    @property
    def outstanding(self) -> Blocking | None:
        """The action whose end is awaited."""
        return self._walk.outstanding

    # --- the machine --------------------------------------------------------------------------------------------

    def receive(self, event: Event, now: float) -> list[Action]:
        """What to do now. Raises `IllegalStep`, and changes nothing, for an event that is not awaited."""
        refuse_illegal(self._phase, event, self.step)
        self._walk.now = now
        match event:
            case Gone():
                return self._gone()
            case Started():
                self._start()
            case Done() if self._phase is Phase.ANSWERING:
                self._walk.outstanding = None
            case _:
                self._go_on(event)
        return self._decided(now)

    def next_deadline(self) -> float | None:
        """When the caller has been in the menus for too long; None while he waits or talks."""
        return self._in_menus_since + self._plan.at_most if self._phase in IN_MENUS else None

    def tick(self, now: float) -> list[Action]:
        """Hang up on a caller who has been in the menus for too long."""
        deadline = self.next_deadline()
        if deadline is None or now < deadline:
            return []
        self._walk.note_heard(whole=False)
        self._walk.note(Failed(f"hung up at {self.step}: {self._plan.at_most:g} s in the menus"))
        self._walk.act(HangUp(Cause.NORMAL))
        return self._decided(now)

    def _start(self) -> None:
        if not self._answered:
            self._walk.note(Spoke(self._walk.language))
            self._walk.act(Answer())

    def _go_on(self, event: Event) -> None:
        step, asked = self._walk.step, self._walk.outstanding
        self._walk.note_heard(whole=_heard_whole(asked, event))
        self._walk.outstanding = None
        # A step that waited for the profile is begun now.
        if step is not None and not isinstance(asked, AwaitProfile):
            step.after(self._walk, event)

    def _decided(self, now: float) -> list[Action]:
        self._walk.advance()
        before = self._phase
        if self._walk.outstanding is not None:
            self._phase = LEADS_TO[type(self._walk.outstanding)]
        if before not in IN_MENUS and self._phase in IN_MENUS:
            self._in_menus_since = now
        return self._walk.taken()

    def _gone(self) -> list[Action]:
        self._walk.note_heard(whole=False)
        self._walk.outstanding = None
        self._phase = Phase.OVER
        return self._walk.taken()


def _heard_whole(asked: Blocking | None, event: Event) -> bool:
    """Whether the prompts were played to their end. A key may have cut a menu's prompts: then they count as cut."""
    match event:
        case Done(digit):
            return not digit
        case Digits(digits, ended) if isinstance(asked, Collect):
            return not (asked.barge_in and (digits or ended is InputEnd.TERMINATOR))
        case Uttered() | Unheard() if isinstance(asked, Collect):
            return not (asked.speech and asked.speech.barge_in)
        case _:
            return True


def _spoken(plan: Plan, language: str) -> str:
    return language if language in plan.languages else plan.languages[0]
