"""Row by row, somebody who looks on sees what the whole snapshot shows; and is told of everybody who is other than before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import Phase, settings
from hypothesis.stateful import initialize, invariant

from acd.duty import ON_DUTY
from acd.messages import Decision, Event, Joined, Leaving, Left, Paused, Readied
from acd.onlooking import MOST_ORDERED, Onlooking
from acd.patience import Patience
from acd.queues import Queue
from acd.snapshot import PersonView, QueueView, Snapshot
from acd.states import PersonState
from calls.ids import CallId, PersonId
from tests.unit.acd.scene import START, Scene, agent, orders
from tests.unit.acd.test_mixed_days import Days


class WatchedDays(Days):
    """Looks again only at whom it is told of, and never sees anything but the truth."""

    @initialize()
    def opens(self) -> None:
        super().opens()
        self.look_on()

    def look_on(self) -> None:
        self.onlooking = self.scene.dispatcher.onlooking()
        self.seen: dict[PersonId, PersonView] = {}
        self.everything()

    def everything(self) -> None:
        self.onlooking.begin()
        self.seen = {view.id: view for view in self.scene.snapshot().people}

    def tell(self, event: Event) -> None:
        decisions = self.scene.tell(event)
        self.note(decisions)
        self.look([event, *decisions])

    def note(self, decisions: list[Decision]) -> None:
        super().note(decisions)
        if self.scene.dispatcher.onlooking()._centre is not self.onlooking._centre:
            self.look_on()  # a service that was started anew
        self.look([*decisions])

    def look(self, told: list[Event | Decision]) -> None:
        people: set[PersonId] = set()
        contacts: set[CallId] = set()
        if self.onlooking.touched(told, people, contacts):
            self.everything()
        for person in people:
            self.onlooking.note_person(person)
            view = self.onlooking.person(person, self.scene.now)
            if view is None:
                self.seen.pop(person, None)
            else:
                self.seen[person] = view
        for contact in contacts:
            self.onlooking.note_contact(contact)

    @invariant()
    def people_are_seen_as_they_are(self) -> None:
        for view in self.scene.snapshot().people:
            seen = replace(self.seen[view.id], taken_today=view.taken_today)  # which changes at midnight, by time alone
            assert seen == view
        assert len(self.seen) == len(self.scene.snapshot().people)

    @invariant()
    def figures_are_those_of_the_snapshot(self) -> None:
        shown = self.scene.snapshot()
        for queue in shown.queues:
            serve = [view for view in shown.people if queue.name in self.onlooking.serves(view.id)]
            figures = self.onlooking.figures(queue.name)
            assert figures is not None
            assert figures.ready == sum(view.state is PersonState.READY for view in serve)
            assert figures.talking == sum(view.state is PersonState.TALKING for view in serve)
            assert figures.on_duty == sum(view.state in ON_DUTY for view in serve)
            there = [view for view in queue.waiting if view.here]
            assert figures.waiting == len(there)
            assert figures.since == min((view.joined_at for view in there), default=None)
            assert set(self.onlooking.waiting(queue.name)) == {view.contact for view in there}

    @invariant()
    def callers_are_seen_as_they_are(self) -> None:
        for queue in self.scene.snapshot().queues:
            for view in queue.waiting:
                assert self.onlooking.caller(view.contact, view.position, self.scene.now) == view


TestWatchedDays: Any = WatchedDays.TestCase
TestWatchedDays.settings = settings(max_examples=25, stateful_step_count=40, deadline=None, phases=[Phase.generate])


def joined(name: str, since: float = START, queue: str = "orders", **more: Any) -> Joined:
    return Joined(CallId(name), queue, 1, since, **more)


def busy(*joins: Joined, queue: Queue | None = None) -> tuple[Scene, Onlooking]:
    """One agent, who pauses, and callers."""
    scene = Scene([agent("anna", orders=8)], [queue or orders()])
    scene.tell(Paused(PersonId("anna"), "lunch"))
    for each in joins:
        scene.tell(each)
    onlooking = scene.dispatcher.onlooking()
    onlooking.begin()
    return scene, onlooking


def test_callers_are_told_as_they_would_be_served() -> None:
    scene, onlooking = busy(joined("late", START + 5), joined("early", START - 60), joined("now"))
    shown: Snapshot = scene.snapshot()
    assert onlooking.in_order("orders", scene.now) == [view.contact for view in shown.queue("orders").waiting]
    assert onlooking.in_order("orders", scene.now) == [CallId("early"), CallId("now"), CallId("late")]


def test_by_score_as_long_as_they_are_not_too_many() -> None:
    queue = replace(orders(), strategy="patience")
    hasty, calm = Patience("", 1.5, 0.1), Patience("", 1.5, 30.0)
    scene, onlooking = busy(joined("calm", START - 60, patience=calm), joined("hasty", patience=hasty), queue=queue)
    shown: QueueView = scene.snapshot().queue("orders")
    assert onlooking.in_order("orders", scene.now) == [view.contact for view in shown.waiting] == ["hasty", "calm"]
    for number in range(MOST_ORDERED):
        scene.tell(joined(f"more-{number:03d}", START + 1 + number, patience=calm))
        onlooking.note_contact(CallId(f"more-{number:03d}"))
    assert onlooking.in_order("orders", scene.now)[:2] == ["calm", "hasty"]


def test_how_long_such_callers_wait() -> None:
    _, onlooking = busy(joined("short", limit=30.0), joined("long", limit=300.0))
    short, long = onlooking.patient_for(CallId("short")), onlooking.patient_for(CallId("long"))
    assert short is not None
    assert long is not None
    assert 25 < short < 35
    assert 250 < long < 350
    assert onlooking.patient_for(CallId("nobody")) is None


def test_who_is_gone_is_not_there() -> None:
    scene, onlooking = busy(joined("one"), joined("two", START + 3))
    assert onlooking.note_contact(CallId("one")) == {"orders"}
    scene.tell(Left(CallId("one"), Leaving.HUNG_UP))
    assert onlooking.note_contact(CallId("one")) == {"orders"}
    figures = onlooking.figures("orders")
    assert figures is not None
    assert (figures.waiting, figures.since) == (1, START + 3)
    assert onlooking.caller(CallId("one"), 1, scene.now) is None
    assert onlooking.person(PersonId("nobody"), scene.now) is None
    assert onlooking.figures("nowhere") is None


def test_the_oldest_is_found_however_many_left() -> None:
    scene, onlooking = busy()
    for number in range(300):
        call = CallId(f"call-{number}")
        scene.tell(joined(call, START + number))
        onlooking.note_contact(call)
    for number in range(299):
        call = CallId(f"call-{number}")
        scene.tell(Left(call, Leaving.HUNG_UP))
        onlooking.note_contact(call)
    figures = onlooking.figures("orders")
    assert figures is not None
    assert (figures.waiting, figures.since) == (1, START + 299)
    assert len(onlooking._tallies["orders"].oldest) <= 2 + 64


def test_nothing_new_touches_no_queue() -> None:
    scene, onlooking = busy()
    assert onlooking.note_person(PersonId("anna")) == ()
    scene.tell(Readied(PersonId("anna")))
    assert onlooking.note_person(PersonId("anna")) == {"orders"}


def test_who_talks_with_another_when_the_first_of_his_callers_is_gone() -> None:
    two = replace(agent("anna", orders=8), concurrency=2)
    scene = Scene([two], [orders()])
    onlooking = scene.dispatcher.onlooking()
    onlooking.begin()
    for call in ("one", "two"):
        scene.tell(joined(call))
        scene.answers_second()
        onlooking.note_person(PersonId("anna"))
    people: set[PersonId] = set()
    gone = Left(CallId("one"), Leaving.HUNG_UP)
    assert not onlooking.touched([gone, *scene.tell(gone)], people, set())
    assert people == {"anna"}
    view = onlooking.person(PersonId("anna"), scene.now)
    assert view is not None
    assert view.contact == "two"
