"""What callers, phones and people do on a random day, and the books that a test keeps of it: joined, left, offered, closed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from acd.decisions import CallOut, CloseOffer, Decision, GiveAway, MakeOffer, RaiseAlarm
from acd.managers import Manager
from acd.messages import (
    Absent,
    Away,
    Event,
    Joined,
    Leaving,
    Left,
    Occupied,
    OfferAccepted,
    OfferDeclined,
    OfferPickedUp,
    OfferRang,
    Paused,
    Person,
    Present,
    Reachable,
    Readied,
    Refusal,
    SignedOut,
    TalkEnded,
    TalkFailed,
    TalkStarted,
    WrapUpDone,
)
from acd.offers import Offer
from acd.overflow import key_of
from acd.queues import Onward
from acd.states import OfferState
from calls.ids import CallId, OfferId, PersonId
from tests.unit.acd.mixed_plan import FEWER, PEOPLE, QUEUES
from tests.unit.acd.scene import Scene

EVERYBODY = {person.id: person for person in (*PEOPLE, *FEWER)}
SEATS = [person.id for person in EVERYBODY.values() if not isinstance(person, Manager)]
queue_names = st.sampled_from([queue.name for queue in QUEUES])
names = st.sampled_from([*EVERYBODY])
nobody_or = st.sampled_from([PersonId(""), PersonId(""), *EVERYBODY])
wishes = st.sampled_from(
    [(), (("dialect", "minnan"),), (("dialect", "hakka"),), (("team", "a"), ("dialect", "minnan"))]
)


def at_lunch(person: PersonId) -> Paused:
    return Paused(person, "lunch")


class Happenings(RuleBasedStateMachine):
    """The test keeps its own books: who joined and has not left, which offers were made and not closed."""

    @initialize()
    def opens(self) -> None:
        self.scene = Scene(PEOPLE, QUEUES)
        self.people: dict[PersonId, Person] = {person.id: person for person in PEOPLE}
        self.callers: dict[CallId, Joined] = {}
        self.offered: dict[OfferId, Offer] = {}
        self.known = {queue.name: queue for queue in QUEUES}
        self.count = 0

    # --- the books

    def tell(self, event: Event) -> None:
        self.note(self.scene.tell(event))

    def note(self, decisions: list[Decision]) -> None:
        for decision in decisions:
            match decision:
                case MakeOffer(offer=offer):
                    assert offer.contact in self.callers
                    self.offered[offer.id] = offer
                case CloseOffer(offer=offer):
                    assert self.offered.pop(offer.id).contact == offer.contact
                case GiveAway():
                    self.given(decision)
                case CallOut(contact=contact):
                    assert not self.callers[contact].here
                case RaiseAlarm():
                    raise AssertionError(f"false alarm: {decision}")

    def given(self, decision: GiveAway) -> None:
        """A queue gave a caller away: where he waits now, if he does. No rule is used twice for one call."""
        joined, rule = self.callers.pop(decision.contact), decision.rule
        key = key_of(self.known[joined.queue], rule)
        assert key not in joined.given
        joined = replace(joined, given=(*joined.given, key))
        if rule.to is Onward.QUEUE:
            self.callers[joined.contact] = replace(joined, queue=rule.name)
        elif rule.to is Onward.PERSON:
            self.callers[joined.contact] = replace(joined, wanted=PersonId(rule.name))

    # --- callers

    @rule(
        name=queue_names,
        more=st.integers(0, 2),
        age=st.sampled_from([0.0, 0.0, 5.0, 90.0]),
        wanted=nobody_or,
        last=nobody_or,
        wished=wishes,
        limit=st.sampled_from([None, None, 30.0]),
    )
    def a_caller_joins(
        self,
        name: str,
        more: int,
        age: float,
        wanted: PersonId,
        last: PersonId,
        wished: tuple[tuple[str, str], ...],
        limit: float | None,
    ) -> None:
        if name not in self.known:
            return
        priority = self.known[name].weight + more
        self.joins(name, priority, self.scene.now - age, wanted=wanted, last=last, wishes=wished, limit=limit)

    @rule(name=queue_names, wanted=nobody_or)
    def somebody_is_to_be_called_back(self, name: str, wanted: PersonId) -> None:
        if name not in self.known:
            return
        self.joins(name, self.known[name].weight, self.scene.now, wanted=wanted, here=False, reached_within=20.0)

    def joins(
        self,
        queue: str,
        priority: int,
        since: float,
        wanted: PersonId,
        last: PersonId = PersonId(""),
        wishes: tuple[tuple[str, str], ...] = (),
        limit: float | None = None,
        here: bool = True,
        reached_within: float = 0.0,
    ) -> None:
        self.count += 1
        joined = Joined(
            CallId(f"call-{self.count}"), queue, priority, since, wanted, wishes=wishes, limit=limit,
            last_agent=last, here=here, reached_within=reached_within,
        )  # fmt: skip
        self.callers[joined.contact] = joined
        self.tell(joined)

    @precondition(lambda self: self.callers)
    @rule(data=st.data(), why=st.sampled_from([Leaving.HUNG_UP, Leaving.LOST]))
    def a_caller_leaves(self, data: st.DataObject, why: Leaving) -> None:
        contact = data.draw(st.sampled_from([*self.callers]))
        del self.callers[contact]
        self.tell(Left(contact, why))

    @precondition(lambda self: any(not joined.here for joined in self.callers.values()))
    @rule(data=st.data())
    def who_is_called_back_picks_up(self, data: st.DataObject) -> None:
        contact = data.draw(st.sampled_from([call for call, joined in self.callers.items() if not joined.here]))
        self.callers[contact] = replace(self.callers[contact], here=True)
        self.tell(Present(contact))

    # --- phones

    def pending(self) -> list[Offer]:
        return [offer for offer in self.scene.offers() if offer.state is OfferState.PENDING]

    def joining(self) -> list[Offer]:
        talking = {talk.offer for talk in self.scene.snapshot().talks}
        return [each for each in self.scene.offers() if each.state is OfferState.ACCEPTED and each.id not in talking]

    @precondition(lambda self: self.pending())
    @rule(data=st.data(), steps=st.integers(1, 4))
    def a_phone_is_answered(self, data: st.DataObject, steps: int) -> None:
        offer = data.draw(st.sampled_from(self.pending()))
        for event in (OfferRang, OfferPickedUp, OfferAccepted, TalkStarted)[:steps]:
            self.tell(event(offer.id))

    @precondition(lambda self: self.pending())
    @rule(data=st.data(), why=st.sampled_from(Refusal))
    def a_phone_is_not(self, data: st.DataObject, why: Refusal) -> None:
        self.tell(OfferDeclined(data.draw(st.sampled_from(self.pending())).id, why))

    @precondition(lambda self: self.joining())
    @rule(data=st.data(), well=st.booleans())
    def they_are_joined_or_not(self, data: st.DataObject, well: bool) -> None:
        offer = data.draw(st.sampled_from(self.joining()))
        self.tell(TalkStarted(offer.id) if well else TalkFailed(offer.id, Refusal.HUNG_UP))

    @precondition(lambda self: self.scene.snapshot().talks)
    @rule(data=st.data())
    def a_conversation_ends(self, data: st.DataObject) -> None:
        talk = data.draw(st.sampled_from(self.scene.snapshot().talks))
        del self.callers[talk.contact]
        self.tell(TalkEnded(talk.person, talk.contact))

    # --- people

    @rule(
        person=names,
        wants=st.sampled_from([Readied, Readied, WrapUpDone, SignedOut, at_lunch]),
    )
    def a_person_wants(self, person: PersonId, wants: type[Readied | WrapUpDone | SignedOut]) -> None:
        if self.scene.dispatcher.state_of(person) is not None:
            self.tell(wants(person))

    @rule(person=st.sampled_from(SEATS), kind=st.sampled_from([Reachable, Reachable, Occupied]), is_so=st.booleans())
    def a_phone_is(self, person: PersonId, kind: type[Reachable | Occupied], is_so: bool) -> None:
        self.tell(kind(person, is_so))

    @rule(person=names, starts=st.sampled_from([0.0, 30.0]), lasts=st.sampled_from([0.0, 50.0]))
    def somebody_is_on_leave(self, person: PersonId, starts: float, lasts: float) -> None:
        away = (Away(self.scene.now + starts, self.scene.now + starts + lasts, "leave"),) if lasts else ()
        self.tell(Absent(person, away))
