"""The room that rings phones for offers, with a caller who waits."""

from __future__ import annotations

from acd.messages import OfferAccepted, OfferDeclined, OfferPickedUp, OfferRang, Refusal
from acd.offers import Offer
from calls.ids import LegId, OfferId
from calls.switch import Outside, Seat
from service.connecting import Connecting
from service.crew import Crew
from service.hooks import NoHooks, Told
from tests.fakes.party import Answers, FakePhone
from tests.unit.service.rooms import LIN, Rooms

ONE, LEG = OfferId("offer-1"), LegId("leg-1")
RANG, UP, TAKEN = OfferRang(ONE), OfferPickedUp(ONE), OfferAccepted(ONE)


def declined(why: Refusal, detail: str = "") -> OfferDeclined:
    return OfferDeclined(ONE, why, detail)


class Noted(NoHooks):
    """What other systems would be told."""

    def __init__(self) -> None:
        self.told: list[Told] = []

    def tell(self, told: Told) -> None:
        self.told.append(told)


class ConnectingRooms(Rooms):
    """A caller waits, and offers for him ring."""

    connecting: Connecting

    def __init__(self, crew: Crew) -> None:
        super().__init__(crew)
        self.hooks = Noted()

    async def begin(self, made: Offer, *, script: Answers | None = None) -> FakePhone:
        target = Outside("13900001111") if made.person == LIN else Seat("1001")
        phone = self.switch.phone(target, script)
        self.connecting.start(made)
        await self.clock.settle()
        return phone

    def gone(self) -> bool:
        """The phone rings no more, and nobody follows it."""
        return self.switch.all_legs[LEG].ended is not None and not self.lines.knows(LEG)
