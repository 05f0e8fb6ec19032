"""The desk of each person on the real house: his cards as they change, his answers, and his wrap-ups' beginnings."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any, Protocol

import structlog

from acd.messages import OfferDeclined, Refusal, WrapUpProlonged
from acd.offers import Offer
from acd.person_moves import LONGEST_WRAP_UP
from acd.states import OfferState, PersonState
from calls.contact import ContactRecord
from calls.contact_parts import OfferRecord
from calls.happenings.entry import Entry
from calls.happenings.offer import OfferClosed, Offered, PickedUp, Rang
from calls.happenings.talk import Connected, Parted
from calls.ids import CallId, OfferId, PersonId
from console.cards import masked
from console.ports.work import Came, Card, History, How
from console.ports.work_errors import NoMoreTime, NoWrapUp, OfferOver, PickUpFirst, UnknownOffer
from service.desks.cards import Cards, engages, offer_to
from service.desks.history import Histories
from service.desks.menu_words import CurrentWords
from service.desks.wrapup import WrapUpDesk
from service.house import House
from store.contacts import Contacts
from store.database import Database
from store.errors import StoreUnusable, UnknownCall

log = structlog.get_logger(__name__)
MORE_TIME = 30.0
"""Seconds that are added to a wrap-up each time."""
ON_A_PAGE = "on the page"
WHY = {How.DECLINE: Refusal.DECLINED, How.LATER: Refusal.LATER}


class Pages(Protocol):
    """The pages that people have open: the hub."""

    def watched_by(self, person: PersonId) -> bool:
        """Whether this person has a page open."""
        ...

    def tell(self, person: PersonId, name: str, data: object) -> None:
        """Tell this person alone, at once."""
        ...


class WorkDesk:
    """Implements `console.ports.work.Work`, and tells each person's pages of his offers and talks."""

    def __init__(self, house: House, database: Database, words: CurrentWords, wraps: WrapUpDesk, pages: Pages) -> None:
        self._house, self._words, self._wraps, self._pages = house, words, wraps, pages
        self._cards, self._contacts, self._histories = Cards(house), Contacts(database), Histories(database)
        self._lately: dict[PersonId, ContactRecord] = {}
        house.chronicle.watch(self._heard)

    def tells(self, pages: Pages) -> None:
        """Name the pages that are told from now on."""
        self._pages = pages

    # --- what happens

    def _heard(self, entry: Entry, record: ContactRecord) -> None:
        """Every entry of every call: what is no one's offer is passed over at once."""
        match entry.what:
            case Offered(offer=offer, person=person):
                self._later("offer", self._offered(record, offer, person))
            case Rang(offer=offer) | PickedUp(offer=offer):
                self._later("offer", self._changed(record, offer))
            case OfferClosed(offer=offer):
                self._later("offer_closed", self._closed(record, offer))
            case Connected(person=person) if person:
                self._later("talk", self._talks(record, person))
            case Parted(person=person) if person:
                self._lately[person] = record
                self._later("talk_ended", self._parted(record, person))
            case _:
                pass

    def _later(self, kind: str, work: Coroutine[Any, Any, None]) -> None:
        """In a task of its own: a fault of the console never touches a call."""
        self._house.chores.start(f"desk {kind}", work)

    async def _offered(self, record: ContactRecord, offer: OfferId, person: PersonId) -> None:
        """At once without what the store knows, and then with it."""
        card = self._card(record, _offer(record, offer), person)
        self._tell(person, "offer", card)
        found = await self._history(record) if self._pages.watched_by(person) else None
        now = self._house.chronicle.record(record.call)
        if found is not None and now is not None and engages(now, person):
            self._tell(person, "offer", replace(self._card(now, _offer(now, offer), person), history=found))

    async def _changed(self, record: ContactRecord, offer: OfferId) -> None:
        found = _offer(record, offer)
        if found is not None:
            self._tell(found.person, "offer", self._card(record, found, found.person))

    async def _closed(self, record: ContactRecord, offer: OfferId) -> None:
        found = _offer(record, offer)
        if found is None:
            return
        if found.outcome.upper() == OfferState.ACCEPTED.value.upper():
            self._tell(found.person, "offer", self._card(record, found, found.person))
        else:
            self._tell(found.person, "offer_closed", closed_data(record, found))

    async def _talks(self, record: ContactRecord, person: PersonId) -> None:
        self._tell(person, "talk", self._card(record, offer_to(record, person), person))
        try:
            await self._wraps.begin(record, person)
        except StoreUnusable as error:
            log.warning("a wrap-up could not be begun", call_id=record.call, error=error.told())

    async def _parted(self, record: ContactRecord, person: PersonId) -> None:
        self._tell(person, "talk_ended", self._card(record, offer_to(record, person), person))

    def _tell(self, person: PersonId, name: str, data: Card | dict[str, str]) -> None:
        """The same is sent to all his pages: without numbers. A page that may show them asks for the card."""
        self._pages.tell(person, name, masked(data) if isinstance(data, Card) else data)

    # --- cards

    async def cards(self, person: PersonId) -> Sequence[Card]:
        """What is offered to him, whom he talks to, and whom he talked to last while his wrap-up lasts."""
        records = [each for each in self._house.chronicle.open_records() if engages(each, person)]
        last = self._lately.get(person)
        if last is not None and not records and self._house.floor.state_of(person) is PersonState.WRAP_UP:
            records = [last]
        return [await self._whole(each, offer_to(each, person), person) for each in records]

    async def card(self, offer: OfferId, person: PersonId) -> Card:
        """The card of an offer to this person, with the history. Raises UnknownOffer for anybody else's."""
        record = await self._record_with(offer)
        found = _offer(record, offer) if record else None
        if record is None or found is None or found.person != person:
            raise UnknownOffer(f"no offer {offer:.40} to you")
        return await self._whole(record, found, person)

    async def _record_with(self, offer: OfferId) -> ContactRecord | None:
        """Of a call that goes on, or of one that somebody wraps up."""
        known = (*self._house.chronicle.open_records(), *self._lately.values())
        return next((each for each in known if _offer(each, offer) is not None), None)

    async def of_call(self, call: CallId, person: PersonId) -> Card:
        """The card of a call in which he talked, open or over. Raises UnknownOffer, StoreUnusable."""
        try:
            record = self._house.chronicle.record(call) or await self._contacts.contact(call)
        except UnknownCall:
            raise UnknownOffer(f"no call {call:.80} of yours") from None
        if not any(talk.whom == person for talk in record.talks) and offer_to(record, person) is None:
            raise UnknownOffer(f"no call {call:.80} of yours")
        return await self._whole(record, offer_to(record, person), person)

    async def _whole(self, record: ContactRecord, offer: OfferRecord | None, person: PersonId) -> Card:
        return replace(self._card(record, offer, person), history=await self._history(record))

    def _card(self, record: ContactRecord, offer: OfferRecord | None, person: PersonId) -> Card:
        return self._cards.of(record, offer, person, self._words.now())

    async def _history(self, record: ContactRecord) -> History | None:
        """None where the store cannot be read: the card stands without it."""
        try:
            return await self._histories.of(record.number, but=record.call)
        except StoreUnusable as error:
            log.warning("a card without its history", call_id=record.call, error=error.told())
            return None

    # --- answers

    async def answer(self, offer: OfferId, person: PersonId, how: How) -> Came:
        """Answer an offer on a page. Raises UnknownOffer, OfferOver, PickUpFirst."""
        live = self._open(offer, person)
        if how is How.ACCEPT:
            return self._accept(live)
        self._house.floor.tell(OfferDeclined(offer, WHY[how], ON_A_PAGE))
        return Came.REFUSED

    def _accept(self, live: Offer) -> Came:
        try:
            up = self._house.connecting.agree(live.id)
        except KeyError:
            raise PickUpFirst("this call is taken by picking up the phone") from None
        return Came.TAKEN if up else Came.AGREED

    def _open(self, offer: OfferId, person: PersonId) -> Offer:
        live = self._house.floor.dispatcher.offer(offer)
        if live is not None and live.person == person and live.state is OfferState.PENDING:
            return live
        known = live.person if live else self._person_of(offer)
        if known != person:
            raise UnknownOffer(f"no offer {offer:.40} to you")
        raise OfferOver("this offer is over, or was taken already")

    def _person_of(self, offer: OfferId) -> PersonId | None:
        known = (*self._house.chronicle.open_records(), *self._lately.values())
        found = (each for record in known if (each := _offer(record, offer)) is not None)
        return next((each.person for each in found), None)

    # --- wrap-up

    async def more_time(self, person: PersonId) -> float:
        """A longer wrap-up: when it ends now. Raises NoWrapUp, NoMoreTime."""
        view = self._house.floor.dispatcher.onlooking().person(person, self._house.clock.now())
        if view is None or view.state is not PersonState.WRAP_UP or view.until is None:
            raise NoWrapUp("there is no wrap-up of yours that ends by itself")
        until = min(view.until + MORE_TIME, view.since + LONGEST_WRAP_UP)
        if until <= view.until:
            raise NoMoreTime(f"a wrap-up lasts {LONGEST_WRAP_UP:.0f} s at most")
        self._house.floor.tell(WrapUpProlonged(person, until))
        return until


def closed_data(record: ContactRecord, offer: OfferRecord) -> dict[str, str]:
    """What is told of an offer that came to nothing."""
    how = {"outcome": offer.outcome, "reason": offer.reason, "refusal": offer.refusal}
    return {"offer": offer.offer, "call": record.call, **how}


def _offer(record: ContactRecord, offer: OfferId) -> OfferRecord | None:
    return next((each for each in record.offers if each.offer == offer), None)
