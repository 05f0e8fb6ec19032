"""Leaders who listen to a conversation, whisper to the person, join the two, or take the caller over.

The conversation feels nothing of it until a leader has picked up and joined: whatever goes wrong on his side ends his part only.
He takes part in one talk of one person; when it ends, so does his part. Once he has joined, the caller goes on with him if the
other person leaves: that is all that taking over is, and so the caller is with somebody at every instant.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog

from acd.states import PersonState
from calls.causes import Cause
from calls.clock import Clock
from calls.errors import HotlineError, LegGone, SwitchLost, SwitchRefused
from calls.events import LegEnded, LegEvent
from calls.happenings.supervision import LeftTalk, Manner, TakenOver
from calls.ids import CallId, LegId
from calls.switch import Switch, Target
from console.ports.supervision import TakesPart
from console.ports.supervision_errors import LeaderBusy, NoPhone, NotTakingPart, NotTalking, OwnTalk, PhoneNotReached
from service.call import Call, Partner
from service.chronicle import Chronicle
from service.crew import Crew
from service.floor import Floor
from service.lines import Line, Lines
from service.occupancy import Occupancy
from service.taking_part import TakingPart
from service.timing import before, unless
from service.watches import Leader, Successor, Watch

log = structlog.get_logger(__name__)

SHOWS_WITHIN = 3.0
"""Seconds in which a phone that is there rings; a seat without one is told at once."""
ENGAGED = frozenset({PersonState.RESERVED, PersonState.RINGING, PersonState.TALKING})


class Supervising:
    """Serves all leaders and all talks. Who watches is told the call in which somebody takes part otherwise than before."""

    def __init__(
        self,
        switch: Switch,
        clock: Clock,
        lines: Lines,
        floor: Floor,
        occupancy: Occupancy,
        chronicle: Chronicle,
        crew: Crew,
        new_leg: Callable[[], LegId],
    ) -> None:
        self._switch, self._clock, self._lines, self._floor = switch, clock, lines, floor
        self._occupancy, self._chronicle, self._crew, self._new_leg = occupancy, chronicle, crew, new_leg
        self._talks: dict[CallId, Call] = {}
        self._watches: dict[CallId, list[Watch]] = {}
        self._watchers: list[Callable[[CallId], object]] = []
        self._parts = TakingPart(switch, clock, chronicle, self._is_changed)

    def watch(self, told: Callable[[CallId], object]) -> None:
        """Tell this one, too."""
        self._watchers.append(told)

    # --- what leaders ask

    async def take_part(self, call: CallId, leader: Leader, manner: Manner) -> TakesPart:
        """Ring his phone, and let him take part once he has picked up; if he does already, in this manner from now on.

        Raises NotTalking, OwnTalk, NoPhone, LeaderBusy, PhoneNotReached, DestinationBarred, SwitchLost, SwitchRefused, LegGone.
        """
        watch = self._of(call, leader.user)
        if watch is None:
            return await self._begin(call, leader, manner)
        if watch.manner is None:
            watch.wanted = manner
            self._is_changed(call)
        else:
            async with watch.lock:
                await self._parts.let_him(watch, manner)
        return watch.told()

    async def leave(self, call: CallId, user: str) -> None:
        """He takes no part any more. Raises NotTakingPart, SwitchLost."""
        watch = self._of(call, user)
        if watch is None:
            raise NotTakingPart(f"{user} takes no part in {call}")
        await self._switch.hang_up(watch.leg)

    def taking_part(self, call: CallId) -> tuple[TakesPart, ...]:
        """Who takes part in a call."""
        return tuple(watch.told() for watch in self._watches.get(call, ()))

    def everywhere(self) -> tuple[TakesPart, ...]:
        """Who takes part in any call."""
        return tuple(watch.told() for watches in self._watches.values() for watch in watches)

    def by(self, user: str) -> TakesPart | None:
        """In which call this account takes part."""
        return next((each for each in self.everywhere() if each.user == user), None)

    # --- what conversations tell

    def began(self, call: Call) -> None:
        """Somebody talks with this caller."""
        self._talks[call.id] = call

    def successor(self, call: Call, partner: Partner, event: LegEvent) -> Successor | None:
        """The person has left: a leader who has joined has the caller now."""
        if not isinstance(event, LegEnded) or event.leg != partner.leg:
            return None
        watch = next((each for each in self._watches.get(call.id, ()) if each.can_go_on), None)
        if watch is None:
            return None
        self._forget(watch)
        watch.handed = True
        watch.over.set()
        told = TakenOver(watch.leader.user, watch.leader.person, partner.person, watch.leg)
        return Successor(Partner(watch.leader.person, watch.line), told)

    def ended(self, call: CallId) -> None:
        """Caller and person talk no more: whoever took part is let go."""
        self._talks.pop(call, None)
        for watch in list(self._watches.get(call, ())):
            self._left(watch)
            watch.over.set()

    # --- after a restart

    def start_anew(self) -> None:
        """Everything is read anew: nobody takes part until he is found."""
        self._talks.clear()
        self._watches.clear()

    def found(self, call: Call, leader: Leader, line: Line, manner: Manner, since: float) -> None:
        """A leader was found in this talk: he goes on as before."""
        watch = Watch(call, leader, line, manner, since, manner)
        self._talks[call.id] = call
        self._note_there(watch)
        self._crew.start(f"supervision {call.id}", self._attend(watch, self._parts.go_on(watch)))

    # --- one leader

    async def _begin(self, call_id: CallId, leader: Leader, manner: Manner) -> TakesPart:
        call = self._talks.get(call_id)
        if call is None or call.partner is None:
            raise NotTalking(f"nobody talks with the caller of {call_id}")
        phone = self._checked(leader, call.partner)
        watch = Watch(call, leader, self._lines.open(self._new_leg()), manner, self._clock.now())
        self._watches.setdefault(call_id, []).append(watch)
        try:
            await self._parts.ring(watch, phone, call.partner)
        except HotlineError:
            self._forget(watch)
            self._lines.close(watch.leg)
            raise
        self._note_there(watch)
        self._crew.start(f"supervision {call_id}", self._attend(watch, self._parts.story(watch)))
        await self._shows(watch)
        return watch.told()

    def _checked(self, leader: Leader, partner: Partner) -> Target:
        if leader.phone is None:
            raise NoPhone(f"{leader.user} has no phone")
        if leader.person and leader.person == partner.person:
            raise OwnTalk(f"{leader.person} talks with this caller himself")
        busy = self._occupancy.engaged(leader.person) or self._floor.state_of(leader.person) in ENGAGED
        if (leader.person and busy) or self.by(leader.user):
            raise LeaderBusy(f"{leader.user} is on the phone")
        return leader.phone

    def _note_there(self, watch: Watch) -> None:
        watches = self._watches.setdefault(watch.call.id, [])
        if watch not in watches:
            watches.append(watch)
        if watch.leader.person:
            watch.line.person = watch.leader.person
            self._occupancy.occupy(watch.leader.person, watch.line)
        self._is_changed(watch.call.id)

    async def _shows(self, watch: Watch) -> None:
        """Until his phone rings; one that is not there is told, not waited for."""
        try:
            why_not = await before(self._clock, self._clock.now() + SHOWS_WITHIN, _done(watch))
        except TimeoutError:
            return
        if why_not is not None:
            raise PhoneNotReached(f"the phone of {watch.leader.user} does not ring: {why_not.words}")

    async def _attend(self, watch: Watch, story: Coroutine[Any, Any, None]) -> None:
        """Until he leaves, or the conversation is over, or it is his own."""
        try:
            await unless(watch.over.wait(), story)
        except (TimeoutError, LegGone, SwitchLost):
            pass  # nobody has picked up, he has left, all is over, or recovery finds him
        except (SwitchRefused, NotTalking) as error:
            log.warning("a leader could not take part", call_id=watch.call.id, error=error.told())
        watch.rang(Cause.NO_ANSWER)
        if not watch.handed:
            self._left(watch)
            with suppress(SwitchLost):  # recovery ends the legs that nobody needs
                await self._switch.hang_up(watch.leg)
            self._lines.close(watch.leg)

    def _is_changed(self, call: CallId) -> None:
        for told in self._watchers:
            told(call)

    def _left(self, watch: Watch) -> None:
        """He takes no part any more: in the record, if he had picked up."""
        if self._forget(watch) and watch.manner is not None:
            self._chronicle.note(watch.call.id, LeftTalk(watch.leader.user, watch.leg))

    def _forget(self, watch: Watch) -> bool:
        """Whether he was there."""
        watches = self._watches.get(watch.call.id, [])
        if watch not in watches:
            return False
        watches.remove(watch)
        if not watches:
            del self._watches[watch.call.id]
        self._is_changed(watch.call.id)
        return True

    def _of(self, call: CallId, user: str) -> Watch | None:
        return next((watch for watch in self._watches.get(call, ()) if watch.leader.user == user), None)


async def _done(watch: Watch) -> Cause | None:
    return await watch.rings
