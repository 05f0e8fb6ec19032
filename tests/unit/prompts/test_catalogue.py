"""The catalogue: text and file by id and language; an admin's own recording wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompts import audio, commands
from prompts.catalogue import Catalogue
from prompts.errors import PromptsUnreadable, PromptUnknown
from tests.unit.prompts.sounds import Hummer, shelf_folder, tone, voices


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    folder = shelf_folder(tmp_path / "shipped")
    commands.build(lambda *_: None, folder, voices=voices(Hummer()))
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


def test_what_is_rendered_can_be_played(shipped: Path) -> None:
    catalogue = Catalogue.load(shipped)
    assert catalogue.languages == ("zh", "en")
    assert catalogue.ids == ("hello", "bye")
    assert catalogue.has("hello", "en")
    assert catalogue.text("hello", "en") == "Hello."
    assert catalogue.sound("hello", "en") == shipped / "en" / "hello.wav"
    assert catalogue.seconds("hello", "en") == pytest.approx(1.4, abs=0.05)
    assert catalogue.missing(["hello", "bye"], ["zh", "en"]) == []
    assert catalogue.music == shipped / "music"


def test_what_is_missing_is_named(shipped: Path) -> None:
    (shipped / "zh" / "bye.wav").unlink()
    catalogue = Catalogue.load(shipped)
    assert catalogue.missing(["hello", "bye", "nope"], ["zh", "en"]) == [("bye", "zh"), ("nope", "zh"), ("nope", "en")]
    for asked in (("bye", "zh"), ("nope", "en"), ("hello", "fr"), ("../hello", "en")):
        assert not catalogue.has(*asked)
        with pytest.raises(PromptUnknown, match=f"'{asked[0]}'"):
            catalogue.sound(*asked)


def test_an_own_recording_wins_and_the_text_stays(shipped: Path, own: Path) -> None:
    audio.save(tone(700, 2.0), own / "zh" / "hello.wav")
    catalogue = Catalogue.load(shipped, own)
    assert catalogue.sound("hello", "zh") == own / "zh" / "hello.wav"
    assert catalogue.seconds("hello", "zh") == 2.0
    assert catalogue.text("hello", "zh") == "您好。"
    assert catalogue.sound("hello", "en") == shipped / "en" / "hello.wav"


def test_an_own_recording_needs_no_text(shipped: Path, own: Path) -> None:
    audio.save(tone(700), own / "zh" / "spring_sale.wav")
    assert Catalogue.load(shipped, own).has("spring_sale", "zh")


def test_an_own_text_is_not_played_with_the_old_recording(shipped: Path, own: Path) -> None:
    shelf_folder(own, "prompts:\n  hello: {zh: 欢迎。}\n")
    catalogue = Catalogue.load(shipped, own)
    assert catalogue.text("hello", "zh") == "欢迎。"
    assert catalogue.missing(["hello"], ["zh", "en"]) == [("hello", "zh")]


def test_an_own_text_is_rendered_into_the_own_folder_by_the_shipped_voice(shipped: Path, own: Path) -> None:
    shelf_folder(own, "prompts:\n  hello: {zh: 欢迎。}\n")
    hummer = Hummer()
    commands.build(lambda *_: None, shipped, own, voices=voices(hummer))
    assert [(text, manner.voice) for text, manner in hummer.asked] == [("欢迎。", "xiao")]
    assert Catalogue.load(shipped, own).sound("hello", "zh") == own / "zh" / "hello.wav"


def test_own_music_wins_only_if_there_is_any(shipped: Path, own: Path) -> None:
    (own / "music").mkdir(parents=True)
    assert Catalogue.load(shipped, own).music == shipped / "music"
    audio.save(tone(300), own / "music" / "ours.wav")
    assert Catalogue.load(shipped, own).music == own / "music"


def test_a_recording_that_no_call_can_play_is_passed_over_and_told(shipped: Path, own: Path) -> None:
    audio.save(tone(700, rate=44100), own / "zh" / "hello.wav")
    catalogue = Catalogue.load(shipped, own)
    assert catalogue.sound("hello", "zh") == shipped / "zh" / "hello.wav"
    assert catalogue.unplayable == (own / "zh" / "hello.wav",)


def test_an_own_folder_that_does_not_exist_changes_nothing(shipped: Path, own: Path) -> None:
    assert Catalogue.load(shipped, own).keys == Catalogue.load(shipped).keys


def test_all_mistakes_of_both_scripts_are_told_at_once(shipped: Path, own: Path) -> None:
    shelf_folder(own, "prompts:\n  HELLO: {zh: 好}\n  x: {zh: }\n")
    with pytest.raises(PromptsUnreadable) as refused:
        Catalogue.load(shipped, own)
    assert str(refused.value).count("own/prompts.yaml:") == 2


@pytest.mark.parametrize("damaged", ["", "[]", "{", '{"zh/hello": 3}', '{"zh/hello": {"what": 1}}'])
def test_a_damaged_lock_is_told(shipped: Path, damaged: str) -> None:
    (shipped / "prompts.lock").write_text(damaged, "utf-8")
    with pytest.raises(PromptsUnreadable, match=r"prompts\.lock is damaged"):
        Catalogue.load(shipped)
