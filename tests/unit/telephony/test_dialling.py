"""The door to outside: only what a pattern allows is dialled, whatever a plan, a phone or a caller asks for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.errors import DestinationBarred, HotlineError, SwitchRefused
from calls.events import Caller
from calls.switch import Outside, Seat
from telephony.dialling import Dialling, allows

MOBILE = "1[3-9]XXXXXXXXX"


@pytest.mark.parametrize(
    ("pattern", "number", "allowed"),
    [
        (MOBILE, "13900001111", True),
        (MOBILE, "12900001111", False),
        (MOBILE, "1390000111", False),
        (MOBILE, "139000011112", False),
        (MOBILE, "+13900001111", False),
        (MOBILE, "13900001111\n", False),
        (MOBILE, "１３９００００１１１１", False),
        (MOBILE, "1390000١١١١", False),
        ("+86.", "+8613900001111", True),
        ("+86.", "+86", False),
        ("+86.", "8613900001111", False),
        ("+86.", "0086139", False),
        (".", "0", True),
        (".", "*21*900123#", False),
        (".", "#31#13900001111", False),
        ("XXXX", "10*1", False),
        ("[1357]X", "20", False),
        ("[1357]X", "30", True),
        ("[0-35-7]", "4", False),
        ("[0-35-7]", "6", True),
        ("95105", "95105", True),
        ("95105", "951050", False),
        ("", "1", False),
    ],
)
def test_a_pattern_lets_out_what_it_says(pattern: str, number: str, allowed: bool) -> None:
    assert allows([pattern], number) is allowed


def test_without_a_pattern_nobody_gets_out() -> None:
    assert not allows([], "13900001111")


@pytest.mark.parametrize(
    "pattern",
    ["N.", "x", "1*", ".*", "1|2", "[a-z]", "[1", "[1-]", "[^1]", "[9-3]", "..", "++1", "1+", "\\d", "１", " 1", "1\n"],
)
def test_a_pattern_that_is_none_is_refused_and_opens_nothing(pattern: str) -> None:
    with pytest.raises(SwitchRefused, match=re.escape(repr(pattern))):
        allows([pattern], "1")


@given(st.from_regex(r"\A\+?([0-9X]|\[[0-9]\]){0,6}\.?\Z"), st.text("0123456789+*#", max_size=9))
def test_what_is_let_out_has_only_digits_and_a_plus_where_the_pattern_has_it(pattern: str, number: str) -> None:
    if allows([pattern], number):
        assert set(number) <= set("0123456789+")
        assert number.startswith("+") == pattern.startswith("+")
        assert "+" not in number[1:]


# --- dial strings

OUT = Dialling(trunk="carrier", allowed=(MOBILE,), shown="02087654321")


@pytest.mark.parametrize(
    ("dialling", "target", "dialled"),
    [
        (OUT, Seat("1001"), "PJSIP/1001"),
        (OUT, Outside("13900001111"), "PJSIP/13900001111@carrier"),
        (Dialling(allowed=(MOBILE,), trial_lines={"13900001111": "trial-13900001111"}), Outside("13900001111"),
         "PJSIP/trial-13900001111"),
    ],
)  # fmt: skip
def test_a_target_is_dialled(dialling: Dialling, target: Seat | Outside, dialled: str) -> None:
    assert dialling.dial_string(target) == dialled


@pytest.mark.parametrize("number", ["00881234567890", "110", "*21", "+8613900001111", "139000011"])
def test_a_number_that_no_pattern_allows_is_barred(number: str) -> None:
    with pytest.raises(DestinationBarred) as barred:
        OUT.dial_string(Outside(number))
    assert "outgoing.allowed" in barred.value.told()


def test_a_phone_for_trying_is_no_way_around_the_patterns() -> None:
    with pytest.raises(DestinationBarred):
        Dialling(trial_lines={"110": "trial-110"}).dial_string(Outside("110"))


def test_without_a_trunk_it_says_what_to_set() -> None:
    with pytest.raises(SwitchRefused, match="no trunk") as refused:
        Dialling(allowed=(MOBILE,)).dial_string(Outside("13900001111"))
    assert refused.value.remedy


@pytest.mark.parametrize(
    "name",
    ["", "1001@evil.example", "1001/sip:x", "1001&PJSIP/1002", "1001,30", "10 01", "1001\n", "a" * 41, "座席", "${X}"],
)
def test_no_seat_smuggles_in_more_of_a_dial_string(name: str) -> None:
    with pytest.raises(SwitchRefused):
        OUT.dial_string(Seat(name))


@given(st.text(max_size=30))
def test_whatever_is_asked_is_dialled_safely_or_refused(text: str) -> None:
    for target in (Seat(text), Outside(text)):
        try:
            dialled = Dialling("carrier", allowed=(MOBILE, ".", "+.")).dial_string(target)
        except HotlineError:
            continue
        assert re.fullmatch(r"PJSIP/([A-Za-z0-9_-]{1,40}|\+?[0-9]{1,20}@carrier)", dialled)


# --- what the phone shows


@pytest.mark.parametrize(
    ("caller", "shown"),
    [
        (Caller("13800001111", "张三"), '"张三" <13800001111>'),
        (Caller("13800001111", 'Bob" <110>'), '"Bob 110" <13800001111>'),
        (Caller("138\r\nAction: Originate", "a\r\nb\u2028c\u0085d"), '"abcd" <138ActionOriginate>'),
        (Caller("sip:8@host;x=1", "a,b;c\\"), '"abc" <sip8hostx1>'),
        (Caller("", ""), '"" <>'),
        (Caller("9" * 99, "n" * 99), f'"{"n" * 40}" <{"9" * 20}>'),
    ],
)
def test_a_caller_is_shown_without_anything_asterisk_would_read_as_more(caller: Caller, shown: str) -> None:
    assert OUT.caller_id(caller, Seat("1001")) == shown


def test_outside_our_own_number_is_shown_where_the_trunk_asks_for_it() -> None:
    caller = Caller("13800001111", "Li")
    assert OUT.caller_id(caller, Outside("13900001111")) == '"Li" <02087654321>'
    assert Dialling().caller_id(caller, Outside("13900001111")) == '"Li" <13800001111>'


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_caller_id_is_one_name_and_one_number(number: str, name: str) -> None:
    shown = OUT.caller_id(Caller(number, name), Seat("1001"))
    assert re.fullmatch(r'"[^"<>\\\r\n,;]*" <[0-9A-Za-z+*#]{0,20}>', shown)
