"""Composing: places, waits and digits in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.company import heard_in
from prompts.compose import digits, every_id, position, wait, waited
from prompts.pieces import piece_ids

LANGUAGES = st.sampled_from(["zh", "en"])


@pytest.mark.parametrize(
    ("place", "spoken"),
    [(1, "position_1"), (20, "position_20"), (21, "position_over_20"), (30, "position_over_20"),
     (31, "position_over_30"), (100, "position_over_90"), (101, "position_over_100"), (5000, "position_over_100")],
)  # fmt: skip
def test_a_place_is_exact_up_to_twenty_and_rounded_down_beyond(place: int, spoken: str) -> None:
    assert position(place, "zh") == position(place, "en") == [spoken]


@pytest.mark.parametrize(
    ("seconds", "spoken"),
    [(0, "wait_under_minute"), (59.9, "wait_under_minute"), (60, "wait_2"), (120, "wait_2"), (121, "wait_3"),
     (400, "wait_8"), (3600, "wait_60"), (3601, "wait_long"), (float("inf"), "wait_long")],
)  # fmt: skip
def test_a_wait_is_rounded_up_to_a_step(seconds: float, spoken: str) -> None:
    assert wait(seconds, "zh") == [spoken]


@pytest.mark.parametrize(
    ("seconds", "spoken"),
    [(0, "waited_not"), (9.9, "waited_not"), (10, "waited_10s"), (29, "waited_20s"), (59.9, "waited_50s"),
     (60, "waited_1"), (119, "waited_1"), (120, "waited_2"), (8 * 60, "waited_8"), (599, "waited_8"),
     (1859, "waited_30"), (1860, "waited_long"), (float("inf"), "waited_long")],
)  # fmt: skip
def test_a_wait_that_was_is_rounded_down_to_a_step(seconds: float, spoken: str) -> None:
    assert waited(seconds, "zh") == waited(seconds, "en") == [spoken]
    assert spoken in every_id()


def test_digits_are_spoken_one_by_one() -> None:
    assert digits("1003", "zh") == ["digit_1", "digit_0", "digit_0", "digit_3"]


@pytest.mark.parametrize("wrong", ["", "12a", "-1", "1 2", "１２", "²", "../x"])
def test_only_digits_are_spoken(wrong: str) -> None:
    with pytest.raises(ValueError, match="only the digits"):
        digits(wrong, "zh")


@pytest.mark.parametrize("wrong", [0, -1])
def test_places_count_from_one(wrong: int) -> None:
    with pytest.raises(ValueError, match="count from 1"):
        position(wrong, "zh")


@pytest.mark.parametrize("wrong", [-1.0, float("nan")])
def test_a_wait_is_not_negative(wrong: float) -> None:
    with pytest.raises(ValueError, match="0 seconds or more"):
        wait(wrong, "en")
    with pytest.raises(ValueError, match="0 seconds or more"):
        waited(wrong, "en")


def test_other_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="not in 'fr'"):
        position(1, "fr")


@given(st.integers(1, 10_000), LANGUAGES)
def test_every_place_is_made_of_known_prompts_and_never_promises_too_much(n: int, lang: str) -> None:
    (spoken,) = position(n, lang)
    assert spoken in every_id()
    assert int(spoken.rpartition("_")[2]) <= n


@given(st.floats(0, 1e6), LANGUAGES)
def test_every_wait_is_made_of_known_prompts_and_never_too_short(seconds: float, lang: str) -> None:
    (spoken,) = wait(seconds, lang)
    assert spoken in every_id()
    minutes = spoken.removeprefix("wait_")
    assert not minutes.isdigit() or int(minutes) * 60 >= seconds


def test_a_digit_is_read_back_among_digits_and_a_sentence_by_itself() -> None:
    assert heard_in("digit_7", "zh") == ["digit_5", "digit_7", "digit_8", "digit_6"]
    assert heard_in("position_7", "zh") == ["position_7"]
    assert heard_in("greeting", "en") == ["greeting"]


def test_a_key_and_a_name_are_read_back_behind_what_comes_before_them() -> None:
    assert heard_in("press_key_star", "en") == ["name_orders", "press_key_star"]
    assert heard_in("name_wealth", "zh") == ["did_you_mean", "name_wealth"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("piece", piece_ids())
def test_every_piece_is_read_back_in_company(piece: str, lang: str) -> None:
    company = heard_in(piece, lang)
    assert piece in company
    assert len(company) > 1 or piece == "pause"
