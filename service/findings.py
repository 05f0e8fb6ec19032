"""What recovery finds on the switch and in the records, and what becomes of a single leg of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from acd.agents import Agent
from acd.kept_explanation import from_json
from acd.managers import Manager
from acd.messages import KnownPerson, KnownRefusal, Person, Refusal, Talk
from acd.offers import Offer, kind_of, lease_of
from acd.rest import UNREGISTERED
from acd.states import OfferState, PersonState
from calls.contact import ContactRecord
from calls.events import CallArrived
from calls.ids import CallId, LegId, PersonId
from calls.switch import LegSeen, Marks, Role
from service.call import Call, Partner, Place, wishes_of

KINDS = frozenset(kind.value for kind in Refusal)
REGISTERED = "phone registered"
NAYS = frozenset({OfferState.DECLINED.value, OfferState.EXPIRED.value})


@dataclass(slots=True)
class Findings:
    """What recovery puts together before it tells the floor."""

    waiting: list[Call] = field(default_factory=list)
    in_menu: list[Call] = field(default_factory=list)
    served: list[Call] = field(default_factory=list)
    sent_on: list[Call] = field(default_factory=list)
    private: list[tuple[LegSeen, LegSeen]] = field(default_factory=list)
    talking: list[tuple[Call, Partner, Talk]] = field(default_factory=list)
    ringing: list[tuple[Offer, LegSeen]] = field(default_factory=list)
    supervisors: list[LegSeen] = field(default_factory=list)
    unneeded: list[LegId] = field(default_factory=list)
    unknown: list[LegSeen] = field(default_factory=list)
    refused: dict[CallId, tuple[KnownRefusal, ...]] = field(default_factory=dict)

    def go_on_asking(self, record: Callable[[CallId], ContactRecord | None]) -> None:
        """Who asks in a queue asks still about the caller whom he holds, and may hand him over."""
        held = {call.id: call for call, _, _ in self.talking}
        for call in (*self.waiting, *held.values()):
            known = record(call.id)
            call.asks_for = held.get(known.asked_for.caller_of) if known and known.asked_for else None


def offer_found(leg: LegSeen, record: ContactRecord, person: Agent | Manager, now: float) -> Offer | None:
    """The offer that a phone found ringing rings for. It has its lease, or what is left of it: a second at least."""
    marks = leg.marks
    if marks is None:
        return None
    told = next((offer for offer in record.offers if offer.offer == marks.offer), None)
    made = told.made_at if told else leg.since
    because = told.because if told else ("found ringing after a restart",)
    ends = max(made + lease_of(person), now + 1.0)
    offer = Offer(marks.offer, marks.call, marks.person, marks.queue, kind_of(person), made, ends, told=because)
    return replace(offer, explanation=from_json(told.explanation)) if told else offer


def refusals_of(record: ContactRecord) -> tuple[KnownRefusal, ...]:
    """Who did not take the contact, how and when, each the last time he did not. How is not known of an old record."""
    known = {
        offer.person: KnownRefusal(offer.person, _kind(offer.refusal), offer.closed_at or offer.made_at)
        for offer in record.offers
        if offer.outcome.upper() in NAYS
    }
    return tuple(sorted(known.values(), key=lambda each: each.at))


def _kind(name: str) -> Refusal:
    return Refusal(name) if name in KINDS else Refusal.NO_ANSWER


def arrival_of(leg: LegSeen) -> CallArrived:
    """A call that came in while nobody looked."""
    return CallArrived(leg.leg, leg.since, leg.dialled, leg.caller, leg.seat)


def place_of(marks: Marks, record: ContactRecord) -> Place:
    """His place as the leg remembers it; what he would like of the person stands in the record only."""
    wishes = wishes_of(record.wishes) if record.queue == marks.queue else ()
    given = tuple(each.rule for each in record.given_away if each.rule)
    last = record.last_agent if record.queue == marks.queue else PersonId("")
    limit = record.believed.limit or None if record.believed else None
    own = record.own_priority == marks.priority > 0
    return Place(marks.queue, marks.priority, marks.joined_at, marks.wanted, wishes, last, limit, given, own=own)


def talks_with(leg: LegSeen, record: ContactRecord, seen: Mapping[LegId, LegSeen]) -> LegSeen | None:
    """Whose leg the caller talks with; or the leg of who talked with him and asks a colleague just now, or is about to."""
    together = [seen[each] for each in (leg.joined_with, *leg.others) if each and each in seen]
    ours = [each for each in together if not (each.marks and each.marks.role in (Role.CONSULT, Role.SUPERVISOR))]
    if together:
        return (ours or together)[0]
    person = next((talk.whom for talk in record.talks if talk.until is None), None)
    asking = (each for each in seen.values() if each.up and each.marks and each.marks.call == record.call)
    return next((each for each in asking if each.marks and each.marks.person == person and _asks(each, seen)), None)


def _asks(leg: LegSeen, seen: Mapping[LegId, LegSeen]) -> bool:
    """Whether he is alone, or with the colleague whom he asks."""
    other = seen.get(leg.joined_with) if leg.joined_with else None
    return leg.commandable if other is None else bool(other.marks and other.marks.role is Role.CONSULT)


def asked_by(caller: LegSeen, partner: LegSeen, seen: Mapping[LegId, LegSeen]) -> LegSeen | None:
    """The colleague's leg, with these two or with the partner alone."""
    others = (seen.get(each) for each in (*caller.others, caller.joined_with, partner.joined_with) if each)
    consulted = (each for each in others if each and each.marks and each.marks.role is Role.CONSULT)
    return next((each for each in consulted if each.leg != partner.leg), None)


def person_now(who: Person, kept: KnownPerson | None, seats: frozenset[str], busy: bool, now: float) -> KnownPerson:
    """His kept state beside what is seen of him now; without one he starts by his phone being there."""
    reachable = who.seat in seats if isinstance(who, Agent) else True
    if kept is not None:
        return replace(kept, reachable=reachable, busy=busy)
    state = PersonState.READY if reachable else PersonState.LOGGED_OUT
    reason = REGISTERED if reachable else UNREGISTERED
    return KnownPerson(who.id, state, reason, now, None, reachable, busy, PersonState.READY)
