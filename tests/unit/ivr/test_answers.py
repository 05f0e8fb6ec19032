"""What the keys of an answer come to, type by type; what cannot be an answer is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.speaking import normalised
from ivr.answers import Amount, Answers, Day, Digits, Keyed, Number, Phone, Unfit
from ivr.spoken_digits import digits_said

TODAY = date(2026, 11, 22)
TAKEN = [
    (Digits(8, 8), "00012345", "00012345"),
    (Digits(1, 20), "7", "7"),
    (Number(0, 500), "0500", None),
    (Number(0, 500), "500", 500),
    (Number(0, 500), "00", 0),
    (Number(18, 99), "18", 18),
    (Number(18, 99), "17", None),
    (Amount(), "12*5", 12.5),
    (Amount(), "12*50", 12.5),
    (Amount(), "12*", 12.0),
    (Amount(), "*50", 0.5),
    (Amount(), "0*0", 0.0),
    (Amount(), "100", 100.0),
    (Amount(), "12*345", None),
    (Amount(), "1*2*3", None),
    (Amount(), "*", None),
    (Amount(10, 20), "9*99", None),
    (Amount(10, 20), "20*01", None),
    (Day(), "1122", "2026-11-22"),
    (Day(), "0102", "2027-01-02"),
    (Day(), "0601", "2026-06-01"),
    (Day(), "0229", "2028-02-29"),
    (Day(), "20240229", "2024-02-29"),
    (Day(), "20230229", None),
    (Day(), "1332", None),
    (Day(), "18000101", None),
    (Day(), "122", None),
    (Day(("MMDD",)), "20240229", None),
    (Phone(), "13900001111", "13900001111"),
    (Phone(), "02087654321", "02087654321"),
    (Phone(), "87654321", "87654321"),
    (Phone(), "10086", "10086"),
    (Phone(), "008613900001111", "008613900001111"),
    (Phone(), "1390000111", None),
    (Phone(), "139000011112", None),
    (Phone(), "00", None),
    (Phone(), "000000000", None),
    (Phone(), "0000000001", None),
]


@pytest.mark.parametrize(("answers", "keys", "value"), TAKEN)
def test_keys_come_to_a_value_or_are_refused(answers: Answers, keys: str, value: object) -> None:
    if value is None:
        with pytest.raises(Unfit):
            answers.read(Keyed(keys, TODAY))
        return
    taken = answers.read(Keyed(keys, TODAY))
    assert taken.value == value
    assert type(taken.value) is type(value)


@pytest.mark.parametrize("answers", [Digits(), Digits(4, 4), Number(), Amount(), Day(), Phone()])
@given(keys=st.text("0123456789*#", max_size=40))
def test_whatever_is_keyed_is_taken_whole_or_refused(answers: Answers, keys: str) -> None:
    try:
        taken = answers.read(Keyed(keys, TODAY))
    except Unfit:
        return
    assert 0 < len(keys) <= answers.longest
    assert taken.spoken is not None
    assert taken.spoken.text == normalised(taken.spoken.kind, taken.spoken.text), "what is read back can be read out"


@given(st.dates(date(1940, 1, 1), date(2190, 12, 31)), st.dates(date(1930, 1, 1), date(2150, 12, 31)))
def test_a_day_without_a_year_is_the_nearest_of_its_name(today: date, day: date) -> None:
    found = date.fromisoformat(str(Day().read(Keyed(f"{day:%m%d}", today)).value))
    assert (found.month, found.day) == (day.month, day.day)
    if (day.month, day.day) != (2, 29):
        assert abs((found - today).days) <= 183


@pytest.mark.parametrize(
    ("text", "language", "digits"),
    [
        ("one two three", "en", "123"),
        ("one, double four, oh", "en", "1440"),
        ("triple seven", "en", "777"),
        ("1 2 34", "en", "1234"),
        ("twelve", "en", ""),
        ("one two please", "en", ""),
        ("double", "en", ""),
        ("一二三", "zh", "123"),
        ("幺三八，零零", "zh", "13800"),
        ("138两", "zh", "1382"),
        ("十二", "zh", ""),
        ("", "zh", ""),
    ],
)
def test_digits_that_were_said(text: str, language: str, digits: str) -> None:
    assert digits_said(text, language) == digits
