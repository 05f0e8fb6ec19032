"""From what was seen to figures: routing, menu, recovery."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calls.contact import Outcome as Ending
from calls.ids import CallId, PersonId
from service.bench.figures import Found
from service.bench.menu import Contender, _found, _step, carried, per_thousand
from service.bench.recovery import Seen, lost, out_of_order
from service.bench.recovery import found as of_recovery
from service.bench.routing import found as of_routing
from service.bench.sipp import Outcome
from store.contacts import ContactRow

ROW = ContactRow(
    CallId("call-1"), 1.0, "95105", "13900001", "", "zh", "", "bench", 1.0, None, PersonId(""), None, None, None,
    Ending.IN_PROGRESS, 0.0, 0.0, 0.0, 0,
)  # fmt: skip


def value(found: Found, name: str) -> float | None:
    return next(one.value for one in found.figures if one.name == name)


# --- routing


def test_routing_is_judged_by_the_ratio_of_medians() -> None:
    trials = {"hotline": [0.006, 0.008, 0.020], "app_queue": [0.1, 0.5, 0.9], "Originate": [0.002, 0.002, 0.003]}
    found = of_routing(trials)
    assert found.ok
    assert value(found, "hotline / app_queue, median") == pytest.approx(0.016)
    assert value(found, "hotline, p95") == 20.0
    assert of_routing({**trials, "hotline": [0.026, 0.026, 0.026]}).missed == ["hotline / app_queue, median"]


# --- menu


@pytest.mark.parametrize(
    ("outcome", "passed"),
    [
        (Outcome(40, 0, [0.1] * 40, 10.0), True),
        (Outcome(40, 1, [0.1] * 39, 10.0), False),
        (Outcome(40, 0, [0.1] * 37 + [0.6] * 3, 10.0), False),
        (Outcome(40, 0, [0.1] * 38 + [0.6] * 2, 10.0), True),
        (Outcome(40, 0, [0.1] * 40, 8.9), False),
        (Outcome(40, 40, []), False),
    ],
)
def test_when_a_step_passes(outcome: Outcome, passed: bool) -> None:
    assert carried(outcome, 10.0) is passed


def contender(name: str, best: float) -> Contender:
    made = Contender(name, 5060, {})
    made.ladder.passed(best)
    made.steps = [_step(Outcome(40, 0, [0.1] * 40, best), best, passed=True)]
    made.cpu = {"hotline": 3.0, "asterisk": 4.5}
    return made


@pytest.mark.parametrize(("ours", "ok"), [(60.0, True), (59.0, False)])
def test_the_menu_is_judged_by_calls_a_second_beside_the_dialplan(ours: float, ok: bool) -> None:
    found = _found([contender("hotline", ours), contender("dialplan", 100.0)])
    assert found.ok is ok
    assert value(found, "ours / dialplan") == ours / 100
    assert value(found, "CPU of 1,000 calls, hotline's process") == per_thousand(3.0) == 10.0
    assert value(found, "hotline, p95 of set-up at its highest rate") == 100.0


def test_a_dialplan_that_carried_nothing_is_no_success() -> None:
    nothing = Contender("dialplan", 5060, {}, cpu={"asterisk": 0.0})
    found = _found([contender("hotline", 10.0), nothing])
    assert not found.ok
    assert value(found, "ours / dialplan") is None


# --- recovery


def rows(*numbers: str) -> list[ContactRow]:
    return [
        replace(ROW, call=CallId(f"call-{at}"), number=number, queued_at=float(at)) for at, number in enumerate(numbers)
    ]


def seen(*rung: str) -> Seen:
    before = rows("a", "b", "c")
    return Seen(
        before, 10.0, 10.5, 2.0, 12.0, list(rung), [0.01, 0.02], [replace(row, ended_at=20.0) for row in before]
    )


def test_everybody_served_in_order_is_well() -> None:
    found = of_recovery(seen("a", "b", "c"))
    assert found.ok
    assert value(found, "killed until the first INVITE") == 2.0
    assert value(found, "started until the first INVITE") == 1.5


@pytest.mark.parametrize(
    ("rung", "missed"),
    [
        (("a", "c"), "callers lost"),
        (("b", "a", "c"), "callers served out of their order"),
        (("a", "a", "b", "c"), "offers rung twice"),
    ],
)
def test_what_is_not_well(rung: tuple[str, ...], missed: str) -> None:
    assert of_recovery(seen(*rung)).missed == [missed]


def test_a_changed_time_of_joining_and_a_second_record_are_told() -> None:
    told = seen("a", "b", "c")
    told.after = [replace(told.after[0], queued_at=99.0), *told.after[1:], replace(ROW, call=CallId("call-x"))]
    assert of_recovery(told).missed == ["callers whose time of joining changed", "calls made twice in the records"]


def test_nobody_rung_at_all() -> None:
    nothing = seen()
    nothing.between = []
    assert value(of_recovery(nothing), "callers lost") == 3


def test_one_who_is_lost_moves_nobody() -> None:
    assert lost("abcd", "acd") == 1
    assert out_of_order("abcd", "acd") == 0
    assert out_of_order("abcd", "acbd") == 2
