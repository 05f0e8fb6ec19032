"""Values to be read out: each kind has one form, and what is no such value is refused in a sentence."""

from __future__ import annotations

from datetime import date, time
from decimal import ROUND_CEILING, Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calls.speaking import LONGEST, MOST, MOST_WAIT, YEARS, SpokenValue, ValueKind, normalised

KINDS = st.sampled_from(ValueKind)
FULL_WIDTH = str.maketrans("0123456789:.,+-", "０１２３４５６７８９：．，＋－")
ALPHABET = "0123456789０１２３٣².,，:：+-－−/年月日号TZ ()¥￥元圆CNYRMB\u3000\n\x00Ee_∞"
"""What the forms are made of, and what looks like it to int(), float() or a pattern."""


@pytest.mark.parametrize(
    ("kind", "raw", "text"),
    [
        (ValueKind.DIGITS, "1003", "1003"),
        (ValueKind.DIGITS, "0010 03", "001003"),
        (ValueKind.DIGITS, "12-34", "1234"),
        (ValueKind.DIGITS, "+86", "+86"),
        (ValueKind.PHONE, "138 0000 1111", "13800001111"),
        (ValueKind.PHONE, "(010) 1234-5678", "01012345678"),
        (ValueKind.PHONE, "+86.138.0000.1111", "+8613800001111"),
        (ValueKind.NUMBER, "1,234", "1234"),
        (ValueKind.NUMBER, "0012", "12"),
        (ValueKind.NUMBER, "+3.50", "3.5"),
        (ValueKind.NUMBER, "-12.0", "-12"),
        (ValueKind.NUMBER, "-0.000", "0"),
        (ValueKind.NUMBER, "100", "100"),
        (ValueKind.NUMBER, "0.000001", "0.000001"),
        (ValueKind.AMOUNT, "1234.5", "1234.50"),
        (ValueKind.AMOUNT, "1,234.500", "1234.50"),
        (ValueKind.AMOUNT, "¥8", "8.00"),
        (ValueKind.AMOUNT, "￥ 8", "8.00"),
        (ValueKind.AMOUNT, "cny 8.8", "8.80"),
        (ValueKind.AMOUNT, "12.30元", "12.30"),
        (ValueKind.AMOUNT, "-0.05", "-0.05"),
        (ValueKind.AMOUNT, "-0.00", "0.00"),
        (ValueKind.DATE, "2026-10-01", "2026-10-01"),
        (ValueKind.DATE, "2026/10/1", "2026-10-01"),
        (ValueKind.DATE, "20261001", "2026-10-01"),
        (ValueKind.DATE, "2026年10月1日", "2026-10-01"),
        (ValueKind.DATE, "2028.2.29", "2028-02-29"),
        (ValueKind.DATE, "2026-10-01T09:30:00Z", "2026-10-01"),
        (ValueKind.TIME, "9:30", "09:30"),
        (ValueKind.TIME, "0930", "09:30"),
        (ValueKind.TIME, "23:59:59.5", "23:59"),
        (ValueKind.TIME, "2026-10-01T09:30+08:00", "09:30"),
        (ValueKind.POSITION, "003", "3"),
        (ValueKind.WAIT, "0", "0"),
        (ValueKind.WAIT, "125.2", "126"),
        (ValueKind.WAIT, "060", "60"),
    ],
)
def test_a_value_has_one_form(kind: ValueKind, raw: str, text: str) -> None:
    assert normalised(kind, raw) == text
    assert normalised(kind, f"  {raw}\n") == text
    assert SpokenValue.of(kind, raw) == SpokenValue(kind, text)


