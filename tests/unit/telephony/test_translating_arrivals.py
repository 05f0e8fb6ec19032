"""Who arrives: what a new channel says of its caller, its seat and its number, and what it cannot make us believe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.events import CallArrived, Caller
from calls.ids import LegId
from telephony.naming import leg_named
from tests.unit.telephony.packets import (
    CALLER,
    SYSTEM,
    agi_start,
    channel,
    wire,
)
from tests.unit.telephony.translating import NOW, RUNG, Listening


@pytest.mark.parametrize("at_once", [1, 7, 1 << 20])
def test_a_caller_arrives_named_without_the_secret_of_the_system(at_once: int) -> None:
    listening = Listening()
    new = wire("Newchannel", **channel(CALLER, state="Ring"))
    assert listening.hear(new, agi_start(name="张三", state="Ring"), at_once=at_once) == [
        CallArrived(LegId(CALLER), NOW, "95105", Caller("13800001111", "张三"))
    ]
    assert listening.channels.unique(LegId(CALLER)) == f"{SYSTEM}-{CALLER}"
    assert listening.channels.by_leg[LegId(CALLER)].commandable


@pytest.mark.parametrize(
    ("number", "name", "caller"),
    [
        ("<unknown>", "<unknown>", Caller("", "")),
        ("13800001111", r"Tom \"T\" O\'Neil", Caller("13800001111", 'Tom "T" O\'Neil')),
        ("13800001111", r"a\nHangup\r\tb", Caller("13800001111", "aHangupb")),
        ("13800001111", r"back\\slash", Caller("13800001111", r"back\slash")),
        ("13800001111", "Bob\u2028Channel: PJSIP/ceo-1", Caller("13800001111", "BobChannel: PJSIP/ceo-1")),
        ("13800001111", "Bob\u0085Uniqueid: 1.1\x0b\x0c", Caller("13800001111", "BobUniqueid: 1.1")),
        ("13800001111", "\u202e0031\u202c \x1b[2J", Caller("13800001111", "0031 [2J")),
        ("13800001111", "Response: Goodbye", Caller("13800001111", "Response: Goodbye")),
        ("138\u20280000", "x" * 500, Caller("1380000", "x" * 80)),
        ("", "", Caller("", "")),
    ],
)
def test_what_a_caller_says_of_himself_is_text_and_nothing_else(number: str, name: str, caller: Caller) -> None:
    [arrived] = Listening().hear(agi_start(number=number, name=name))
    assert isinstance(arrived, CallArrived)
    assert (arrived.leg, arrived.caller) == (CALLER, caller)


@given(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=200))
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    [arrived] = Listening().hear(agi_start(name=name))
    assert isinstance(arrived, CallArrived)
    assert (arrived.leg, arrived.dialled, arrived.caller.number) == (CALLER, "95105", "13800001111")
    assert arrived.caller.name.isprintable()


def test_a_dialled_number_moves_no_cursor() -> None:
    [arrived] = Listening().hear(agi_start(exten="951\x1b[2J\u202805"))
    assert isinstance(arrived, CallArrived)
    assert arrived.dialled == "951[2J05"


def test_a_call_from_a_seat_names_the_seat() -> None:
    [arrived] = Listening().hear(agi_start(endpoint="1003", context="hotline-seats", exten="*2"))
    assert isinstance(arrived, CallArrived)
    assert (arrived.seat, arrived.dialled) == ("1003", "*2")


def test_a_trunk_cannot_pass_for_a_seat() -> None:
    [arrived] = Listening().hear(agi_start(endpoint="1003", context="hotline-in"))
    assert isinstance(arrived, CallArrived)
    assert arrived.seat == ""


@pytest.mark.parametrize("context", ["hotline-leg", "hotline-transfer", "from-internal", ""])
def test_a_strange_channel_elsewhere_is_no_arrival(context: str) -> None:
    assert Listening().hear(agi_start(context=context)) == []


@pytest.mark.parametrize(
    ("unique", "leg"),
    [
        ("1795333604.27", "1795333604.27"),
        ("hotline-1795333604.27", "1795333604.27"),
        (f"{SYSTEM}-1795333604.27", "1795333604.27"),
        (RUNG, RUNG),
        ("offer-20260105-010000-00000001", "offer-20260105-010000-00000001"),
        ("1795333604.27;2", "1795333604.27;2"),
        ("", ""),
    ],
)
def test_legs_are_named_without_the_system(unique: str, leg: str) -> None:
    assert leg_named(unique) == leg
