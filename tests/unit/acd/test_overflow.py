"""When a queue gives a caller away: every trigger against its limit, once a call, in order; and by the dispatcher."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from acd.agents import Agent
from acd.dispatcher import Dispatcher
from acd.messages import Configured, GiveAway, Joined, Leaving, Left, MakeOffer, OfferDeclined, Reachable, Refusal
from acd.overflow import EVERY, JOINING, WAITING, Sight, key_of, next_look, rule_for
from acd.queues import Onward, Overflow, Queue, Trigger
from calls.ids import CallId, OfferId, PersonId
from calls.office_hours import OfficeHours

SEEN = Sight(open=True, waiting=0, expected=0.0, staffed=True, waited=0.0, gives_up=lambda _within: 0.0)
FLOW = (Onward.FLOW, "message")
NEVER = OfficeHours(ZoneInfo("UTC"), {})


def rule(when: Trigger, limit: float = 0.0, over: bool = True) -> Overflow:
    return Overflow(when, limit, *FLOW, over=over)


HOLDS = {
    "closed": (rule(Trigger.CLOSED), replace(SEEN, open=False), replace(SEEN, open=True)),
    "nobody": (rule(Trigger.NOBODY), replace(SEEN, staffed=False), SEEN),
    "as many as": (rule(Trigger.LENGTH, 3, over=False), replace(SEEN, waiting=3), replace(SEEN, waiting=2)),
    "more than": (rule(Trigger.LENGTH, 3), replace(SEEN, waiting=4), replace(SEEN, waiting=3)),
    "expected": (rule(Trigger.EXPECTED_WAIT, 180), replace(SEEN, expected=181.0), replace(SEEN, expected=180.0)),
    "nobody can tell": (rule(Trigger.EXPECTED_WAIT, 180), replace(SEEN, expected=999.0), replace(SEEN, expected=None)),
    "waited": (rule(Trigger.WAITED, 60), replace(SEEN, waited=60.0), replace(SEEN, waited=59.9)),
}


@pytest.mark.parametrize("name", HOLDS)
def test_a_rule_holds_at_its_limit_and_not_below(name: str) -> None:
    wanted, there, short = HOLDS[name]
    queue = Queue("wealth", overflow=(wanted,))
    found = rule_for(queue, there, JOINING, ())
    assert found is not None
    assert found[0] is wanted
    assert found[1]
    assert rule_for(queue, short, JOINING, ()) is None


def test_the_first_rule_that_holds_is_used() -> None:
    rules = (rule(Trigger.WAITED, 60), Overflow(Trigger.NOBODY, 0, Onward.QUEUE, "orders"), rule(Trigger.NOBODY))
    found = rule_for(Queue("wealth", overflow=rules), replace(SEEN, staffed=False), WAITING, ())
    assert found == (rules[1], "nobody is signed in")


def test_a_rule_counts_once_in_a_call() -> None:
    nobody = rule(Trigger.NOBODY)
    queue, empty = Queue("wealth", overflow=(nobody,)), replace(SEEN, staffed=False)
    assert rule_for(queue, empty, WAITING, (key_of(queue, nobody),)) is None


@pytest.mark.parametrize("asked", [Trigger.CLOSED, Trigger.FULL, Trigger.LENGTH, Trigger.BALK])
def test_what_is_asked_as_he_joins_is_not_asked_again(asked: Trigger) -> None:
    queue = Queue("wealth", capacity=1, overflow=(rule(asked),), balk="message", hours=NEVER)
    worst = Sight(False, 9, 999.0, True, 0.0, lambda _within: 1.0)
    assert rule_for(queue, worst, JOINING, ()) is not None
    assert rule_for(queue, worst, WAITING, ()) is None


def test_closed_and_full_need_no_rule() -> None:
    closed = rule_for(Queue("a", hours=NEVER), replace(SEEN, open=False), JOINING, ())
    full = rule_for(Queue("a", capacity=2), replace(SEEN, waiting=2), JOINING, ())
    assert closed is not None
    assert full is not None
    assert (closed[0].to, full[0].to) == (Onward.BACK, Onward.BACK)
    assert rule_for(Queue("a", capacity=2), replace(SEEN, waiting=1), JOINING, ()) is None


@pytest.mark.parametrize(("share", "balks"), [(0.49, False), (0.5, False), (0.51, True)])
def test_who_would_probably_give_up_is_told_at_once(share: float, balks: bool) -> None:
    asked: list[float] = []

    def gives_up(within: float) -> float:
        asked.append(within)
        return share

    seen = replace(SEEN, expected=120.0, gives_up=gives_up)
    found = rule_for(Queue("a", balk="message"), seen, JOINING, ())
    assert (found is not None, asked) == (balks, [120.0])


def test_nobody_balks_where_somebody_is_free_or_nobody_can_tell() -> None:
    queue = Queue("a", balk="message")
    sure = replace(SEEN, gives_up=lambda _within: 1.0)
    assert rule_for(queue, replace(sure, expected=0.0), JOINING, ()) is None
    assert rule_for(queue, replace(sure, expected=None), JOINING, ()) is None


def test_it_looks_again_no_sooner_than_something_can_come_of_it() -> None:
    waited, expected = rule(Trigger.WAITED, 60), rule(Trigger.EXPECTED_WAIT, 180)
    assert next_look(Queue("a", overflow=(waited,)), 100.0, 110.0, ()) == 160.0
    assert next_look(Queue("a", overflow=(waited, expected)), 100.0, 110.0, ()) == 110.0 + EVERY
    assert next_look(Queue("a", overflow=(rule(Trigger.CLOSED),)), 100.0, 110.0, ()) is None
    queue = Queue("a", overflow=(waited,))
    assert next_look(queue, 100.0, 110.0, (key_of(queue, waited),)) is None


# --- by the dispatcher

LEI, CALL, OTHER = PersonId("lei"), CallId("call-1"), CallId("call-2")
AGENT = Agent(LEI, "Lei", "1001", {"a": 5.0}, ring=20.0)
LATE = Overflow(Trigger.WAITED, 60.0, Onward.QUEUE, "b")
A, B = Queue("a", skill={"a": 5.0}, overflow=(LATE,)), Queue("b")


def dispatcher(*queues: Queue, on_duty: bool = False) -> Dispatcher:
    numbers = iter(range(1, 1000))
    made = Dispatcher((AGENT,), queues, lambda _now: OfferId(f"offer-{next(numbers)}"))
    made.tick(0.0)
    if on_duty:
        made.receive(Reachable(LEI, reachable=True), 0.0)
    return made


def run(made: Dispatcher, until: float) -> list[GiveAway]:
    """Every deadline in turn."""
    found: list[GiveAway] = []
    while (due := made.next_deadline()) is not None and due <= until:
        found += [each for each in made.tick(due) if isinstance(each, GiveAway)]
    return found


def test_he_waits_in_the_next_queue_with_all_his_time() -> None:
    made = dispatcher(A, B)
    made.receive(Joined(CALL, "a", 3, joined_at=100.0), 100.0)
    assert run(made, 159.0) == []
    assert [each.rule for each in run(made, 161.0)] == [LATE]
    [waiting] = made.snapshot(161.0).queue("b").waiting
    assert (waiting.contact, waiting.joined_at, waiting.priority) == (CALL, 100.0, 3)
    assert made.snapshot(161.0).queue("a").waiting == ()


def test_a_flow_ends_his_wait_and_a_late_goodbye_changes_nothing() -> None:
    made = dispatcher(Queue("a", overflow=(rule(Trigger.WAITED, 60),)))
    made.receive(Joined(CALL, "a", 1, 0.0), 0.0)
    assert len(run(made, 61.0)) == 1
    assert made.snapshot(61.0).queues[0].waiting == ()
    assert made.receive(Left(CALL, Leaving.MOVED), 61.0) == []
    assert made.next_deadline() is None or made.next_deadline() != 61.0


def test_two_queues_that_help_each_other_send_nobody_round() -> None:
    to_b = Overflow(Trigger.NOBODY, 0, Onward.QUEUE, "b")
    to_a = Overflow(Trigger.NOBODY, 0, Onward.QUEUE, "a")
    made = dispatcher(Queue("a", overflow=(to_b,)), Queue("b", overflow=(to_a,)))
    decided = made.receive(Joined(CALL, "a", 1, 0.0), 0.0)
    assert [each.rule for each in decided if isinstance(each, GiveAway)] == [to_b, to_a]
    assert len(made.snapshot(0.0).queue("a").waiting) == 1
    assert run(made, 600.0) == []


def test_nobody_is_taken_from_a_phone_that_rings_for_him() -> None:
    made = dispatcher(A, B, on_duty=True)
    [offered] = [
        each for each in made.receive(Joined(CALL, "a", 1, joined_at=-50.0), 0.0) if isinstance(each, MakeOffer)
    ]
    assert run(made, 15.0) == []
    declined = made.receive(OfferDeclined(offered.offer.id, Refusal.REJECTED), 15.0)
    assert not [each for each in declined if isinstance(each, MakeOffer)]
    assert [each.rule for each in run(made, 17.0)] == [LATE]


def test_who_refused_him_is_not_asked_again_in_the_next_queue() -> None:
    made = dispatcher(A, B, on_duty=True)
    [offered] = [
        each for each in made.receive(Joined(CALL, "a", 1, joined_at=-50.0), 0.0) if isinstance(each, MakeOffer)
    ]
    made.receive(OfferDeclined(offered.offer.id, Refusal.REJECTED), 5.0)
    run(made, 20.0)
    [waiting] = made.snapshot(20.0).queue("b").waiting
    assert waiting.refused == {LEI: Refusal.REJECTED}


def test_a_plan_with_new_rules_counts_for_who_waits_already() -> None:
    made = dispatcher(Queue("a"), B)
    made.receive(Joined(CALL, "a", 1, 0.0), 0.0)
    made.tick(300.0)
    made.receive(Configured((AGENT,), (A, B)), 300.0)
    assert [each.rule for each in run(made, 301.0)] == [LATE]


def test_somebody_to_be_called_back_is_sent_nowhere() -> None:
    made = dispatcher(A, B)
    made.receive(Joined(CALL, "a", 1, 0.0, reached_within=20.0), 0.0)
    made.receive(Joined(OTHER, "a", 1, 0.0, here=False), 0.0)
    assert run(made, 600.0) == []


def test_a_person_is_asked_first_and_the_place_is_kept() -> None:
    first = Overflow(Trigger.WAITED, 60.0, Onward.PERSON, "lei")
    made = dispatcher(Queue("a", skill={"nobody": 9.0}, overflow=(first,)), on_duty=True)
    made.receive(Joined(CALL, "a", 1, 0.0), 0.0)
    offers = []
    while (due := made.next_deadline()) is not None and due <= 61.0:
        offers += [each for each in made.tick(due) if isinstance(each, MakeOffer)]
    assert [each.offer.person for each in offers] == [LEI]
    assert made.snapshot(61.0).queue("a").waiting[0].joined_at == 0.0
