"""Marks are one safe word on the channel, and read back as they were."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.ids import CallId, OfferId, PersonId
from calls.switch import Marks, Role
from telephony.ami.messages import AmiEvent
from telephony.marks import VARIABLE, read, write

any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
marks = st.builds(
    Marks,
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).map(CallId),
    st.sampled_from(Role),
    any_text.map(OfferId),
    any_text.map(PersonId),
    any_text,
    st.integers(-(10**6), 10**6),
    st.integers(0, 4_000_000_000_000).map(lambda ms: ms / 1000),
    any_text,
    any_text,
    any_text.map(PersonId),
)


@given(marks)
def test_they_read_back_as_they_were(written: Marks) -> None:
    assert read(write(written)) == written


@given(marks)
def test_nothing_in_them_splits_a_line_a_variable_or_an_argument(written: Marks) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_.~%&=+*-]+", write(written))


@given(marks)
def test_they_survive_an_event_of_asterisk(written: Marks) -> None:
    item = AmiEvent(f"Event: Status\r\nVariable: {VARIABLE}={write(written)}\r\nSeconds: 3")
    assert read(item.get("Variable").partition(f"{VARIABLE}=")[2]) == written


def test_few_marks_are_short() -> None:
    assert write(Marks(CallId("call-1"), Role.CALLER)) == "call=call-1&role=caller"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "call=call-1",
        "role=caller",
        "call=&role=caller",
        "call=call-1&role=boss",
        "call=call-1&role=caller&priority=high",
        "call=call-1&role=caller&joined_at=noon",
        "call=call-1&role=caller&joined_at=nan",
        "call=call-1&role=caller&joined_at=inf",
        "somebody else's",
        "%%%&=&&",
    ],
)
def test_what_somebody_else_wrote_is_none(text: str) -> None:
    assert read(text) is None


@given(any_text)
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    found = read(text)
    assert found is None or found.call


def test_a_field_of_a_newer_version_is_passed_over() -> None:
    assert read("call=call-1&role=desk&mood=good") == Marks(CallId("call-1"), Role.DESK)
