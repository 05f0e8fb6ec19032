"""What the contract tests need of a world with a switch in it: people with phones, and time that passes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from calls.events import Caller, SwitchEvent
from calls.ids import CallId, LegId, OfferId
from calls.switch import Marks, Outside, RingOrder, Role, Seat, Switch, Target

T = TypeVar("T")
E = TypeVar("E", bound=SwitchEvent)

HOTLINE = "95105"
DESK = Seat("1001")
OTHER_DESK = Seat("1002")
TRIAL = Outside("13900001111")
BARRED = "00881234567890"
"""An outside number that no world lets us ring."""


class Side(Protocol):
    """Somebody with a phone in his hand. A pitch in hertz is how voices and prompts are told apart."""

    @property
    def leg(self) -> LegId:
        """The leg that the switch has for this phone's call."""
        ...

    @property
    def up(self) -> bool:
        """In a call that was answered."""
        ...

    @property
    def gone(self) -> bool:
        """The call is over."""
        ...

    def hears(self, pitch: int) -> bool:
        """This pitch sounds in the ear now."""
        ...

    def hears_music(self) -> bool:
        """Music sounds in the ear now."""
        ...

    def hears_nothing(self) -> bool:
        """It is silent."""
        ...

    def speak(self, pitch: int) -> None:
        """Speak this pitch from now on; 0: be silent."""
        ...

    async def press(self, digits: str) -> None:
        """Key these digits."""
        ...

    async def hang_up(self) -> None:
        """Put down the receiver."""
        ...


class Phone(Side, Protocol):
    """A phone that can be rung."""

    @property
    def ringing(self) -> bool:
        """It rings now."""
        ...

    async def answer(self) -> None:
        """Pick up."""
        ...

    @property
    def shows(self) -> str:
        """The number on its display."""
        ...

    async def decline(self) -> None:
        """Refuse the call that rings."""
        ...

    async def unplug(self) -> None:
        """Say good-bye to the switch and leave the network."""
        ...


class Desk(Protocol):
    """A phone with two lines: it is called, holds, makes a second call and transfers (SIP REFER)."""

    @property
    def ringing(self) -> bool:
        """It rings now."""
        ...

    @property
    def gone(self) -> bool:
        """The call that came in is over."""
        ...

    async def answer(self) -> None:
        """Pick up."""
        ...

    async def hold(self) -> None:
        """Put the other side on hold."""
        ...

    async def ask(self, number: str) -> LegId:
        """Make a second call; its leg, when the switch has told us of it."""
        ...

    async def send_on(self, number: str) -> None:
        """Send the other side to this number at once."""
        ...

    async def complete(self, number: str) -> None:
        """Send the other side to where the second call is, which was made to this number and answered."""
        ...


class World(Protocol):
    """A switch and the people around it."""

    switch: Switch
    events: list[SwitchEvent]

    def now(self) -> float:
        """Epoch seconds, as the switch's events count them."""
        ...

    def at_most(self, seconds: float) -> float:
        """How long something may take here that takes at most `seconds` where nothing else goes on."""
        ...

    async def call_in(self, number: str = HOTLINE, *, seat: str = "") -> Side:
        """Somebody dials, from outside or from a seat; returns when the switch has told us of it."""
        ...

    async def phone(self, target: Target = DESK, *, engaged: bool = False) -> Phone:
        """A phone that is there and rings when it is called, or is engaged."""
        ...

    async def desk(self, target: Seat = DESK) -> Desk:
        """A phone with two lines at this seat."""
        ...

    def sound(self, pitch: int, seconds: float = 1.0) -> Path:
        """A sound file of this pitch."""
        ...

    async def cut_link(self) -> None:
        """The link between us and the switch breaks."""
        ...

    async def mend_link(self) -> None:
        """It can be made again."""
        ...

    async def until(self, condition: Callable[[], object], within: float = 20.0, what: str = "") -> None:
        """Let time pass until the condition holds; fail when it does not."""
        ...

    async def run(self, work: Coroutine[Any, Any, T], within: float = 10.0) -> T:
        """Let time pass until the work is done; its result or its error."""
        ...

    async def pass_time(self, seconds: float) -> None:
        """Nobody does anything for a while."""
        ...


def told(world: World, kind: type[E], leg: LegId) -> list[E]:
    """The events of this kind about this leg, in order."""
    return [event for event in world.events if isinstance(event, kind) and getattr(event, "leg", None) == leg]


@contextmanager
def meanwhile(work: Coroutine[Any, Any, T]) -> Iterator[asyncio.Task[T]]:
    """Something the service does while people do something else."""
    task = asyncio.ensure_future(work)
    try:
        yield task
    finally:
        task.cancel()


def order(target: Target, leg: str, *, ring_for: float = 20.0) -> RingOrder:
    """An order to ring a phone, as an offer does it."""
    marks = Marks(CallId("call-1"), Role.OFFER, OfferId("offer-1"))
    return RingOrder(LegId(leg), target, ring_for, Caller("13800001111", "Li"), marks)
