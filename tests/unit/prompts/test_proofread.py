"""Reading back: how far what was heard is from the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompts import audio, commands
from prompts.proofread import edits, error_rate
from tests.unit.prompts.sounds import SCRIPT, Hummer, shelf_folder, voices


@pytest.mark.parametrize(
    ("text", "heard", "rate"),
    [
        ("Press one to accept.", "press 1, to accept", 0.0),
        ("You are number twenty-one.", "You are number 21", 0.0),
        ("number one hundred", "Number 100.", 0.0),
        ("Extension one zero zero three.", "extension 1003", 0.0),
        ("wait", "", 1.0),
        ("two", "two two", 1.0),
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


class Listener:
    """Hears the given sentences in order, and remembers the files it was given."""

    def __init__(self, *sentences: str) -> None:
        self.sentences, self.asked = list(sentences), list[tuple[str, float]]()

    def read(self, path: Path, language: str) -> str:
        self.asked.append((path.name, audio.seconds(path)))
        return self.sentences.pop(0)


ENGLISH = SCRIPT.replace("{zh: 您好。, en: Hello.}", "{en: Hello.}").replace(
    "{zh: 再见。, en: Goodbye.}", "{en: Goodbye.}"
)


def test_what_was_heard_is_kept_until_the_recording_changes(tmp_path: Path) -> None:
    folder = shelf_folder(tmp_path, ENGLISH)
    commands.build(lambda told: None, folder, voices=voices(Hummer()))
    told: list[str] = []
    rows = commands.proofread(told.append, Listener("hello", "good day"), folder)
    assert [row.error_rate for row in rows] == [0.0, pytest.approx(3 / 7, abs=0.001)]
    assert commands.proofread(told.append, Listener(), folder) == rows
    assert told[1].endswith("en/bye Goodbye. | good day")
    commands.build(told.append, folder, again=["bye"], voices=voices(Hummer()))
    assert commands.proofread(told.append, Listener("goodbye"), folder)[1].error_rate == 0.0


def test_a_digit_is_read_among_digits(tmp_path: Path) -> None:
    words = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    digits = "".join(f"  digit_{n}: {{en: {word}}}\n" for n, word in enumerate(words))
    folder = shelf_folder(tmp_path, SCRIPT.split("prompts:")[0] + "prompts:\n" + digits)
    commands.build(lambda told: None, folder, voices=voices(Hummer()))
    listener = Listener(*[f"5{n}86" for n in range(10)])
    rows = commands.proofread(lambda told: None, listener, folder)
    assert {row.error_rate for row in rows} == {0.0}
    assert all(name == "joined.wav" and seconds > 2 for name, seconds in listener.asked)
