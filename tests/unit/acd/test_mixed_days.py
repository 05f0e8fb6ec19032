"""Random days at a centre where everything is at once, through the real dispatcher: what must hold, always does.

The other machine (test_machine.py) throws impossible events at a plain centre; here the events are those of a day, and the
centre has every strategy, rings of wishes, reserve, overflow, two lines, guests, deputies, absences, callbacks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from acd.decisions import CallOut, CloseOffer, Decision, GiveAway, MakeOffer, RaiseAlarm
from acd.managers import Manager
from acd.messages import (
    Absent,
    Away,
    Configured,
    Event,
    Joined,
    KnownPerson,
    KnownRefusal,
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
    Recovered,
    Refusal,
    SignedOut,
    Talk,
    TalkEnded,
    TalkFailed,
    TalkStarted,
    WrapUpDone,
)
from acd.offers import JOIN_WITHIN, Offer, lease_of
from acd.overflow import key_of
from acd.queues import Onward
from acd.snapshot import Snapshot
from acd.states import ContactState, OfferState
from calls.ids import CallId, OfferId, PersonId
from tests.unit.acd.apart import unexplained
from tests.unit.acd.mixed_plan import FEWER, OTHERWISE, PEOPLE, QUEUES, most_at_once
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


class Days(RuleBasedStateMachine):
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

    # --- the whole

    @rule(fewer_people=st.booleans(), other_queues=st.booleans())
    def the_plan_changes(self, fewer_people: bool, other_queues: bool) -> None:
        people, queues = FEWER if fewer_people else PEOPLE, OTHERWISE if other_queues else QUEUES
        self.scene.plan = people, queues
        self.people.update({person.id: person for person in people})
        self.known.update({queue.name: queue for queue in queues})
        self.tell(Configured(people, queues))

    @rule()
    def the_service_restarts(self) -> None:
        """What was kept and what is seen is all that the next one has. No conversation of the plan ends by it."""
        before = self.scene.snapshot()
        plan = {person.id for person in self.scene.plan[0]}
        for talk in before.talks:
            if talk.person not in plan:
                del self.callers[talk.contact]
        self.known = {queue.name: queue for queue in self.scene.plan[1]}
        self.note(self.scene.restart(self.found(before)))
        after = self.scene.snapshot()
        talks = {(talk.contact, talk.person) for talk in before.talks if talk.person in plan}
        assert {(talk.contact, talk.person) for talk in after.talks} == talks

    def found(self, shown: Snapshot) -> Recovered:
        talking = {talk.contact for talk in shown.talks}
        waiting = [view for queue in shown.queues for view in queue.waiting]
        return Recovered(
            people=[
                KnownPerson(
                    view.id, view.state, view.reason, view.since, view.until, view.reachable, view.busy, view.wish,
                    view.wish_reason, view.taken_today,
                )
                for view in shown.people
            ],
            waiting=[self.callers[view.contact] for view in waiting],
            ringing=[offer for offer in shown.offers if offer.contact not in talking],
            talks=[Talk(talk.offer, talk.contact, talk.person, talk.queue, talk.since) for talk in shown.talks],
            refused={
                view.contact: [KnownRefusal(who, why, shown.at) for who, why in view.refused.items()] for view in waiting
            },
        )  # fmt: skip

    def refused(self, contact: CallId) -> list[KnownRefusal]:
        live = self.scene.dispatcher._centre.contacts[contact]
        return [KnownRefusal(person, refused.why, refused.at) for person, refused in live.refused.items()]

    @rule(seconds=st.sampled_from([0.5, 2.5, 12.0, 40.0, 400.0]))
    def time_passes(self, seconds: float) -> None:
        """From deadline to deadline; each lies after the one before, so that nothing ever spins."""
        end = self.scene.now + seconds
        while (due := self.scene.dispatcher.next_deadline()) is not None and due <= end:
            self.scene.now = max(self.scene.now, due)
            self.note(self.scene.tick())
            left = self.scene.dispatcher.next_deadline()
            assert left is None or left > self.scene.now
            assert unexplained(self.scene, self.people) == []
        self.scene.now = end

    # --- what always holds

    @invariant()
    def no_caller_is_lost_and_none_is_twice(self) -> None:
        shown = self.scene.snapshot()
        there = [view.contact for queue in shown.queues for view in queue.waiting]
        there += [talk.contact for talk in shown.talks]
        assert Counter(there) == Counter([*self.callers])

    @invariant()
    def a_place_is_kept(self) -> None:
        for queue in self.scene.snapshot().queues:
            for view in queue.waiting:
                joined = self.callers[view.contact]
                assert (view.queue, view.joined_at, view.priority) == (joined.queue, joined.joined_at, joined.priority)

    @invariant()
    def nobody_has_more_than_he_may(self) -> None:
        shown = self.scene.snapshot()
        talks = Counter(talk.person for talk in shown.talks)
        talking = {talk.offer for talk in shown.talks}
        ringing = Counter(offer.person for offer in shown.offers if offer.id not in talking)
        assert all(count == 1 for count in ringing.values())
        for person in talks | ringing:
            assert talks[person] + ringing[person] <= most_at_once(EVERYBODY[person])
        assert set(Counter(offer.contact for offer in shown.offers).values()) <= {1}

    @invariant()
    def nobody_waits_beside_a_free_person_without_a_reason(self) -> None:
        assert unexplained(self.scene, self.people) == []

    @invariant()
    def every_offer_ends(self) -> None:
        deadline, shown = self.scene.dispatcher.next_deadline(), self.scene.snapshot()
        talking = {talk.offer for talk in shown.talks}
        for offer in shown.offers:
            if offer.id not in talking:
                assert deadline is not None
                assert deadline <= offer.expires_at
                assert self.scene.now <= offer.expires_at
                within = self.callers[offer.contact].reached_within
                longest = max(lease_of(EVERYBODY[offer.person]), JOIN_WITHIN + within)
                assert offer.expires_at <= self.scene.now + longest
        assert {offer.id for offer in shown.offers if offer.id not in talking} <= set(self.offered)

    @invariant()
    def what_is_shown_is_what_is(self) -> None:
        shown, centre = self.scene.snapshot(), self.scene.dispatcher._centre
        here = {
            queue.name: sorted(
                view.contact for view in queue.waiting if view.state is ContactState.WAITING and view.here
            )
            for queue in shown.queues
        }
        assert here == {name: sorted(contact.id for contact in line) for name, line in centre.lines.items()}
        assert centre.in_line == sum(map(len, centre.lines.values()))
        for line in centre.lines.values():
            assert line.columns is None or sorted(c.id for c in line.columns.contacts) == sorted(c.id for c in line)
        free = {live.id for live in centre.roster.people.values() if live.available}
        assert set(centre.roster.idle.since) <= free
        assert free - set(centre.roster.idle.since) <= set(centre.kept_free)
        for view in shown.people:
            assert (view.offer is None) == (view.state not in ("RESERVED", "RINGING", "TALKING"))


Days.TestCase.settings = settings(
    max_examples=30, stateful_step_count=50, deadline=None, derandomize=True, report_multiple_bugs=False
)
TestDays = pytest.mark.timeout(400)(Days.TestCase)
