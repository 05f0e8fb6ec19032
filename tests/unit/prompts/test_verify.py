"""`hotline prompts verify`: what is read back, in what company, what is told and what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompts import audio, commands
from prompts.catalogue import Catalogue
from prompts.engines.tones import Tones
from prompts.errors import PromptUnknown
from prompts.render import Voices
from prompts.verify import note, readable, totals, verify
from tests.unit.prompts.sounds import SCRIPT, Hummer, shelf_folder, tone, voices


class Listener:
    """Hears the given sentences in order, and remembers the files it was given."""

    def __init__(self, *sentences: str) -> None:
        self.sentences, self.asked = list(sentences), list[tuple[str, float]]()

    def read(self, path: Path, language: str) -> str:
        self.asked.append((path.name, audio.seconds(path)))
        return self.sentences.pop(0)


HEAD, _ = SCRIPT.split("prompts:")
ENGLISH = HEAD + "prompts:\n  hello: {en: Hello.}\n  bye: {en: Goodbye.}\n"


def quiet(told: str, done: int, total: int) -> None:
    """Nobody looks."""


def built(folder: Path, script: str = ENGLISH) -> Catalogue:
    shelf_folder(folder, script)
    speaking = Voices({**voices(Hummer()).makers, "tones": Tones})
    commands.build(quiet, folder, voices=speaking)
    return Catalogue.load(folder)


def test_the_worst_comes_first_and_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    catalogue = built(tmp_path)
    heard = Listener("hello", "good day")
    rows = verify(catalogue, readable(catalogue), heard, lambda *line: told.append(line))
    assert [(row.id, row.error_rate) for row in rows] == [("bye", pytest.approx(3 / 7)), ("hello", 0.0)]
    assert told[1] == (" 0.43 en/bye Goodbye. | good day", 2, 2)
    assert rows[0].word_error_rate == 2.0


def test_totals_count_a_long_prompt_for_more(tmp_path: Path) -> None:
    catalogue = built(tmp_path)
    (total,) = totals(verify(catalogue, readable(catalogue), Listener("hello", "good day"), quiet))
    assert (total.language, total.prompts, total.perfect) == ("en", 2, 1)
    assert total.error_rate == pytest.approx(3 / 12)


def test_what_was_heard_is_kept_until_the_recording_changes(tmp_path: Path) -> None:
    catalogue = built(tmp_path)
    note(catalogue, verify(catalogue, readable(catalogue), Listener("hello", "good day"), quiet))
    assert [row.error_rate for row in commands.list_rows(tmp_path)] == [0.0, 0.429]
    commands.build(quiet, tmp_path, again=["bye"], voices=voices(Hummer()))
    assert [row.error_rate for row in commands.list_rows(tmp_path)] == [0.0, None]


def test_a_digit_is_read_among_digits(tmp_path: Path) -> None:
    words = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    digits = "".join(f"  digit_{n}: {{en: {word}}}\n" for n, word in enumerate(words))
    catalogue = built(tmp_path, f"{ENGLISH}pieces:\n{digits}")
    listener = Listener(*[f"5{n}86" for n in range(10)])
    rows = verify(catalogue, readable(catalogue, [f"digit_{n}" for n in range(10)]), listener, quiet)
    assert {row.error_rate for row in rows} == {0.0}
    assert all(name == "joined.wav" and seconds > 2 for name, seconds in listener.asked)


def test_an_own_recording_is_read_against_the_text_and_leaves_no_note(tmp_path: Path) -> None:
    built(tmp_path / "ours")
    audio.save(audio.telephone(tone(700)), tmp_path / "own" / "en" / "bye.wav")
    catalogue = Catalogue.load(tmp_path / "ours", tmp_path / "own")
    rows = verify(catalogue, readable(catalogue, ["bye"]), Listener("something else"), quiet)
    assert rows[0].text == "Goodbye."
    note(catalogue, rows)
    assert {row.error_rate for row in commands.list_rows(tmp_path / "ours")} == {None}


def test_only_what_is_named_and_speaks_is_read(tmp_path: Path) -> None:
    beep = '  beep: {en: {text: (beep), say: "880:0.2", engine: tones}}\n'
    catalogue = built(tmp_path, ENGLISH + beep)
    assert readable(catalogue) == [("hello", "en"), ("bye", "en")]
    assert readable(catalogue, ["bye"], ["en"]) == [("bye", "en")]
    assert readable(catalogue, ["bye"], ["zh"]) == []


@pytest.mark.parametrize(("ids", "languages"), [(["nope"], []), ([], ["fr"])])
def test_what_is_unknown_is_refused(tmp_path: Path, ids: list[str], languages: list[str]) -> None:
    with pytest.raises(PromptUnknown):
        readable(built(tmp_path), ids, languages)
