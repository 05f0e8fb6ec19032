"""The shared words: ids, causes, errors, events and happenings, as others rely on them."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime
from typing import Any, get_args

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls import errors, events
from calls.causes import Cause, EndedBy
from calls.errors import DestinationBarred, HotlineError, LegGone, SwitchLost
from calls.events import LegEvent, SwitchEvent
from calls.happenings.entry import KINDS, Happening, from_fields, to_fields
from calls.ids import LegId, new_id

# --- ids

NOON = datetime(2026, 11, 22, 6, 15, 30, tzinfo=UTC).timestamp()


def test_an_id_reads_as_one_and_is_in_utc() -> None:
    assert new_id("call", NOON, b"\x7f\x3a\x9c\x01") == "call-20261122-061530-7f3a9c01"


@given(st.integers(0, 4_000_000_000), st.integers(0, 4_000_000_000), st.binary(min_size=4, max_size=9))
def test_ids_sort_by_time_and_are_safe_in_a_file_name(one: int, other: int, entropy: bytes) -> None:
    first, second = new_id("leg", one, entropy), new_id("leg", other, entropy)
    assert re.fullmatch(r"leg-\d{8}-\d{6}-[0-9a-f]{8}", first)
    assert one == other or (one < other) == (first < second)


@pytest.mark.parametrize("entropy", [b"", b"abc"])
def test_an_id_that_could_be_guessed_is_not_made(entropy: bytes) -> None:
    with pytest.raises(ValueError, match="random"):
        new_id("call", NOON, entropy)


# --- causes


@pytest.mark.parametrize(
    ("value", "cause", "words"),
    [
        (16, Cause.NORMAL, "normal"),
        (19, Cause.NO_ANSWER, "no answer"),
        (127, Cause.INTERWORKING, "interworking"),
        (0, Cause.UNKNOWN, "unknown"),
        (2, Cause.UNKNOWN, "unknown"),
        (-1, Cause.UNKNOWN, "unknown"),
        (500, Cause.UNKNOWN, "unknown"),
    ],
)
def test_a_cause_by_its_q850_value(value: int, cause: Cause, words: str) -> None:
    assert Cause.of(value) is cause
    assert cause.words == words


# --- errors


def test_an_error_tells_its_code_and_what_to_do() -> None:
    assert SwitchLost("the link is down").told() == "HL102 the link is down"
    assert (
        DestinationBarred("calls to 110 are not allowed").told().startswith("HL104 calls to 110 are not allowed (add")
    )
    assert HotlineError("odd", "do this").told() == "HL000 odd (do this)"
    assert LegGone(LegId("leg-1"), Cause.BUSY).told() == "HL101 leg leg-1 has ended: busy"


def test_every_error_has_a_code_of_its_own() -> None:
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, HotlineError)]
    codes = [kind.code for kind in kinds]
    assert len(set(codes)) == len(codes) > 5
    assert all(re.fullmatch(r"HL\d{3}", code) for code in codes)


# --- events


def test_events_cannot_be_changed_and_say_when() -> None:
    for kind in get_args(SwitchEvent):
        assert "at" in {field.name for field in dataclasses.fields(kind)}, kind
        assert kind.__dataclass_params__.frozen
        assert not hasattr(kind, "__dict__") or "__slots__" in vars(kind)


def test_every_event_of_a_leg_is_an_event_of_the_switch_and_names_its_leg() -> None:
    assert set(get_args(LegEvent)) < set(get_args(SwitchEvent))
    assert all("leg" in {field.name for field in dataclasses.fields(kind)} for kind in get_args(LegEvent))
    named = {each for each in vars(events).values() if dataclasses.is_dataclass(each)} - {events.Caller}
    assert named == set(get_args(SwitchEvent))


# --- happenings

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "str": st.text(max_size=20),
    "CallId": st.text(max_size=20),
    "LegId": st.text(max_size=20),
    "OfferId": st.text(max_size=20),
    "PersonId": st.text(max_size=20),
    "bool": st.booleans(),
    "int": st.integers(-(10**9), 10**9),
    "float": st.floats(-1e12, 1e12),
    "EndedBy": st.sampled_from(EndedBy),
    "Cause": st.sampled_from(Cause),
    "tuple[str, ...]": st.lists(st.text(max_size=9), max_size=4).map(tuple),
}


def happening(kind: type[Happening]) -> st.SearchStrategy[Happening]:
    fields = {field.name: VALUES[str(field.type)] for field in dataclasses.fields(kind)}
    return st.builds(kind, **fields)


@given(st.one_of([happening(kind) for kind in KINDS.values()]))
def test_every_happening_comes_back_from_json_as_it_was(what: Happening) -> None:
    stored = orjson.loads(orjson.dumps(to_fields(what)))
    assert from_fields(type(what).__name__, stored) == what


def test_a_field_of_a_newer_version_is_passed_over_and_one_of_an_older_is_filled() -> None:
    assert from_fields("Ended", {"by": "caller", "cause": 16, "mood": "good"}).why == ""  # type: ignore[union-attr]
    assert from_fields("Ended", {"by": "caller", "cause": 4711}).cause is Cause.UNKNOWN  # type: ignore[union-attr]


def test_a_kind_of_a_newer_version_is_an_error() -> None:
    with pytest.raises(KeyError):
        from_fields("Teleported", {})
