"""Values read out: what the prompts say together, against readers that know nothing of our rules."""

from __future__ import annotations

from datetime import date, timedelta

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from calls.speaking import MOST, SpokenValue, ValueKind
from prompts.catalogue import Catalogue
from prompts.compose import every_id, phone_groups, say

CATALOGUE = Catalogue.load()
KNOWN = set(every_id())
WHOLE = st.one_of(st.integers(-9999, 9999), st.integers(-MOST, MOST), st.sampled_from([10**n for n in range(12)]))
ROUND = st.builds(lambda figure, zeros: figure * 10**zeros, st.integers(1, 99), st.integers(0, 9))
CENTS = st.integers(-MOST * 100, MOST * 100) | st.integers(-99_999, 99_999) | ROUND


def spoken(kind: ValueKind, text: str, lang: str) -> str:
    """The words of all prompts, one after the other."""
    ids = say(SpokenValue(kind, text), lang)
    assert set(ids) <= KNOWN
    words = [CATALOGUE.text(name, lang) for name in ids if name != "pause"]
    return ("" if lang == "zh" else " ").join(words)


def plain(words: str) -> str:
    """English without the marks that are not heard."""
    return " ".join(words.replace(",", " ").replace("-", " ").split())


@pytest.mark.parametrize(
    ("kind", "text", "zh", "en"),
    [
        (ValueKind.NUMBER, "1234", "一千二百三十四", "one thousand two hundred and thirty-four"),
        (ValueKind.NUMBER, "-12.5", "负十二点五", "minus twelve point five"),
        (ValueKind.NUMBER, "100500", "十万零五百", "one hundred thousand five hundred"),
        (ValueKind.NUMBER, "1010", "一千零一十", "one thousand and ten"),
        (ValueKind.NUMBER, "20002", "两万零二", "twenty thousand and two"),
        (ValueKind.NUMBER, "112", "一百一十二", "one hundred and twelve"),
        (ValueKind.NUMBER, "0", "零", "zero"),
        (ValueKind.NUMBER, "0.05", "零点零五", "zero point zero five"),
        (ValueKind.AMOUNT, "1234.50", "一千二百三十四元五角", "one thousand two hundred and thirty-four yuan and fifty fen"),
        (ValueKind.AMOUNT, "2.00", "两元", "two yuan"),
        (ValueKind.AMOUNT, "3.05", "三元零五分", "three yuan and five fen"),
        (ValueKind.AMOUNT, "0.56", "五角六分", "fifty-six fen"),
        (ValueKind.AMOUNT, "0.00", "零元", "zero yuan"),
        (ValueKind.AMOUNT, "-8.88", "负八元八角八分", "minus eight yuan and eighty-eight fen"),
        (ValueKind.DATE, "2026-10-01", "二零二六年十月一号", "October first twenty twenty-six"),
        (ValueKind.DATE, "2005-12-31", "二零零五年十二月三十一号", "December thirty-first two thousand and five"),
        (ValueKind.DATE, "1900-02-03", "一九零零年二月三号", "February third nineteen hundred"),
        (ValueKind.DATE, "1908-02-20", "一九零八年二月二十号", "February twentieth nineteen oh eight"),
        (ValueKind.TIME, "09:30", "上午九点三十分", "nine thirty a.m."),
        (ValueKind.TIME, "14:05", "下午两点零五分", "two oh five p.m."),
        (ValueKind.TIME, "00:00", "凌晨零点", "twelve midnight"),
        (ValueKind.TIME, "12:00", "中午十二点", "twelve noon"),
        (ValueKind.TIME, "00:10", "凌晨零点十分", "twelve ten a.m."),
        (ValueKind.TIME, "20:00", "晚上八点", "eight p.m."),
        (ValueKind.PHONE, "13800001111", "幺三八零零零零幺幺幺幺", "one three eight zero zero zero zero one one one one"),
        (ValueKind.DIGITS, "1003", "一零零三", "one zero zero three"),
        (ValueKind.POSITION, "3", "您目前的排队位置是第三位。", "Your place in line is number three."),
        (ValueKind.WAIT, "125", "预计等待时间大约三分钟。", "We expect to answer in about three minutes."),
    ],
)  # fmt: skip
def test_a_value_in_words(kind: ValueKind, text: str, zh: str, en: str) -> None:
    assert spoken(kind, text, "zh") == zh
    assert spoken(kind, text, "en") == en


@given(WHOLE | ROUND)
def test_a_chinese_number_is_read_back_by_cn2an(n: int) -> None:
    assert cn2an.cn2an(spoken(ValueKind.NUMBER, str(n), "zh"), "smart") == n


@given(WHOLE | ROUND)
def test_an_english_number_is_what_num2words_writes(n: int) -> None:
    assert plain(spoken(ValueKind.NUMBER, str(n), "en")) == plain(num2words(n))


