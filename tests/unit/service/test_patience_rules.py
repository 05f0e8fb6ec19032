"""What is a wait and a complaint by the rules, and when is learnt anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

import pytest

from acd.personal import DAY
from acd.queues import Words
from service.config import Settings
from service.patience_rules import PatienceRules, patience_rules, schedule_of
from store.waits import WaitRow
from tests.fakes.clock import EPOCH

NUMBER = "13800001111"
RULES = PatienceRules(class_limits={"gold": 45.0}, queue_limits={"wealth": 60.0})


def row(scenario: str = "", queue: str = "orders", low: bool = False, called_back: bool = False) -> WaitRow:
    return WaitRow("call-1", NUMBER, queue, scenario, 40.0, True, EPOCH, "gold", "8-40", low, called_back)


@pytest.mark.parametrize(
    ("found", "complaint"),
    [
        (row(), False),
        (row(scenario="complaint.late"), True),
        (row(scenario="order.complaint"), False),
        (row(queue="care"), True),
        (row(low=True), True),
    ],
)
def test_what_is_a_complaint(found: WaitRow, complaint: bool) -> None:
    assert PatienceRules(queues=("care",)).wait(found).complaint is complaint


def test_whom_we_called_did_not_wait() -> None:
    wait = RULES.wait(row(called_back=True))
    assert (wait.seconds, wait.hung_up) == (0.0, False)


def test_who_asks_about_a_caller_does_not_wait_for_himself() -> None:
    wait = RULES.wait(replace(row(), asked_for=True))
    assert (wait.seconds, wait.hung_up) == (0.0, False)


def test_a_schedule_is_named_by_what_callers_hear() -> None:
    assert schedule_of(Words()) == "8-40"
    assert schedule_of(Words(20, 62.5, position=True, wait=True)) == "20-62.5pw"


def test_the_settings_make_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_PATIENCE__CLASS_LIMITS", '{"gold": 30}')
    monkeypatch.setenv("HOTLINE_PATIENCE__COMPLAINT_SCENARIOS", '["", "care"]')
    rules = patience_rules(Settings.read())
    assert rules.class_limits == {"gold": 30.0}
    assert rules.scenarios == ("care",)
    assert rules.learning.half_life == 182 * DAY
    assert (rules.learn_at, rules.zone) == (time(3, 30), ZoneInfo("Asia/Shanghai"))


def test_learning_is_at_its_hour_by_the_clock_of_the_centre() -> None:
    rules = PatienceRules(learn_at=time(3, 30), zone=ZoneInfo("Asia/Shanghai"))
    evening = 1_790_000_000.0  # 2026-09-21 22:13:20 there
    due = rules.next_learning(evening)
    assert due == evening + 5 * 3600 + 16 * 60 + 40
    assert rules.next_learning(due) == due + DAY


def test_a_night_without_that_hour_still_learns() -> None:
    """In Berlin the clock goes from 02:00 to 03:00 on the 29th of March 2026."""
    rules = PatienceRules(learn_at=time(2, 30), zone=ZoneInfo("Europe/Berlin"))
    before = 1_774_738_800.0  # 2026-03-29 00:00 there
    assert before < rules.next_learning(before) <= before + 3 * 3600