@pytest.mark.parametrize(
    ("kind", "raw", "text"),
    [
        (ValueKind.DIGITS, "１００３", "1003"),
        (ValueKind.PHONE, "＋８６ １３８００００１１１１", "+8613800001111"),
        (ValueKind.NUMBER, "－１，２３４．５", "-1234.5"),
        (ValueKind.NUMBER, "−12", "-12"),
        (ValueKind.AMOUNT, "￥１２．３０", "12.30"),
        (ValueKind.DATE, "２０２６－１０－０１", "2026-10-01"),
        (ValueKind.DATE, "２０２６年１０月１日", "2026-10-01"),
        (ValueKind.TIME, "９：３０", "09:30"),
        (ValueKind.POSITION, "３\u3000", "3"),
        (ValueKind.WAIT, "１２５．５", "126"),
    ],
)
def test_full_width_figures_and_marks_are_understood(kind: ValueKind, raw: str, text: str) -> None:
    assert normalised(kind, raw) == text


@pytest.mark.parametrize(
    ("kind", "raw", "wanted"),
    [
        (ValueKind.DIGITS, "", "digits 0-9"),
        (ValueKind.DIGITS, "12a", "digits 0-9"),
        (ValueKind.DIGITS, "٣", "digits 0-9"),
        (ValueKind.DIGITS, "1²", "digits 0-9"),
        (ValueKind.DIGITS, "1+2", "digits 0-9"),
        (ValueKind.DIGITS, "12\n34", "digits 0-9"),
        (ValueKind.PHONE, "12", "a phone number"),
        (ValueKind.PHONE, "138x", "a phone number"),
        (ValueKind.NUMBER, "", "a number such as"),
        (ValueKind.NUMBER, ".5", "a number such as"),
        (ValueKind.NUMBER, "5.", "a number such as"),
        (ValueKind.NUMBER, "1,23", "a number such as"),
        (ValueKind.NUMBER, "1e5", "a number such as"),
        (ValueKind.NUMBER, "NaN", "a number such as"),
        (ValueKind.NUMBER, "Infinity", "a number such as"),
        (ValueKind.NUMBER, "--1", "a number such as"),
        (ValueKind.NUMBER, "1_000", "a number such as"),
        (ValueKind.NUMBER, "0.1234567", "at most 6 places"),
        (ValueKind.AMOUNT, "1.234", "at most 2 places"),
        (ValueKind.AMOUNT, "元", "a number such as"),
        (ValueKind.AMOUNT, "¥¥1", "a number such as"),
        (ValueKind.AMOUNT, "1 USD", "a number such as"),
        (ValueKind.DATE, "tomorrow", "a date such as"),
        (ValueKind.DATE, "2026-10/01", "a date such as"),
        (ValueKind.DATE, "01.10.2026", "a date such as"),
        (ValueKind.DATE, "2026101", "a date such as"),
        (ValueKind.DATE, "2026-02-30", "a day that is in the calendar"),
        (ValueKind.DATE, "2026-13-01", "a day that is in the calendar"),
        (ValueKind.DATE, "0000-01-01", "a day that is in the calendar"),
        (ValueKind.TIME, "24:00", "a time of day"),
        (ValueKind.TIME, "09:60", "a time of day"),
        (ValueKind.TIME, "9", "a time of day"),
        (ValueKind.TIME, "9:30 pm", "a time of day"),
        (ValueKind.POSITION, "0", "counted from 1"),
        (ValueKind.POSITION, "-1", "counted from 1"),
        (ValueKind.POSITION, "1.5", "counted from 1"),
        (ValueKind.WAIT, "-1", "a wait in seconds"),
        (ValueKind.WAIT, "2m", "a wait in seconds"),
        (ValueKind.WAIT, "inf", "a wait in seconds"),
    ],
)
def test_what_is_no_such_value_is_refused_and_the_error_tells_what_was_wanted(
    kind: ValueKind, raw: str, wanted: str
) -> None:
    with pytest.raises(ValueError, match=f"cannot be read out: wanted .*{wanted}"):
        normalised(kind, raw)


