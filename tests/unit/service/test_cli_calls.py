"""`hotline calls` and `hotline call-record`: which calls there were, with numbers masked unless asked."""

from __future__ import annotations

import json

import pytest

from tests.unit.service.at_a_terminal import Hotline, Said, kept
from tests.unit.store.samples import call_id, served

CALLER = "13911111111"

pytestmark = pytest.mark.usefixtures("home")


def test_without_calls_it_says_so(hotline: Hotline) -> None:
    assert hotline("calls") == Said(0, "no calls yet\n", "")
    assert json.loads(hotline("calls", "--json").out) == []


def test_calls_newest_first_with_numbers_masked_unless_asked(hotline: Hotline) -> None:
    kept(served(1, at=1_795_320_000.0), served(2, at=1_795_330_000.0))
    said = hotline("calls")
    assert said.code == 0
    assert said.out.index(call_id(2)) < said.out.index(call_id(1))
    assert "2026-11-22 12:00:00" in said.out
    assert CALLER not in said.out
    assert CALLER in hotline("calls", "--numbers").out
    assert [row["call"] for row in json.loads(hotline("calls", "--json", "--limit", "1").out)] == [call_id(2)]


def test_calls_by_number_queue_and_person(hotline: Hotline) -> None:
    kept(served(1, caller=CALLER), served(2, caller="13922222222"))
    assert [row["call"] for row in json.loads(hotline("calls", "--json", "--number", CALLER).out)] == [call_id(1)]
    assert json.loads(hotline("calls", "--json", "--queue", "nowhere").out) == []
    assert len(json.loads(hotline("calls", "--json", "--person", "1003").out)) == 2


@pytest.mark.parametrize("limit", ["0", "-1", "10001", "many"])
def test_an_odd_limit_is_refused(hotline: Hotline, limit: str) -> None:
    said = hotline("calls", "--limit", limit)
    assert said.code == 2
    assert "--limit" in said.err


def test_a_call_is_told_by_any_end_of_its_id(hotline: Hotline) -> None:
    kept(served(1, at=1_795_320_000.0))
    for part in (call_id(1), "00000001"):
        said = hotline("call-record", part)
        assert said.code == 0
        assert said.out.splitlines()[0].startswith(f"{call_id(1)}: 139****1111")
    told = json.loads(hotline("call-record", "00000001", "--json", "--numbers").out)
    assert (told["call"], told["number"], told["outcome"]) == (call_id(1), CALLER, "served")
    assert CALLER not in hotline("call-record", "00000001", "--json").out


@pytest.mark.parametrize("wanted", ["call-9", "", "%", "_", "'; drop table entries; --", "x" * 500, "\x1b[2J"])
def test_a_call_that_nobody_knows_is_an_error_of_its_own(hotline: Hotline, wanted: str) -> None:
    kept(served(1))
    said = hotline("call-record", wanted)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("hotline: HL3")
    assert "\x1b[2J" not in said.err


def test_an_end_of_several_calls_is_ambiguous(hotline: Hotline) -> None:
    kept(served(1), served(2))
    said = hotline("call-record", "call-")
    assert said.code == 1
    assert call_id(1) in said.err
