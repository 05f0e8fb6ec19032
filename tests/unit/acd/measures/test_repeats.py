"""First contacts, and whether they were the last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acd.measures import OtherCall, is_resolved
from acd.measures.repeats import DAY
from calls.causes import EndedBy
from calls.contact import Outcome
from calls.happenings.menu import Chose
from calls.happenings.queue import AskedFor
from calls.ids import CallId, PersonId
from calls.record import fold
from tests.unit.acd.measures.days import NINE, ended, inbound, talks, waits

SERVED = fold(inbound(1, NINE, waits(5), talks(10, "1001"), ended(100)))
AGAIN = OtherCall(CallId("call-2"), SERVED.number, "orders", NINE + DAY, NINE + DAY + 60, Outcome.ABANDONED)


@pytest.mark.parametrize(
    ("others", "resolved"),
    [
        ([], True),
        ([AGAIN], False),
        ([replace(AGAIN, call=SERVED.call)], True),
        ([replace(AGAIN, number="13999999999")], True),
        ([replace(AGAIN, subject="wealth")], True),
        ([replace(AGAIN, arrived_at=NINE + 100 + 7 * DAY)], False),
        ([replace(AGAIN, arrived_at=NINE + 101 + 7 * DAY)], True),
        # served before about the same: it is no first contact, whatever follows
        ([replace(AGAIN, arrived_at=NINE - DAY, ended_at=NINE - DAY, outcome=Outcome.SERVED)], None),
        # had tried before, in vain: this one is the first contact
        ([replace(AGAIN, arrived_at=NINE - DAY, ended_at=NINE - DAY)], True),
        ([replace(AGAIN, arrived_at=NINE - 8 * DAY, ended_at=NINE - 8 * DAY, outcome=Outcome.SERVED)], True),
    ],
)
def test_a_contact_is_resolved_when_nothing_follows(others: list[OtherCall], resolved: bool | None) -> None:
    assert is_resolved(SERVED, others, days=7) is resolved


def test_who_was_not_served_has_no_first_contact() -> None:
    assert is_resolved(fold(inbound(1, NINE, waits(5), ended(100))), [], days=7) is None
    assert is_resolved(replace(SERVED, number=""), [], days=7) is None


def test_a_persons_question_about_a_caller_is_nobodys_contact() -> None:
    assert is_resolved(replace(SERVED, asked_for=AskedFor(PersonId("1001"), CallId("call-9"))), [], days=7) is None


def test_the_subject_is_the_scenario_where_one_was_chosen() -> None:
    chose = Chose("welcome", "1", "status", "order.status")
    alone = fold(inbound(1, NINE, (3.0, chose), ended(20, EndedBy.HOTLINE)))
    assert is_resolved(alone, [replace(AGAIN, subject="order.status")], days=7) is False
    assert is_resolved(alone, [AGAIN], days=7) is True
