"""Anything may happen in any order: what must always hold does."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from acd.messages import (
    Configured,
    Event,
    Leaving,
    Left,
    Occupied,
    OfferAccepted,
    OfferDeclined,
    OfferPickedUp,
    OfferRang,
    Paused,
    Person,
    RaiseAlarm,
    Reachable,
    Readied,
    Refusal,
    SignedOut,
    TalkEnded,
    TalkFailed,
    TalkStarted,
    WrapUpDone,
)
from acd.offers import JOIN_WITHIN, lease_of
from acd.queues import Queue
from acd.states import ContactState, OfferState, PersonState
from calls.errors import IllegalStep
from calls.ids import CallId, OfferId, PersonId
from tests.unit.acd.plain_plan import OLD_ONES, PEOPLE, QUEUES, recovered
from tests.unit.acd.scene import Scene, only

person_ids = st.sampled_from([*(person.id for person in PEOPLE), PersonId("1004"), PersonId("nobody")])
calls = st.integers(0, 12).map(lambda number: CallId(f"call-{number}"))
offer_ids = st.integers(1, 40).map(lambda number: OfferId(f"offer-{number}"))
KEPT = (PersonState.RESERVED, PersonState.RINGING, PersonState.TALKING)


class Centre(RuleBasedStateMachine):
    """A contact centre in which everything goes wrong."""

    @initialize()
    def opens(self) -> None:
        self.scene = Scene(PEOPLE, QUEUES)

    def tell(self, event: Event) -> None:
        before, deadline = self.scene.snapshot(), self.scene.dispatcher.next_deadline()
        try:
            self.scene.tell(event)
        except IllegalStep:
            assert self.scene.snapshot() == before, event
            assert self.scene.dispatcher.next_deadline() == deadline, event

    @rule(
        call=calls,
        queue=st.sampled_from(["orders", "wealth", "nowhere"]),
        priority=st.integers(0, 3),
        age=st.floats(0, 100),
        wanted=st.sampled_from(["", "", "boss", "1003", "nobody"]),
    )
    def a_caller_joins(self, call: CallId, queue: str, priority: int, age: float, wanted: str) -> None:
        try:
            self.scene.joins(call, queue, priority, wanted, since=self.scene.now - age)
        except IllegalStep:
            return

    @rule(call=calls, why=st.sampled_from(Leaving))
    def a_caller_leaves(self, call: CallId, why: Leaving) -> None:
        self.tell(Left(call, why))

    @rule(offer=offer_ids, kind=st.sampled_from([OfferRang, OfferPickedUp, OfferAccepted, TalkStarted]))
    def a_phone_does_something(
        self, offer: OfferId, kind: type[OfferRang | OfferPickedUp | OfferAccepted | TalkStarted]
    ) -> None:
        self.tell(kind(offer))

    @rule(offer=offer_ids, why=st.sampled_from(Refusal), kind=st.sampled_from([OfferDeclined, TalkFailed]))
    def a_phone_fails(self, offer: OfferId, why: Refusal, kind: type[OfferDeclined | TalkFailed]) -> None:
        self.tell(kind(offer, why))

    @precondition(lambda self: self.scene.offers())
    @rule(data=st.data(), to_the_end=st.booleans())
    def an_offer_goes_well(self, data: st.DataObject, to_the_end: bool) -> None:
        offer = data.draw(st.sampled_from(self.scene.offers()))
        self.tell(OfferAccepted(offer.id))
        self.tell(TalkStarted(offer.id))
        if to_the_end:
            self.tell(TalkEnded(offer.person, offer.contact))

    @rule(
        person=person_ids,
        make=st.sampled_from([Readied, WrapUpDone, SignedOut, lambda person: Paused(person, "lunch")]),
    )
    def a_person_wants(self, person: PersonId, make: type[Readied | WrapUpDone | SignedOut]) -> None:
        self.tell(make(person))

    @rule(person=person_ids, kind=st.sampled_from([Reachable, Occupied]), is_so=st.booleans())
    def a_phone_is(self, person: PersonId, kind: type[Reachable | Occupied], is_so: bool) -> None:
        self.tell(kind(person, is_so))

    @rule(people=st.sampled_from([PEOPLE, OLD_ONES]), queues=st.sampled_from([QUEUES, QUEUES[:1]]))
    def the_plan_changes(self, people: list[Person], queues: list[Queue]) -> None:
        self.tell(Configured(people, queues))
        self.scene.plan = people, queues

    @rule()
    def the_service_restarts(self) -> None:
        """What it kept and what it sees is all that the next one knows; callers keep their order, talks go on."""
        before, order = self.scene.snapshot(), self.waiting_order()
        self.scene.restart(recovered(before))
        after = self.waiting_order()
        assert set(order) == set(after)
        assert [call for call in order if call in after] == after
        plan = {view.id for view in self.scene.snapshot().people}
        talks = {talk.contact for talk in before.talks if talk.person in plan}
        assert {talk.contact for talk in self.scene.snapshot().talks} == talks

    def waiting_order(self) -> list[CallId]:
        return [view.contact for queue in self.scene.snapshot().queues for view in queue.waiting]

    @rule(seconds=st.sampled_from([0.5, 3, 12, 40, 400]))
    def time_passes(self, seconds: float) -> None:
        assert only(self.scene.after(seconds), RaiseAlarm) == []

    # --- what always holds

    @invariant()
    def a_person_holds_one_contact_and_a_contact_one_offer(self) -> None:
        offers = self.scene.offers()
        assert not [one for one, count in Counter(offer.person for offer in offers).items() if count > 1]
        assert not [one for one, count in Counter(offer.contact for offer in offers).items() if count > 1]

    @invariant()
    def contact_offer_and_person_agree(self) -> None:
        shown = self.scene.snapshot()
        held = {offer.person: offer for offer in shown.offers}
        assert {view.id for view in shown.people if view.state in KEPT} == set(held)
        talking = {talk.contact for talk in shown.talks}
        for view in shown.people:
            offer = held.get(view.id)
            assert view.offer == (offer.id if offer else None)
            assert (view.state is PersonState.TALKING) == bool(offer and offer.contact in talking)
        waiting = {view.contact: view for queue in shown.queues for view in queue.waiting}
        states = {
            OfferState.PENDING: ContactState.OFFERED,
            OfferState.ACCEPTED: ContactState.CONNECTING,
        }
        for offer in shown.offers:
            assert offer.contact in talking or waiting[offer.contact].state is states[offer.state]
        offered = {contact for contact, view in waiting.items() if view.state is not ContactState.WAITING}
        assert offered | talking == {offer.contact for offer in shown.offers}

    @invariant()
    def every_lease_ends(self) -> None:
        deadline = self.scene.dispatcher.next_deadline()
        talking = {talk.offer for talk in self.scene.snapshot().talks}
        people = {person.id: person for person in (*PEOPLE, *OLD_ONES)}
        for offer in self.scene.offers():
            if offer.id not in talking:
                assert deadline is not None
                assert deadline <= offer.expires_at
                longest = max(lease_of(people[offer.person]), JOIN_WITHIN)
                assert offer.expires_at <= self.scene.now + longest

    @invariant()
    def nobody_waits_while_a_fitting_person_is_free(self) -> None:
        shown = self.scene.snapshot()
        free = [view for view in shown.people if view.state is PersonState.READY]
        for queue in shown.queues:
            able = {
                view.id
                for view in free
                if all(view.skills.get(skill, 0) >= level for skill, level in queue.skill.items())
            }
            for caller in queue.waiting:
                if caller.state is ContactState.WAITING:
                    assert able | ({caller.wanted} & {view.id for view in free}) <= set(caller.refused)

    @invariant()
    def the_busy_and_the_absent_are_not_free(self) -> None:
        for view in self.scene.snapshot().people:
            if view.state is PersonState.READY:
                assert view.reachable
                assert not view.busy
                assert view.wish is PersonState.READY

    @invariant()
    def every_queue_is_in_order(self) -> None:
        for queue in self.scene.snapshot().queues:
            by_age = queue.name == "orders"
            ranks = [(0 if by_age else -view.priority, view.joined_at) for view in queue.waiting]
            assert ranks == sorted(ranks)


Centre.TestCase.settings = settings(max_examples=40, stateful_step_count=50, deadline=None)
TestCentre = pytest.mark.timeout(400)(Centre.TestCase)
