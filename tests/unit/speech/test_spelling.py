"""Phrases in the words of a vocabulary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.spelling import normal, spell

TEXT = "查 订 单 订单 人工 服务 人 工 一 二 零 my order please i'd like one nine"
WORDS = frozenset(TEXT.split())


def known(word: str) -> bool:
    return word in WORDS


@pytest.mark.parametrize(
    ("phrase", "language", "words"),
    [
        ("查订单", "zh", ("查", "订单")),
        ("人工服务", "zh", ("人工", "服务")),
        ("人工，服务！", "zh", ("人工", "服务")),
        ("120", "zh", ("一", "二", "零")),
        ("My order, please.", "en", ("my", "order", "please")),
        ("I'd like my order", "en", ("i'd", "like", "my", "order")),
        ("19", "en", ("one", "nine")),
        ("ｍｙ　ｏｒｄｅｒ", "en", ("my", "order")),
        ("投诉", "zh", None),
        ("查快递", "zh", None),
        ("my invoice", "en", None),
        ("myorder", "en", None),
        ("…", "zh", None),
        ("", "en", None),
    ],
)
def test_a_phrase_is_spelled(phrase: str, language: str, words: tuple[str, ...] | None) -> None:
    assert spell(phrase, language, known) == words


@given(st.lists(st.sampled_from(sorted(word for word in WORDS if not word.isascii())), min_size=1, max_size=12))
def test_what_is_made_of_known_words_is_spelled_in_as_few(words: list[str]) -> None:
    spelled = spell("".join(words), "zh", known)
    assert spelled is not None
    assert "".join(spelled) == "".join(words)
    assert len(spelled) <= len(words)


def test_figures_of_a_language_without_a_table_stay() -> None:
    assert normal("5 번", "ko") == "5 번"


def test_a_very_long_token_costs_little() -> None:
    assert spell("查" * 2000, "zh", known) == ("查",) * 2000
