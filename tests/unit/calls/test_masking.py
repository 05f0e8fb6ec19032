"""Numbers are hidden wherever they stand; a caller's text plays no tricks on a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.masking import mask_number, mask_text, printable


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13911111111", "139****1111"),
        ("+8613911111111", "+861****1111"),
        ("020-8765 4321", "020****4321"),
        ("12345678", "****5678"),
        ("1234567", "****567"),
        ("sip:13911111111@host", "sip:139****1111@host"),
        ("１３９１１１１１１１１", "１３９****１１１１"),
        ("1003", "1003"),
        ("95105", "95105"),
        ("anonymous", "anonymous"),
        ("张三", "张三"),
        ("", ""),
    ],
)
def test_a_number_shows_its_ends(number: str, masked: str) -> None:
    assert mask_number(number) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请拨13911111111谢谢", "请拨139****1111谢谢"),
        ("rings 010-12345678, then +86 139 1111 1111.", "rings 010****5678, then +861****1111."),
        ("PJSIP/13911111111-0000001a", "PJSIP/139****1111-0000001a"),
        ("card 6222020000000000000", "card 622****0000"),
        ("call-20261122-061530-7f3a9c01", "call-20261122-061530-7f3a9c01"),
        ("2026-11-22 06:15:30", "2026-11-22 06:15:30"),
        ("at 1790000000.123", "at 1790000000.123"),
        ("seat 1003 at 127.0.0.1:5060", "seat 1003 at 127.0.0.1:5060"),
    ],
)
def test_a_log_line_shows_no_phone_number(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@given(st.from_regex(r"\A\+?[0-9]{7,15}\Z"), st.sampled_from(["", "拨", " ", "=", "(", "sip:"]))
def test_at_least_four_digits_of_any_number_are_hidden(number: str, before: str) -> None:
    for shown in (mask_number(before + number), mask_text(before + number)):
        assert "****" in shown
        assert sum(each.isdigit() for each in shown) <= len(number.lstrip("+")) - 4


def test_a_name_cannot_move_the_cursor_or_forge_a_line() -> None:
    assert printable("Bob\u2028Channel: x\r\n\x1b[2J\u202e张三\x00") == "Bob Channel: x [2J 张三"


@given(st.text(max_size=200))
def test_any_text_becomes_one_printable_line(text: str) -> None:
    shown = printable(text)
    assert shown.replace(" ", "").isprintable()
    assert len(shown) <= 81