@given(st.integers(-99_999, 99_999), st.integers(1, 6))
def test_a_decimal_is_read_back(n: int, places: int) -> None:
    text = f"{'-' if n < 0 else ''}{abs(n) // 10**places}.{abs(n) % 10**places:0{places}}"
    value = float(text)
    assert float(cn2an.cn2an(spoken(ValueKind.NUMBER, text, "zh"), "smart")) == pytest.approx(value)
    size = num2words(abs(value) if value % 1 else int(abs(value)))  # of -0.1 it would write "zero point one"
    assert plain(spoken(ValueKind.NUMBER, text, "en")) == plain(("minus " if value < 0 else "") + size)


@given(CENTS)
def test_an_amount_is_its_yuan_jiao_and_fen(cents: int) -> None:
    text = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"
    zh = spoken(ValueKind.AMOUNT, text, "zh")
    yuan, _, rest = zh.removeprefix("负").rpartition("元")
    jiao = rest.partition("角")[0] if "角" in rest else ""
    fen = rest.removeprefix(f"{jiao}角").removesuffix("分").removeprefix("零")
    parts = [cn2an.cn2an(part, "smart") if part else 0 for part in (yuan, jiao, fen)]
    assert parts[0] * 100 + parts[1] * 10 + parts[2] == abs(cents)
    assert zh.startswith("负") == (cents < 0)


@given(CENTS)
def test_an_english_amount_is_two_numbers(cents: int) -> None:
    text = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"
    yuan, rest = divmod(abs(cents), 100)
    wanted = [f"{num2words(yuan)} yuan"] if yuan or not rest else []
    wanted += [f"{num2words(rest)} fen"] if rest else []
    assert plain(spoken(ValueKind.AMOUNT, text, "en")) == plain(("minus " if cents < 0 else "") + " and ".join(wanted))


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_date_is_read_back(day: date) -> None:
    year, rest = spoken(ValueKind.DATE, day.isoformat(), "zh").split("年")
    month, day_of_month = rest.removesuffix("号").split("月")
    assert "".join(str("零一二三四五六七八九".index(sign)) for sign in year) == str(day.year)
    assert (cn2an.cn2an(month, "smart"), cn2an.cn2an(day_of_month, "smart")) == (day.month, day.day)
    words = f"{day:%B} {num2words(day.day, to='ordinal')} {num2words(day.year, to='year')}"
    assert plain(spoken(ValueKind.DATE, day.isoformat(), "en")) == plain(words)


def test_every_minute_of_a_day_has_words_of_its_own() -> None:
    minutes = [f"{n // 60:02}:{n % 60:02}" for n in range(1440)]
    for lang in ("zh", "en"):
        assert len({spoken(ValueKind.TIME, minute, lang) for minute in minutes}) == 1440


@given(st.from_regex(r"\+?[0-9]{3,20}", fullmatch=True))
def test_no_digit_of_a_phone_number_is_lost(number: str) -> None:
    mobile = number.startswith("+861") and len(number) == 14
    assert "".join(phone_groups(number)) == (number.removeprefix("+86") if mobile else number)
    assert all(1 <= len(group) <= 4 for group in phone_groups(number))


@pytest.mark.parametrize(
    ("number", "groups"),
    [
        ("13800001111", ["138", "0000", "1111"]),
        ("+8613800001111", ["138", "0000", "1111"]),
        ("01012345678", ["010", "1234", "5678"]),
        ("05921234567", ["0592", "123", "4567"]),
        ("075512345678", ["0755", "1234", "5678"]),
        ("4008001234", ["400", "800", "1234"]),
        ("95105", ["95", "105"]),
        ("110", ["110"]),
    ],
)
def test_a_phone_number_is_grouped_as_people_say_it(number: str, groups: list[str]) -> None:
    assert phone_groups(number) == groups


def test_groups_of_digits_are_kept_apart_by_a_pause() -> None:
    assert say(SpokenValue(ValueKind.PHONE, "95105"), "zh").count("pause") == 1
    assert say(SpokenValue(ValueKind.DIGITS, "12345678"), "en")[4] == "pause"


@pytest.mark.parametrize(
    ("kind", "text"), [(ValueKind.NUMBER, "12a"), (ValueKind.DATE, "2026-02-30"), (ValueKind.WAIT, "")]
)
def test_what_is_no_such_value_is_refused(kind: ValueKind, text: str) -> None:
    with pytest.raises(ValueError, match="cannot be read out"):
        say(SpokenValue(kind, text), "zh")


def test_dates_of_a_whole_leap_year_are_made_of_known_prompts() -> None:
    days = [date(2028, 1, 1) + timedelta(n) for n in range(366)]
    assert len({spoken(ValueKind.DATE, day.isoformat(), "zh") for day in days}) == 366
