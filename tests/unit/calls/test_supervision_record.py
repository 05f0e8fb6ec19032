"""Leaders who take part in a call, in its record; and entries that older versions wrote."""

from __future__ import annotations

import pytest

from calls.causes import Cause, EndedBy
from calls.contact import ContactRecord
from calls.happenings.entry import Entry, Happening, from_fields, to_fields
from calls.happenings.queue import Queued
from calls.happenings.supervision import JoinedIn, LeftTalk, Listened, Moved, PriorityChanged, TakenOver, Whispered
from calls.happenings.talk import Connected, Parted
from calls.happenings.visit import Arrived, Ended
from calls.ids import CallId, LegId, PersonId
from calls.record import fold
from service.told_of_supervision import told_of_supervision

CALL, LEG, AGENT, LEADER = CallId("call-1"), LegId("leg-l"), PersonId("1001"), PersonId("boss")
BEGUN: list[tuple[float, Happening]] = [
    (0.0, Arrived(LegId("caller"), "95105", "13800001111", "")),
    (1.0, Queued("orders", 1, 1.0)),
    (5.0, Connected(AGENT, LegId("agent"))),
]


def record(*more: tuple[float, Happening]) -> ContactRecord:
    happened = [*BEGUN, *more]
    return fold([Entry(CALL, number, at, what) for number, (at, what) in enumerate(happened, 1)])


def part(kind: type[Listened | Whispered | JoinedIn | TakenOver]) -> Happening:
    return kind("wang", LEADER, AGENT, LEG)


def test_each_manner_has_its_time() -> None:
    r = record((6, part(Listened)), (8, part(Whispered)), (9, part(JoinedIn)), (12, LeftTalk("wang", LEG)))
    [one] = r.supervisions
    assert (one.by, one.person, one.whom, one.lasts) == ("wang", LEADER, AGENT, False)
    assert [(span.whom, span.since, span.until) for span in one.manners] == [
        ("listen", 6, 8),
        ("whisper", 8, 9),
        ("join", 9, 12),
    ]
    assert next(leg for leg in r.legs if leg.leg == LEG).ended_at == 12


def test_the_end_of_the_call_ends_it() -> None:
    [one] = record((6, part(Listened)), (9, Ended(EndedBy.CALLER, Cause.NORMAL, ""))).supervisions
    assert one.manners[-1].until == 9


def test_who_took_over_is_whom_the_caller_talks_with() -> None:
    r = record(
        (6, part(Listened)),
        (8, Parted(AGENT, EndedBy.HOTLINE, Cause.NORMAL)),
        (8, part(TakenOver)),
        (8, Connected(LEADER, LEG)),
        (20, Ended(EndedBy.CALLER, Cause.NORMAL, "")),
    )
    assert [(span.whom, span.since, span.until) for span in r.talks] == [("1001", 5, 8), ("boss", 8, 20)]
    assert [span.whom for span in r.supervisions[0].manners] == ["listen", "take over"]
    assert not r.supervisions[0].lasts
    assert [leg.who for leg in r.legs] == ["", "1001", "boss"]


def test_a_listener_counts_neither_as_talk_nor_as_wait() -> None:
    end = (25.0, Ended(EndedBy.CALLER, Cause.NORMAL, ""))
    quiet, heard = record(end), record((6, part(Listened)), (8, part(JoinedIn)), end)
    assert (quiet.talked, quiet.waited, quiet.outcome) == (heard.talked, heard.waited, heard.outcome)


def test_a_priority_that_was_changed_is_the_records() -> None:
    assert record((2, PriorityChanged("wang", 1, 7))).priority == 7


@pytest.mark.parametrize(
    "what",
    [
        part(Listened),
        part(Whispered),
        part(JoinedIn),
        part(TakenOver),
        LeftTalk("wang", LEG),
        Moved("wang", "orders", "wealth"),
        PriorityChanged("wang", 1, 9),
    ],
    ids=lambda what: type(what).__name__,
)
def test_each_is_written_and_read_again_and_told(what: Happening) -> None:
    assert from_fields(type(what).__name__, to_fields(what)) == what
    assert told_of_supervision(what).startswith("wang ")  # type: ignore[arg-type]  # one of the seven


def test_a_fields_of_a_newer_version_is_left_out() -> None:
    fields = {**to_fields(Moved("wang", "orders", "wealth")), "because": "busy"}
    assert from_fields("Moved", fields) == Moved("wang", "orders", "wealth")
