"""`hotline whatif` with `recorded:`: a day that the store has kept, replayed under other rules and with other people."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from acd.states import PersonState
from calls.causes import Cause, EndedBy
from calls.happenings.entry import Entry
from calls.happenings.offer import OfferClosed, Offered
from calls.happenings.queue import AskedFor, Queued
from calls.happenings.talk import Connected, Parted
from calls.happenings.visit import Answered, Arrived, Ended
from calls.ids import LegId, OfferId, PersonId
from store.people import PersonKept
from tests.unit.service.at_a_terminal import Hotline, kept
from tests.unit.store.samples import call_id, written

pytestmark = pytest.mark.usefixtures("home")
NINE = datetime(2026, 11, 20, 1, tzinfo=UTC).timestamp()
"""Nine in the morning in Shanghai."""
DAY = """\
name: The twentieth again
recorded: 2026-11-20
variants:
  as it was:
  first come: {rules: fifo}
"""
WEI = PersonId("1001")


def talked(number: int, at: float, waited: float, seconds: float) -> list[Entry]:
    """Somebody who joined at `at` was answered after so long and talked for so long."""
    offer, up = OfferId(f"offer-{number}"), at + waited
    return written(
        call_id(number),
        (at, Arrived(LegId(f"caller-{number}"), "95105", f"1380000{number:04}", "")),
        (at, Answered()),
        (at, Queued("orders", 1, at)),
        (up, Offered(offer, WEI, ())),
        (up, OfferClosed(offer, "ACCEPTED", "accepted")),
        (up, Connected(WEI, LegId(f"leg-{number}"))),
        (up + seconds, Parted(WEI, EndedBy.CALLER, Cause.NORMAL)),
        (up + seconds, Ended(EndedBy.CALLER, Cause.NORMAL)),
    )


def gave_up(number: int, at: float, waited: float) -> list[Entry]:
    return written(
        call_id(number),
        (at, Arrived(LegId(f"caller-{number}"), "95105", f"1380000{number:04}", "")),
        (at, Queued("orders", 1, at)),
        (at + waited, Ended(EndedBy.CALLER, Cause.NORMAL)),
    )


def shift(begins: float, ends: float) -> list[PersonKept]:
    return [
        PersonKept(WEI, PersonState.READY, "signed in", begins, None),
        PersonKept(WEI, PersonState.LOGGED_OUT, "signed out", ends, None),
    ]


def replayed(hotline: Hotline, day: str = DAY) -> Any:
    Path("day.yaml").write_text(day, encoding="utf-8")
    said = hotline("whatif", "day.yaml", "--json")
    assert said.code == 0, said.err
    return json.loads(said.out)


def test_the_day_is_replayed_with_its_callers_talks_and_shifts(hotline: Hotline) -> None:
    first, second = talked(1, NINE + 60, 5, 100), talked(2, NINE + 100, 65, 50)
    kept(first, second, gave_up(3, NINE + 105, 20), people=shift(NINE, NINE + 3600))
    found = replayed(hotline)
    as_it_was, first_come = (variant["total"] for variant in found["variants"])
    assert as_it_was["offered"] == first_come["offered"] == 3
    assert as_it_was["abandoned"] == first_come["abandoned"] == 1, "he gives up after the twenty seconds that he waited"
    assert as_it_was["answered"] == 2
    assert any("3 calls of 2026-11-20" in remark for remark in found["remarks"])


def test_calls_of_other_days_and_of_other_queues_are_no_part_of_it(hotline: Hotline) -> None:
    other = talked(2, NINE + 86400, 5, 50)
    elsewhere = written(
        call_id(3),
        (NINE, Arrived(LegId("caller-3"), "95105", "13800000003", "")),
        (NINE, Queued("cards", 1, NINE)),
        (NINE + 9, Ended(EndedBy.CALLER, Cause.NORMAL)),
    )
    kept(talked(1, NINE + 60, 5, 100), other, elsewhere, people=shift(NINE, NINE + 3600))
    assert [variant["total"]["offered"] for variant in replayed(hotline)["variants"]] == [1, 1]


def test_a_persons_question_about_a_caller_is_no_caller(hotline: Hotline) -> None:
    asked = written(
        call_id(2),
        (NINE + 90, Arrived(LegId("caller-2"), "95105", "1002", "")),
        (NINE + 90, AskedFor(PersonId("1002"), call_id(1))),
        (NINE + 90, Queued("orders", 1, NINE + 60)),
        (NINE + 99, Ended(EndedBy.CALLER, Cause.NORMAL)),
    )
    kept(talked(1, NINE + 60, 5, 100), asked, people=shift(NINE, NINE + 3600))
    assert [variant["total"]["offered"] for variant in replayed(hotline)["variants"]] == [1, 1]


def test_who_had_gone_home_serves_nobody(hotline: Hotline) -> None:
    kept(talked(1, NINE + 60, 5, 100), gave_up(2, NINE + 400, 30), people=shift(NINE, NINE + 300))
    total = replayed(hotline)["variants"][0]["total"]
    assert (total["answered"], total["abandoned"]) == (1, 1)


def test_a_day_without_calls_says_so(hotline: Hotline) -> None:
    kept(people=shift(NINE, NINE + 300))
    Path("day.yaml").write_text(DAY, encoding="utf-8")
    said = hotline("whatif", "day.yaml")
    assert said.code != 0
    assert "2026-11-20: no call waited" in said.err
