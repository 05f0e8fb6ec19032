"""How alike phrases sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.likeness import WITHIN, likeness, once, sounds, sounds_alike


@pytest.mark.parametrize(
    ("said", "phrase"),
    [
        ("電話", "电话"),
        ("定單", "订单"),
        ("五，五﹑五", "五"),
        ("1", "一"),
        ("是的是的是的", "是的"),
        ("四", "十"),
        ("人共", "人工"),
        ("金融", "经融"),
    ],
)
def test_the_same_mandarin_sounds(said: str, phrase: str) -> None:
    assert likeness(said, phrase, "zh") == 1.0


@pytest.mark.parametrize(
    ("said", "phrase"), [("Seven.", "seven"), ("7", "seven"), ("Too!", "2"), ("My order", "my  order")]
)
def test_the_same_english_sounds(said: str, phrase: str) -> None:
    assert likeness(said, phrase, "en") == 1.0


def test_a_phrase_inside_a_sentence_counts_a_little_less() -> None:
    assert likeness("请帮我接人工服务", "人工", "zh") == WITHIN
    assert likeness("I would like my order please", "my order", "en") == WITHIN


def test_what_has_nothing_in_common() -> None:
    assert likeness("包裹", "英语", "zh") < 0.3
    assert likeness("", "英语", "zh") == 0.0
    assert likeness("……", "英语", "zh") == 0.0


def test_choices_that_callers_would_confuse() -> None:
    assert sounds_alike("订单", "定单", "zh")
    assert sounds_alike("会员", "会议", "zh")
    assert sounds_alike("billing", "filling", "en")
    assert not sounds_alike("贷款", "退款", "zh")
    assert not sounds_alike("sales", "support", "en")
    assert not sounds_alike("five", "nine", "en")


def test_foreign_words_are_sounds_too() -> None:
    assert likeness("VIP", "vip", "zh") == 1.0
    assert not sounds_alike("VIP", "人工", "zh")


@given(st.text(max_size=20), st.text(max_size=20), st.sampled_from(["zh", "en"]))
def test_likeness_is_a_share(said: str, phrase: str, language: str) -> None:
    assert 0.0 <= likeness(said, phrase, language) <= 1.0
    assert sounds_alike(said, phrase, language) == sounds_alike(phrase, said, language)


@given(st.text(alphabet="订单投诉人工", min_size=1, max_size=4), st.integers(2, 4))
def test_repeats_count_once(phrase: str, times: int) -> None:
    assert sounds("，".join([phrase] * times), "zh") == sounds(phrase, "zh")


def test_what_is_no_repeat_stays() -> None:
    assert once("abcab") == "abcab"
    assert once("abab") == "ab"
    assert once("") == ""