@pytest.mark.parametrize(
    ("kind", "most", "too_much"),
    [
        (ValueKind.DIGITS, "1" * 32, "1" * 33),
        (ValueKind.PHONE, "1" * 20, "1" * 21),
        (ValueKind.NUMBER, str(MOST), str(MOST + 1)),
        (ValueKind.NUMBER, str(-MOST), str(-MOST - 1)),
        (ValueKind.AMOUNT, f"{MOST}.99", f"{MOST + 1}.00"),
        (ValueKind.DATE, f"{YEARS[0]}-01-01", f"{YEARS[0] - 1}-12-31"),
        (ValueKind.DATE, f"{YEARS[-1]}-12-31", f"{YEARS[-1] + 1}-01-01"),
        (ValueKind.TIME, "23:59", "23:60"),
        (ValueKind.POSITION, "9" * 9, "1" + "0" * 9),
        (ValueKind.WAIT, str(MOST_WAIT), f"{MOST_WAIT}.1"),
    ],
)
def test_bounds(kind: ValueKind, most: str, too_much: str) -> None:
    assert normalised(kind, most) == most
    with pytest.raises(ValueError, match="cannot be read out"):
        normalised(kind, too_much)


@given(KINDS, st.text(min_size=LONGEST + 1, max_size=200))
def test_a_longer_text_is_refused_before_it_is_looked_at(kind: ValueKind, raw: str) -> None:
    with pytest.raises(ValueError, match="too long to be read out"):
        normalised(kind, raw)


@given(KINDS, st.text(max_size=LONGEST) | st.text(ALPHABET, max_size=24))
@example(ValueKind.WAIT, "99999999.5")
@example(ValueKind.NUMBER, "-0")
def test_whatever_comes_it_is_a_form_of_its_own_or_a_value_error(kind: ValueKind, raw: str) -> None:
    try:
        text = normalised(kind, raw)
    except ValueError:
        return
    assert text.isascii()
    assert normalised(kind, text) == text


@given(st.integers(-MOST, MOST), st.integers(0, 10**6 - 1))
def test_a_number_keeps_its_value(whole: int, millionths: int) -> None:
    raw = f"{whole}.{millionths:06}"
    assert Decimal(normalised(ValueKind.NUMBER, raw)) == Decimal(raw)
    assert normalised(ValueKind.NUMBER, raw.translate(FULL_WIDTH)) == normalised(ValueKind.NUMBER, raw)
    assert normalised(ValueKind.NUMBER, f"{whole:,}") == str(whole)


@given(st.integers(-MOST * 100, MOST * 100))
def test_an_amount_keeps_every_cent(cents: int) -> None:
    value = Decimal(cents) / 100
    for raw in (f"{value:.2f}", f"{value:,.2f}", f"{value:.2f} 元", f"￥{value:.2f}".translate(FULL_WIDTH)):
        assert normalised(ValueKind.AMOUNT, raw) == f"{value:.2f}"


@given(st.dates(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)))
def test_a_day_is_the_same_however_it_is_written(day: date) -> None:
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日", "%Y-%m-%d 23:59"):
        assert normalised(ValueKind.DATE, day.strftime(form)) == day.isoformat()
    assert normalised(ValueKind.DATE, f"{day.year}年{day.month}月{day.day}号") == day.isoformat()


@given(st.times())
def test_a_time_of_day_is_told_to_the_minute(moment: time) -> None:
    for raw in (moment.isoformat(), f"2026-10-01T{moment:%H:%M}Z", f"{moment:%H%M}", f"{moment.hour}:{moment:%M}"):
        assert normalised(ValueKind.TIME, raw) == f"{moment:%H:%M}"


@given(st.decimals(0, MOST_WAIT, places=3))
def test_a_wait_is_never_told_shorter_than_it_is(seconds: Decimal) -> None:
    text = normalised(ValueKind.WAIT, f"{seconds}")
    assert text.isdigit()
    assert int(text) == seconds.to_integral_value(ROUND_CEILING)
