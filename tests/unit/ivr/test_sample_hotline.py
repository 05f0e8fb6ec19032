"""The hotline as shipped: no problem in it, every prompt recorded, every key leads where the prompts say."""

from __future__ import annotations

import pytest

from ivr.checking import check
from ivr.simulator import HANG_UP, simulate
from tests.unit.ivr.plans import ROOT, sample

LOADED = sample()


def _names(*sections: str) -> set[str]:
    return {key.written for section in sections for key, _ in LOADED.sections[section].items()}


def test_nothing_is_wrong_with_it() -> None:
    assert [problem.told() for problem in LOADED.problems] == []
    problems = check(
        LOADED.plan,
        lambda prompt, language: (ROOT / "prompts" / language / f"{prompt}.wav").is_file(),
        _names("queues"),
        _names("agents", "managers"),
        lambda _: False,
    )
    assert [problem.told() for problem in problems] == []


STORIES = {
    "orders": (["1", "1"], ["orders.1", "order_status.1", "farewell.1", "hangs up: normal"]),
    "the order desk": (["1", "2"], ["order_desk.2 waits in queue orders"]),
    "complaints": (["2"], ["complaints.2 waits in queue complaints at priority 5"]),
    "wealth": (["3"], ["wealth.2 waits in queue wealth, xiamen_1 first"]),
    "a person": (["0"], ["human.2 waits in queue human"]),
    "a person, from the orders": (["1", "0"], ["human.2 waits in queue human"]),
    "back to the beginning": (["1", "9", "0"], ["welcome.1 says greeting (zh)", "human.2 waits in queue human"]),
    "English by #": (["#", "0"], ["welcome.3 asks main_menu, other_language (en)", "human.1 says please_wait (en)"]),
    "English by 9": (["9", "2", "0"], ["welcome.1 says greeting (en)", "human.1 says please_wait (en)"]),
    "silence": ([], ["asks noinput, main_menu", "asks noinput_second, main_menu", "human.2 waits in queue human"]),
    "wrong keys": (["5", "6", "7"], ["asks nomatch, main_menu", "asks nomatch_second, main_menu", "queue human"]),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_caller(name: str) -> None:
    inputs, expected = STORIES[name]
    lines = simulate(LOADED.plan, "95105", inputs, 0.0)
    seen = iter(lines)
    assert all(any(part in line for line in seen) for part in expected), "\n".join(lines)


def test_a_caller_who_leaves() -> None:
    assert simulate(LOADED.plan, "95105", ["1", HANG_UP], 0.0)[-1] == "orders.1 asks orders_menu (zh)"


def test_it_is_open_at_any_time() -> None:
    week = [LOADED.plan.hours["office"].open_at(hour * 3600.0) for hour in range(24 * 7)]
    assert all(week)
