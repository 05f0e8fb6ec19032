"""Codes out of keys."""

from __future__ import annotations

import pytest

from service.talk_codes import TOGETHER, Keyed, TalkCode, TalkCodes


def codes_of(keys: str, codes: TalkCodes | None = None, apart: float = 0.5) -> list[TalkCode]:
    keyed = Keyed(codes or TalkCodes())
    found = (keyed.press(digit, 100.0 + apart * number) for number, digit in enumerate(keys))
    return [code for code in found if code]


@pytest.mark.parametrize(
    ("keys", "means"),
    [
        ("*1", [TalkCode.BACK]),
        ("*2", [TalkCode.ADD]),
        ("*3", [TalkCode.MARK]),
        ("*7", [TalkCode.SEND]),
        ("**1", [TalkCode.BACK]),
        ("5*2", [TalkCode.ADD]),
        ("*2*2", [TalkCode.ADD, TalkCode.ADD]),
        ("*4", []),
        ("1", []),
        ("*41", []),
        ("*#1", []),
    ],
)
def test_a_star_and_its_digit_are_a_code(keys: str, means: list[TalkCode]) -> None:
    assert codes_of(keys) == means


def test_keys_far_apart_are_no_code() -> None:
    assert codes_of("*1", apart=TOGETHER + 0.1) == []


def test_codes_may_be_longer_and_one_may_be_off() -> None:
    codes = TalkCodes(back="*81", add="*82", mark="")
    assert codes_of("*81*82*3", codes) == [TalkCode.BACK, TalkCode.ADD]
