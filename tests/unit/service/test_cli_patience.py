"""`hotline patience`, as an admin meets it."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from string import Formatter

import pytest

from acd.patience import COLD, Patience, survival
from acd.personal import DAY, Counts
from calls.causes import Cause, EndedBy
from calls.happenings.entry import Entry
from calls.happenings.menu import Chose
from calls.happenings.queue import Believed, Queued
from calls.happenings.visit import Arrived, Ended
from calls.ids import LegId
from service.patience_rules import PatienceRules
from service.patience_words import CHINESE, ENGLISH
from service.told_patience import known_patience
from store.database import Database
from store.patience import PatienceKept
from store.waits import WaitRow
from tests.unit.service.at_a_terminal import Hotline
from tests.unit.store.samples import call_id, written
from tests.unit.store.writers import writing

NUMBER = "13911111111"
NOW = time.time()


def call(number: int, seconds: float, days_ago: float, limit: float = 0.0, scenario: str = "") -> list[Entry]:
    """He waited and hung up."""
    at = NOW - days_ago * DAY - 3600
    return written(
        call_id(number),
        (at, Arrived(LegId("l"), "95105", NUMBER, "")),
        (at, Chose("welcome", "1", "orders", scenario)),
        (at, Queued("orders", 1, at)),
        (at, Believed("vip", "8-40", 1.5, 1.5, limit)),
        (at + seconds, Ended(EndedBy.CALLER, Cause.NORMAL)),
    )


@pytest.fixture(autouse=True)
def seeded(home: Path) -> None:
    """Two hang-ups, half a year apart; the second one in a call of complaint."""

    async def seed() -> None:
        async with Database.in_file(home / "var" / "hotline.db") as database, writing(database) as journal:
            journal.keep_left(PatienceKept.of(NUMBER, Counts(1.5, 0.5, 0.8, NOW - 3600, 2)))
            for entry in (*call(1, 45.0, 182.0), *call(2, 33.0, 0.0, scenario="complaint.late")):
                journal.write(entry)

    (home / "var").mkdir(exist_ok=True)
    asyncio.run(seed())


def test_what_is_known_of_a_number_is_told_with_its_reasons(hotline: Hotline) -> None:
    said = hotline("patience", NUMBER)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("139****1111: class vip, under announcements 8-40\nnothing was learnt yet")
    assert "1.50 hang-ups + 0.50 complaints in an exposure of 0.80 (2 waits)" in said.out
    assert "the class has a 1.50, b 1.50; with his own hang-ups and exposure: a 3.50, b 2.30" in said.out
    assert "waited    45 s, hung up; counts 50%: +0.50 hang-ups" in said.out
    assert "waited    33 s, hung up, complained: +0.50; counts 100%: +1.00 hang-ups" in said.out
    assert said.out.count("█") > 20


def test_the_same_is_told_in_chinese(hotline: Hotline) -> None:
    said = hotline("patience", NUMBER, "--lang", "zh")
    assert said.out.startswith("139****1111：类别 vip，播报方式 8-40\n尚未学习")
    assert "挂断 1.50 + 投诉 0.50" in said.out
    assert "等待    33 秒，挂断，投诉 +0.50；权重 100%" in said.out


def test_both_languages_have_the_same_sentences_about_the_same_things() -> None:
    def named(words: str) -> list[str]:
        return sorted(name for _, name, _, _ in Formatter().parse(words) if name)

    assert {name: named(words) for name, words in ENGLISH.items()} == {
        name: named(words) for name, words in CHINESE.items()
    }


def test_numbers_are_shown_only_when_asked_for(hotline: Hotline) -> None:
    assert NUMBER not in hotline("patience", NUMBER).out + hotline("patience", NUMBER, "--json").out
    assert hotline("patience", "show", NUMBER, "--numbers").out.startswith(NUMBER)


def test_a_program_gets_every_figure(hotline: Hotline) -> None:
    known = json.loads(hotline("patience", NUMBER, "--json").out)
    assert known["number"] == "139****1111"
    assert known["segment"] == "vip"
    assert known["a"] == pytest.approx(3.5, rel=1e-3)
    assert list(known["leaves"]) == ["10", "20", "30", "60", "120", "300"]
    assert known["leaves"]["60"] > known["leaves_of_class"]["60"]
    assert len(known["calls"]) == 2


def test_learning_tells_what_was_learnt(hotline: Hotline) -> None:
    said = hotline("patience", "learn")
    assert said.code == 0
    assert "version 1: 2 waits, 2 hang-ups, 1 callers known" in said.out
    assert "too few waits" in said.out
    assert json.loads(hotline("patience", "learn", "--json").out)["version"] == 2
    assert "hazard of the class: version 2" in hotline("patience", NUMBER).out


def test_a_number_can_be_forgotten(hotline: Hotline) -> None:
    assert hotline("patience", "forget", NUMBER).out == "forgotten\n"
    assert hotline("patience", "forget", NUMBER).code == 1
    assert "0.00 hang-ups" in hotline("patience", NUMBER).out


def test_a_stranger_is_told_as_one(hotline: Hotline) -> None:
    said = hotline("patience", "13800000000")
    assert said.code == 0
    assert "class (none)" in said.out
    assert "none of his calls in the store counts" in said.out


def test_what_can_be_no_number_is_refused(hotline: Hotline) -> None:
    said = hotline("patience", "nobody' OR 1=1")
    assert said.code != 0
    assert "is no caller's number" in said.err


# --- what is told


def row(limit: float = 0.0, segment: str = "vip") -> WaitRow:
    return WaitRow("call-1", NUMBER, "orders", "", 40.0, True, NOW - 10, segment, "8-40", limit=limit)


def test_a_stated_limit_is_told_and_reckoned_with() -> None:
    known = known_patience(NUMBER, Counts(at=NOW), [row(limit=30.0)], None, PatienceRules(), NOW)
    assert known.limit == 30.0
    assert known.median == pytest.approx(30.0, rel=0.05)
    assert known.leaves[20] < 0.06 < 0.9 < known.leaves[60]


def test_a_rule_of_the_centre_is_a_stated_limit() -> None:
    rules = PatienceRules(class_limits={"vip": 60.0})
    assert known_patience(NUMBER, Counts(at=NOW), [row()], None, rules, NOW).limit == 60.0
    assert known_patience(NUMBER, Counts(at=NOW), [row(segment="low")], None, rules, NOW).limit is None


def test_the_table_is_the_survival_of_the_belief() -> None:
    known = known_patience(NUMBER, Counts(2.0, 0.0, 1.0, NOW), [row()], None, PatienceRules(), NOW)
    patience = Patience("", known.a, known.b)
    assert known.leaves[60] == pytest.approx(1 - survival(patience, COLD.hazard, 60))
