"""The ways back out of called flows, in the record and in a session that goes on from it."""

from __future__ import annotations

import json

import pytest

from calls.contact import ContactRecord
from calls.happenings.entry import Entry, Happening
from calls.happenings.menu import FlowCalled, FlowLeft, Remembered
from calls.ids import CallId
from calls.record import fold
from calls.record_of_flows import DEEPEST_CALL
from service.found_in_menus import known_of

CALL = CallId("call-1")
LEFT_B, SECRET = FlowLeft("a.1"), Remembered("x", "****", secret=True)


def record_of(*told: Happening) -> ContactRecord:
    return fold(Entry(CALL, seq, float(seq), what) for seq, what in enumerate(told, 1))


def called(flow: str, back: str, *secrets: str, **given: object) -> FlowCalled:
    return FlowCalled(flow, back, json.dumps(given), secrets)


@pytest.mark.parametrize(
    ("told", "variables", "ways"),
    [
        ([], {}, []),
        ([called("a", "m.2")], {}, ["m.2"]),
        ([called("a", "m.2"), FlowLeft("m.2")], {}, []),
        ([called("a", "m.2", vip=True), called("b", "a.3")], {"vip": True}, ["m.2", "a.3"]),
        ([Remembered("x", "1"), called("a", "m.2", x="2")], {"x": "2"}, ["m.2"]),
        ([Remembered("x", "1"), called("a", "m.2", x="2"), FlowLeft("m.2")], {"x": "1"}, []),
        ([Remembered("x", "1"), called("a", "m.2", x="2"), Remembered("x", "3")], {"x": "3"}, ["m.2"]),
        ([Remembered("x", "1"), called("a", "m.2", x="2"), Remembered("x", "3"), FlowLeft("m.2")], {"x": "1"}, []),
        ([called("a", "m.2", x="2"), Remembered("x", "3"), FlowLeft("m.2")], {}, []),
        ([Remembered("pin", "4321"), called("a", "m.2", "pin")], {}, ["m.2"]),
        ([called("a", "m.2"), Remembered("y", "9"), FlowLeft("m.2")], {"y": "9"}, []),
        ([FlowLeft("m.2")], {}, []),
        # what a flow within a flow was given, and set, is not what the outer one was given
        (
            [Remembered("x", "1"), called("a", "m.2", x="2"), called("b", "a.1", x="5"), Remembered("x", "3"), LEFT_B],
            {"x": "2"},
            ["m.2"],
        ),
        ([called("a", "m.2", x="2"), called("b", "a.1"), Remembered("x", "3"), LEFT_B], {"x": "3"}, ["m.2"]),
        ([called("a", "m.2", "x"), called("b", "a.1", x="5"), Remembered("x", "3"), LEFT_B], {}, ["m.2"]),
        ([Remembered("x", "1"), called("a", "m.2", "x"), SECRET, FlowLeft("m.2")], {"x": "1"}, []),
        ([called("a", "m.2", x="2"), SECRET], {}, ["m.2"]),
    ],
)
def test_what_is_known_and_where_it_goes_back(
    told: list[Happening], variables: dict[str, object], ways: list[str]
) -> None:
    known, frames = known_of(record_of(*told) if told else None)
    assert dict(known) == variables
    assert [frame.back for frame in frames] == ways


def test_what_was_hidden_comes_back() -> None:
    record = record_of(
        Remembered("x", "1"), called("a", "m.2", x=True), called("b", "a.1", x=5), called("c", "b.1", z=1)
    )
    _, frames = known_of(record)
    assert [dict(frame.hidden) for frame in frames] == [{"x": "1"}, {"x": True}, {"z": None}]


def test_a_secret_is_not_written_down_and_not_known_again() -> None:
    record = record_of(Remembered("pin", "****", secret=True), called("a", "m.2", pin="1"))
    _, (frame,) = known_of(record)
    assert dict(frame.hidden) == {"pin": None}


def test_no_more_ways_back_than_a_session_remembers() -> None:
    record = record_of(*(called("a", f"m.{number}") for number in range(1, 40)))
    assert len(record.frames) == DEEPEST_CALL
    assert record.frames[-1].back == "m.39"


@pytest.mark.parametrize("written", ["", "?", "[]", "1", '{"x": [1]}', '{"x": null}'])
def test_what_is_no_writing_of_ours_gives_nothing(written: str) -> None:
    assert record_of(FlowCalled("a", "m.2", written)).frames[0].given == {}
