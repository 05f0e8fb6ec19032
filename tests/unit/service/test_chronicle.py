"""What happened, numbered without holes, and never after the end."""

from __future__ import annotations

import itertools

import pytest
import structlog
from structlog.testing import capture_logs

from calls.causes import Cause, EndedBy
from calls.happenings.entry import Entry, Happening
from calls.happenings.menu import Pressed
from calls.happenings.queue import Queued
from calls.happenings.visit import Answered, Arrived, Ended, Failed
from calls.ids import CallId, LegId
from calls.record import fold
from service.chronicle import Chronicle
from tests.fakes.clock import EPOCH, ManualClock

ONE, OTHER = CallId("call-1"), CallId("call-2")
ARRIVED = Arrived(LegId("leg-1"), "95105", "13800001111", "Li")
ENDED = Ended(EndedBy.CALLER, Cause.NORMAL)


class Written:
    """A journal in memory."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def write(self, entry: Entry) -> None:
        self.entries.append(entry)


@pytest.fixture
def journal() -> Written:
    return Written()


@pytest.fixture
def chronicle(journal: Written) -> Chronicle:
    return Chronicle(journal, ManualClock())


def test_entries_are_numbered_call_by_call(chronicle: Chronicle, journal: Written) -> None:
    story: list[tuple[CallId, Happening]] = [
        (ONE, ARRIVED),
        (OTHER, ARRIVED),
        (ONE, Answered()),
        (OTHER, ENDED),
        (ONE, ENDED),
    ]
    for call, what in story:
        chronicle.note(call, what)
    assert [(entry.call, entry.seq) for entry in journal.entries] == [
        (ONE, 1),
        (OTHER, 1),
        (ONE, 2),
        (OTHER, 2),
        (ONE, 3),
    ]
    assert [entry.what for entry in journal.entries] == [what for _, what in story]


def test_the_time_is_now_unless_told(chronicle: Chronicle, journal: Written) -> None:
    chronicle.note(ONE, ARRIVED, at=EPOCH - 5)
    chronicle.note(ONE, Answered())
    assert [entry.at for entry in journal.entries] == [EPOCH - 5, EPOCH]


def test_the_record_is_at_hand_until_the_end(chronicle: Chronicle, journal: Written) -> None:
    chronicle.note(ONE, ARRIVED)
    chronicle.note(ONE, Queued("wealth", 5, EPOCH))
    record = chronicle.record(ONE)
    assert record is not None
    assert record == fold(journal.entries)
    assert chronicle.open_records() == [record]
    chronicle.note(ONE, ENDED)
    assert (chronicle.record(ONE), chronicle.open_records()) == (None, [])


@pytest.mark.parametrize("late", [Answered(), Failed("too late"), ENDED])
def test_after_the_end_nothing_is_added(chronicle: Chronicle, journal: Written, late: Happening) -> None:
    chronicle.note(ONE, ARRIVED)
    chronicle.note(ONE, ENDED)
    chronicle.note(ONE, late)
    assert len(journal.entries) == 2
    assert chronicle.open_records() == []


def test_calls_of_an_earlier_service_go_on_with_the_next_number(chronicle: Chronicle, journal: Written) -> None:
    open_one = fold([Entry(ONE, 1, EPOCH, ARRIVED), Entry(ONE, 4, EPOCH, Answered())])
    chronicle.load([open_one])
    chronicle.load([fold([Entry(ONE, 1, EPOCH, ARRIVED)])])
    chronicle.note(ONE, ENDED)
    assert [entry.seq for entry in journal.entries] == [5]


def test_what_was_keyed_is_in_the_journal_and_not_in_the_log(chronicle: Chronicle, journal: Written) -> None:
    chronicle.note(ONE, ARRIVED)
    structlog.reset_defaults()
    with capture_logs() as logs:
        chronicle.note(ONE, Pressed("pin", "4711"))
    assert journal.entries[-1].what == Pressed("pin", "4711")
    assert not any("4711" in str(value) for value in itertools.chain.from_iterable(line.values() for line in logs))
    assert logs[0]["what"] == Pressed("pin", "••••")
