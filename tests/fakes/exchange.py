"""The world side of the fake switch: callers, phones, and what the exchange does by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from calls.causes import Cause
from calls.errors import SwitchLost
from calls.events import (
    CallArrived,
    Caller,
    DigitPressed,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegParted,
    LegResumed,
    LegRinging,
    LegsJoined,
    LinkLost,
    LinkUp,
    SeatReachable,
    SwitchEvent,
)
from calls.ids import LegId
from calls.switch import Outside, Role, Seat, Target
from tests.fakes.clock import ManualClock
from tests.fakes.legs import FakeLeg
from tests.fakes.overhearing import hear_no_more, leave_several, others_of
from tests.fakes.party import SILENT, FakeCaller, FakePhone, Script

GIVES_UP_AFTER = 5.0
"""Seconds past `ring_for` until the exchange itself ends the ringing, if nobody else did."""


class Exchange:
    """A PBX in memory. It knows nothing of commands; `FakeSwitch` adds them."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.linked = True
        self.all_legs: dict[LegId, FakeLeg] = {}
        self.phones: dict[Target, FakePhone] = {}
        self._receive: Callable[[SwitchEvent], None] = lambda _: None
        self._named = 0

    # What a test does.

    def call_in(self, dialled: str, number: str = "13800001111", name: str = "", seat: str = "") -> FakeCaller:
        """Somebody dials us; `seat` if it is one of our own phones."""
        leg = self._leg(self._new_name("caller"), dialled, Caller(number, name), seat, out=False)
        leg.party = caller = FakeCaller(self, number, leg)
        self.emit(CallArrived(leg.name, self.clock.now(), dialled, leg.caller, seat))
        return caller

    def phone(self, target: Target, script: Script | None = None) -> FakePhone:
        """The phone of a seat (registered by its first mention) or outside; with a new script if given."""
        known = self.phones.get(target)
        if known is None:
            known = self.phones[target] = FakePhone(self, target, script or SILENT)
            self.registers(known, True)
        known.script = script or known.script
        return known

    def lose_link(self, why: str = "the link was cut") -> None:
        """Nothing is heard and nothing obeyed any more; every pending command fails; calls go on."""
        self.emit(LinkLost(self.clock.now(), why))
        self.linked = False
        for leg in self.all_legs.values():
            leg.fail(SwitchLost(why))

    def restore_link(self, restarted: bool = False) -> None:
        """The switch can be commanded again; `restarted`: it came up anew, without any leg from before."""
        if restarted:
            self._drop_all()
        self.linked = True
        self.emit(LinkUp(self.clock.now(), restarted))

    def die(self) -> None:
        """The exchange is gone and every leg with it; nobody saw them end."""
        self.lose_link("the switch died")
        self._drop_all()

    # What happens in the exchange.

    def emit(self, event: SwitchEvent) -> None:
        """Tell who is attached: in order, never from inside a command, and not at all without a link."""
        if self.linked:
            asyncio.get_running_loop().call_soon(self._receive, event)

    def begin_ring(self, leg: FakeLeg, target: Target, ring_for: float) -> None:
        """Ring the phone of this target, if it lets us."""
        phone = self.phones.get(target)
        refusal = phone.refusal() if phone else _nobody(target)
        if phone is None or refusal is not None:
            self.end(leg, refusal or Cause.UNALLOCATED)
            return
        leg.party = phone
        self.emit(LegRinging(leg.name, self.clock.now()))
        leg.after(ring_for + GIVES_UP_AFTER, lambda: None if leg.up else self.end(leg, Cause.NO_ANSWER))
        phone.take(leg)

    def picked_up(self, leg: FakeLeg) -> None:
        """A phone that rang was answered; a leg that was handed over to it is joined with it."""
        leg.change(up=True)
        self.emit(LegAnswered(leg.name, self.clock.now()))
        if leg.handed_from is not None:
            giver, leg.handed_from = leg.handed_from, None
            giver.handed_to = None
            self.join(giver, leg)

    def join(self, leg: FakeLeg, other: FakeLeg) -> None:
        """Two legs hear each other; whatever went on with them before stops."""
        for one, two in ((leg, other), (other, leg)):
            one.change(partner=two, more=[], up=True, music=False, sound="", on_hold=False)
            one.keyed.clear()
            one.stop()
            self.emit(LegsJoined(one.name, two.name, self.clock.now()))

    def come_to(self, leg: FakeLeg, talking: FakeLeg) -> None:
        """A third one comes to a conversation."""
        hear_no_more(leg)
        there = [talking, *others_of(talking)]
        leg.change(partner=talking, more=there[1:], up=True, music=False, sound="", on_hold=False)
        leg.keyed.clear()
        leg.stop()
        for one in there:
            one.change(more=[*one.more, leg])
            self.emit(LegsJoined(leg.name, one.name, self.clock.now()))
            self.emit(LegsJoined(one.name, leg.name, self.clock.now()))

    def _unheard(self, gone: FakeLeg) -> None:
        """Who overheard this one is alone, and it overhears nobody."""
        hear_no_more(gone)
        for leg in self.all_legs.values():
            if leg.overhears is gone:
                leg.change(overhears=None)
                self.leave_alone(leg)

    def leave_alone(self, leg: FakeLeg) -> None:
        """A leg is alone again and takes commands."""
        leg.change(partner=None, more=[], handed_to=None, on_hold=False, whispered="")
        self.emit(LegParted(leg.name, self.clock.now()))

    def end(self, leg: FakeLeg, cause: Cause) -> None:
        """A leg ends. Who talked with it, or was being handed over to it, is alone; its ringing stops."""
        if leg.ended is not None:
            return
        leg.finish(cause)
        self.emit(LegEnded(leg.name, self.clock.now(), cause))
        self._unheard(leg)
        if leg.more:
            leave_several(leg)
        for left in (leg.partner, leg.handed_from):
            if left is not None and left.ended is None:
                self.leave_alone(left)
        if leg.handed_to is not None:
            leg.handed_to.handed_from = None
            self.end(leg.handed_to, Cause.NORMAL)

    def keyed(self, leg: FakeLeg, digit: str) -> None:
        """A key was pressed on a phone."""
        self.emit(DigitPressed(leg.name, self.clock.now(), digit))
        if leg.overhears is not None and digit == "*":
            hear_no_more(leg)
            self.leave_alone(leg)
        else:
            leg.key(digit)

    def held(self, leg: FakeLeg) -> None:
        """The phone of this leg put the other side on hold."""
        _partner(leg).change(on_hold=True)
        self.emit(LegHeld(leg.name, self.clock.now()))

    def resumed(self, leg: FakeLeg) -> None:
        """And took it off hold."""
        _partner(leg).change(on_hold=False)
        self.emit(LegResumed(leg.name, self.clock.now()))

    def registers(self, phone: FakePhone, reachable: bool) -> None:
        """The phone of a seat comes or goes. A phone outside registers with somebody else."""
        phone.registered = reachable
        if isinstance(phone.target, Seat):
            self.emit(SeatReachable(phone.target.name, reachable, self.clock.now()))

    def rung_leg(self, giver: FakeLeg, target: Target) -> FakeLeg:
        """A leg that the exchange itself makes for one that is handed over."""
        leg = self.new_leg(self._new_name("transfer"), target, giver.caller)
        leg.marks = replace(giver.marks, role=Role.TRANSFER) if giver.marks else None
        return leg

    def new_leg(self, name: LegId, target: Target, caller: Caller) -> FakeLeg:
        """A leg towards a phone."""
        seat = target.name if isinstance(target, Seat) else ""
        return self._leg(name, seat or _number(target), caller, seat, out=True)

    def _leg(self, name: LegId, dialled: str, caller: Caller, seat: str, out: bool) -> FakeLeg:
        leg = FakeLeg(name, self.clock, dialled=dialled, caller=caller, seat=seat, out=out)
        self.all_legs[name] = leg
        return leg

    def _new_name(self, kind: str) -> LegId:
        self._named += 1
        return LegId(f"{kind}-{self._named}")

    def _drop_all(self) -> None:
        for leg in self.all_legs.values():
            if leg.ended is None:
                leg.finish(Cause.UNKNOWN)


def _nobody(target: Target) -> Cause:
    return Cause.ABSENT if isinstance(target, Seat) else Cause.UNALLOCATED


def _number(target: Target) -> str:
    return target.number if isinstance(target, Outside) else target.name


def _partner(leg: FakeLeg) -> FakeLeg:
    assert leg.partner is not None, f"leg {leg.name} talks with nobody"
    return leg.partner
