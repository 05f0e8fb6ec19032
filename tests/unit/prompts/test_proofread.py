"""Reading back: how far what was heard is from the text."""

from __future__ import annotations

import pytest

from prompts.proofread import edits, error_rate, without_loop, word_error_rate


@pytest.mark.parametrize(
    ("text", "heard", "rate"),
    [
        ("Press one to accept.", "press 1, to accept", 0.0),
        ("You are number twenty-one.", "You are number 21", 0.0),
        ("number one hundred", "Number 100.", 0.0),
        ("Extension one zero zero three.", "extension 1003", 0.0),
        ("wait", "", 1.0),
        ("two", "two two", 1.0),
        ("press seven.", "Press 7 Press 7", 0.0),
        ("Press one to confirm, or two to end.", "Press 1 to confirm or 2 to end. Press 1, to confirm or", 0.0),
        ("one zero one zero", "1 0 1 0", 0.0),
        ("one thousand two hundred and thirty-four yuan and fifty fen", "1,234 yuan and 50 fen", 0.0),
        ("October first twenty twenty-six", "October 1, 2026.", 0.0),
        ("nine oh five a.m.", "9:05 AM", 0.0),
        ("three thirty p.m.", "3.30pm", 0.0),
        ("three thirty p.m.", "330 PM", 0.0),
        ("minus twelve point five", "minus 12.5", 0.0),
    ],
)
def test_english_is_compared_by_letters(text: str, heard: str, rate: float) -> None:
    assert error_rate(text, heard, "en") == rate


@pytest.mark.parametrize(
    ("text", "heard", "rate"),
    [
        ("接听请按一，拒绝请按二。", "接聽,請按1。拒絕請按2", 0.0),
        ("请稍候", "请稍后", 0.0),
        ("第十二位", "第12位", 0.0),
        ("第二十位", "第20位", 0.0),
        ("一百位", "100位", 0.0),
        ("一千两百三十四元五角六分", "1234元5角6分", 0.0),
        ("二零二六年十月一号", "2026年10月1号", 0.0),
        ("上午九点三十分", "上午9:30", 0.0),
        ("幺三八零零", "13800", 0.0),
        ("一零零三", "1003", 0.0),
        ("第三位", "地上位", 1 / 3),
        ("请按一。 For English", "请按一 four english", 0.0),
    ],
)
def test_chinese_is_compared_by_syllables(text: str, heard: str, rate: float) -> None:
    pytest.importorskip("pypinyin", reason="comes with hotline[voices]")
    assert error_rate(text, heard, "zh") == pytest.approx(rate)


def test_edits_are_counted_both_ways() -> None:
    assert edits("kitten", "sitting") == edits("sitting", "kitten") == 3
    assert edits("", "abc") == edits("abc", "") == 3


@pytest.mark.parametrize(
    ("heard", "once"),
    [
        ("Press 7. Press 7", "Press 7."),
        ("a b c a b", "a b c"),
        ("You can also go. You can go", "You can also go."),
        ("a b a", "a b a"),
        ("two two", "two two"),
        ("a b c a d", "a b c a d"),
        ("", ""),
    ],
)
def test_a_loop_of_the_recogniser_counts_once(heard: str, once: str) -> None:
    assert without_loop(heard) == once


def test_english_is_compared_by_words_too() -> None:
    assert word_error_rate("Press one to accept.", "press 1 to except", "en") == 0.25
    assert word_error_rate("nine thirty a.m.", "9:30 am", "en") == 0.0


def test_many_figures_do_not_take_for_ever() -> None:
    assert error_rate("one", " ".join(["12"] * 40), "en") > 1
