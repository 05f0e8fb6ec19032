"""prompts.yaml: what is written, and every mistake with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from calls.documents import Problems
from prompts.engines import Manner
from prompts.script import Line, Script, read_script
from tests.unit.prompts.sounds import SCRIPT, shelf_folder


def script(folder: Path, text: str) -> tuple[Script, list[str]]:
    problems = Problems()
    found = read_script(shelf_folder(folder, text), {}, problems)
    return found, [problem.told().removeprefix(f"{folder}/") for problem in problems]


def line(folder: Path, written: str, key: tuple[str, str] = ("hello", "zh")) -> Line:
    found, wrong = script(folder, SCRIPT + f"  more: {written}\n")
    assert wrong == []
    return found.lines[("more", key[1])]


def test_a_line_is_spoken_by_the_voice_of_its_language(tmp_path: Path) -> None:
    found, wrong = script(tmp_path, SCRIPT)
    assert wrong == []
    assert found.lines["hello", "en"].text == found.lines["hello", "en"].say == "Hello."
    assert found.lines["hello", "en"].manner == Manner("piper", "joe", 0.5)
    assert found.lines["bye", "zh"].place.line == 7


def test_a_line_may_be_said_otherwise(tmp_path: Path) -> None:
    found = line(tmp_path, "{zh: {text: 三, say: 数字，三。, keep: last, speed: 0.8}}")
    assert (found.text, found.say, found.keep) == ("三", "数字，三。", "last")
    assert found.manner == Manner("kokoro", "xiao", 0.8)


def test_another_language_may_follow(tmp_path: Path) -> None:
    found = line(tmp_path, "{zh: {text: 一, then: en}, en: {text: two, then: zh}}")
    assert found.text == "一 two"
    assert found.then is not None
    assert (found.then.text, found.then.manner.engine) == ("two", "piper")


def test_the_checksum_follows_what_is_heard_and_nothing_else(tmp_path: Path) -> None:
    base = line(tmp_path, "{zh: 您好}").checksum
    assert line(tmp_path, "{zh: {text: 你好啊, say: 您好}}").checksum == base
    others = ["您好啊", "{text: 您好, speed: 0.8}", "{text: 您好, voice: yun}", "{text: 您好, engine: piper}"]
    sums = {line(tmp_path, f"{{zh: {other}}}").checksum for other in others}
    assert len(sums | {base}) == 5


def test_a_change_in_what_follows_changes_the_checksum(tmp_path: Path) -> None:
    one = line(tmp_path, "{zh: {text: 一, then: en}, en: two}").checksum
    assert line(tmp_path, "{zh: {text: 一, then: en}, en: three}").checksum != one


def test_a_folder_without_a_script_is_empty(tmp_path: Path) -> None:
    problems = Problems()
    assert read_script(tmp_path, {"prompts": {"zh": Manner("kokoro", "xiao")}}, problems).lines == {}
    assert not problems


MISTAKES = {
    "  Hello-2: {zh: 好}": "prompts.yaml:8:3: found 'Hello-2', expected a prompt's name of a-z, 0-9 and _, at most 64",
    "  x: {fr: Salut}": "prompts.yaml:8:7: found key 'fr', expected one of zh, en",
    "  x: {fr: {text: Salut, then: zh}, zh: 好}": "prompts.yaml:8:7: found key 'fr', expected one of zh, en",
    "  x: {zh: }": "prompts.yaml:8:7: found nothing, expected the text of the prompt",
    "  x: {zh: [a]}": "prompts.yaml:8:11: found a list, expected the text of the prompt",
    "  x: {zh: {say: 好}}": "prompts.yaml:8:11: found no 'text', expected the key 'text'",
    "  x: {zh: {text: 好, engine: siri}}": "expected one of kokoro, piper, espeak-ng, tones",
    "  x: {zh: {text: 好, speed: 9}}": "prompts.yaml:8:28: found '9', expected a value from 0.5 to 2",
    "  x: {zh: {text: 好, keep: first}}": "expected one of all, last, as_is",
    "  x: {zh: {text: 好, then: en}}": "prompts.yaml:8:27: found 'en', expected one of zh",
    "  hello: {zh: 好}": "prompts.yaml:8:3: found key 'hello' again",
    "  x: {zh: 好": "prompts.yaml:8:6: found a { that is not closed",
}


@pytest.mark.parametrize(("written", "told"), MISTAKES.items())
def test_every_mistake_is_told_with_its_place(tmp_path: Path, written: str, told: str) -> None:
    _, wrong = script(tmp_path, SCRIPT.rstrip("\n") + f"\n{written}\n")
    assert told in "\n".join(wrong)
