"""The card of an offer, put together from what is in memory: no disk is in its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

from acd.explain import lines
from acd.kept_explanation import from_json
from acd.offers import Offer, OfferKind
from acd.patience import Patience, PatienceModel, believed, leaves_within, under
from acd.sentences import LANGUAGES
from calls.contact import ContactRecord
from calls.contact_parts import OfferRecord, Span
from calls.ids import OfferId, PersonId
from calls.profile import Profile
from console.ports.work import Card, How, PatienceLeft, Stage, Who
from service.desks.menu_words import MenuWords
from service.house import House

SOON = 60.0
"""Seconds for which the chance that he gives up is told."""
OPEN: Mapping[OfferKind, tuple[How, ...]] = {
    OfferKind.AGENT: (How.DECLINE,),
    OfferKind.MANAGER: (How.ACCEPT, How.DECLINE, How.LATER),
}
"""What can be answered on a page to an offer that is open: a seat's phone is picked up."""


class Cards:
    """Makes cards of a house."""

    def __init__(self, house: House) -> None:
        self._house = house

    def of(self, record: ContactRecord, offer: OfferRecord | None, person: PersonId, words: MenuWords) -> Card:
        """The card of this offer; without one, of a caller whom a colleague has handed over."""
        now, began = self._house.clock.now(), _began(record)
        live = self._house.floor.dispatcher.offer(offer.offer) if offer else None
        since = began if record.queued_at is None else record.queued_at
        stage, outside = stage_of(record, offer, person), offer is not None and self._outside(offer, live)
        talk = _talk(record, person)
        return Card(
            offer=offer.offer if offer else OfferId(""),
            call=record.call,
            person=person,
            stage=stage,
            queue=record.queue,
            who=self._who(record),
            reason=record.scenario,
            reason_label=words.scenario(record.scenario) if record.scenario else {},
            path=words.path(record),
            wishes=record.wishes,
            made_at=offer.made_at if offer else (talk.since if talk else began),
            expires_at=live.expires_at if live and not offer_over(offer) else None,
            arrived_at=began,
            waiting_since=since,
            patience=patience_left(record, self._house.patience.model, now, now - since),
            because=because(offer, live),
            answers=self._answers(offer, stage, outside),
            callback=record.calling_back is not None,
            outside=outside,
            joined_at=talk.since if talk else None,
            ended_at=talk.until if talk else record.ended_at,
        )

    def _outside(self, offer: OfferRecord, live: Offer | None) -> bool:
        if live is not None and live.kind is OfferKind.MANAGER:
            return True
        return self._house.connecting.is_outside(offer.offer)

    def _answers(self, offer: OfferRecord | None, stage: Stage, outside: bool) -> Sequence[How]:
        if offer is None or stage not in (Stage.OFFERED, Stage.RINGING, Stage.PICKED_UP):
            return ()
        return OPEN[OfferKind.MANAGER if outside else OfferKind.AGENT]

    def _who(self, record: ContactRecord) -> Who:
        profile = self._house.visitors.profile_of(record.call)
        known = profile is not None and profile.known
        shown = profile_fields(profile) if profile is not None and known else {}
        return Who(record.number, record.name, record.segment, record.language, known or bool(record.segment), shown)


def profile_fields(profile: Profile) -> dict[str, str]:
    """What the company knows of him, for people to read; by the names that the plan gives its fields."""
    tags = {
        "value": profile.value,
        "dialect": profile.dialect,
        "manager": profile.manager,
        "tags": ", ".join(profile.tags),
    }
    return {name: str(value) for name, value in {**tags, **profile.other}.items() if value not in (None, "")}


def patience_left(record: ContactRecord, model: PatienceModel, now: float, waited: float) -> PatienceLeft:
    """How long he will wait still, by what was believed as he joined; by what is believed of anybody, before."""
    said = record.believed
    name = under(said.segment, said.schedule) if said else record.segment
    own = Patience(name, said.a, said.b) if said else None
    stated = (said.limit or None) if said else None
    patience, hazard = believed(model, name, own, stated)
    reached = hazard.at(max(0.0, waited)) + patience.b
    half_gone = hazard.time_of(reached * 2.0 ** (1.0 / patience.a) - patience.b)
    until = now - waited + half_gone
    return PatienceLeft(
        leaves_within(patience, hazard, max(0.0, waited), SOON), until if isfinite(until) else None, stated
    )


def because(offer: OfferRecord | None, live: Offer | None) -> dict[str, Sequence[str]]:
    """Why he was chosen, in every language; as it was told then, where nothing more is kept."""
    if offer is None:
        return {}
    why = (live.explanation if live else None) or from_json(offer.explanation)
    return {language: lines(why, language) if why else offer.because for language in LANGUAGES}


def offer_over(offer: OfferRecord | None) -> bool:
    """Whether it was taken or came to nothing."""
    return offer is None or bool(offer.outcome)


def stage_of(record: ContactRecord, offer: OfferRecord | None, person: PersonId) -> Stage:
    """How far it has come."""
    if offer is not None and not offer.outcome:
        return _still_open(offer)
    if offer is not None and offer.outcome.upper() != "ACCEPTED":
        return Stage.LOST
    talk = _talk(record, person)
    if talk is None:
        return Stage.LOST if record.ended_at is not None else Stage.ACCEPTED
    return Stage.TALKING if talk.until is None else Stage.TALKED


def _still_open(offer: OfferRecord) -> Stage:
    if offer.picked_up_at is not None:
        return Stage.PICKED_UP
    return Stage.OFFERED if offer.rang_at is None else Stage.RINGING


def offer_to(record: ContactRecord, person: PersonId) -> OfferRecord | None:
    """The last offer of this call to this person."""
    return next((each for each in reversed(record.offers) if each.person == person), None)


def engages(record: ContactRecord, person: PersonId) -> bool:
    """Whether this call rings for him, or he talks to its caller."""
    talk = _talk(record, person)
    open_to = any(offer.person == person for offer in record.open_offers)
    return open_to or (talk is not None and talk.until is None)


def _talk(record: ContactRecord, person: PersonId) -> Span | None:
    """His last talk in this call."""
    return next((talk for talk in reversed(record.talks) if talk.whom == person), None)


def _began(record: ContactRecord) -> float:
    return record.entries[0].at if record.arrived_at is None else record.arrived_at
