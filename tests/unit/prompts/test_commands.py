"""`hotline prompts build | list | check | use`: what is rendered, what is left alone, what is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompts import audio, commands
from prompts.engines.port import needs
from prompts.engines.tones import Tones
from prompts.errors import PromptUnknown, RecordingUnusable, VoiceMissing
from prompts.lock import audio_checksum
from prompts.render import Voices
from prompts.shelf import State
from tests.unit.prompts.sounds import SCRIPT, Hummer, power_at, shelf_folder, tone, voices


class Build:
    """A folder, and builds of it by a hummer."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.hummer, self.told = folder, Hummer(), list[str]()

    def __call__(self, *again: str) -> list[str]:
        lines = commands.build(self.tell, self.folder, again=again, voices=voices(self.hummer))
        return [f"{line.language}/{line.id}" for line in lines]

    def tell(self, told: str, done: int, total: int) -> None:
        self.told.append(f"{done}/{total} {told}")

    def states(self) -> dict[str, State]:
        return {f"{row.language}/{row.id}": row.state for row in commands.list_rows(self.folder)}


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return Build(shelf_folder(tmp_path / "p"))


ALL = ["zh/hello", "en/hello", "zh/bye", "en/bye"]


def test_everything_missing_is_rendered_once(build: Build) -> None:
    assert set(build.states().values()) == {State.MISSING}
    assert build() == ALL
    assert set(build.states().values()) == {State.FRESH}
    assert build() == []
    assert build.told[-1].startswith("4/4 en/bye 1.8 s")


def test_what_is_rendered_is_fit_for_a_call(build: Build) -> None:
    build()
    assert commands.check(build.folder) == []
    sound = audio.load(build.folder / "zh" / "hello.wav")
    assert (sound.frame_rate, sound.channels, sound.sample_width) == (8000, 1, 2)
    assert power_at(sound, 440) > -30


def test_a_changed_text_is_noticed_and_rendered_again(build: Build) -> None:
    build()
    shelf_folder(build.folder, SCRIPT.replace("再见。", "再见，祝您愉快。"))
    assert build.states()["zh/bye"] is State.STALE
    assert commands.check(build.folder) == ["zh/bye: its recording is stale; `hotline prompts build` makes it"]
    assert build() == ["zh/bye"]
    assert commands.check(build.folder) == []


def test_a_changed_voice_makes_its_language_stale(build: Build) -> None:
    build()
    shelf_folder(build.folder, SCRIPT.replace("voice: joe", "voice: amy"))
    assert build() == ["en/hello", "en/bye"]


def test_a_persons_recording_is_never_rendered_over(build: Build) -> None:
    build()
    own = build.folder / "zh" / "hello.wav"
    audio.save(tone(900, 0.4), own)
    shelf_folder(build.folder, SCRIPT.replace("您好。", "您好，欢迎。"))
    assert build("hello") == ["en/hello"]
    assert build.states()["zh/hello"] is State.RECORDED
    assert power_at(audio.load(own), 900) > -20


def test_a_prompt_can_be_rendered_again_by_name(build: Build) -> None:
    build()
    assert build("bye") == ["zh/bye", "en/bye"]
    with pytest.raises(PromptUnknown, match="'nope'"):
        build("nope")


def test_a_stopped_build_goes_on_where_it_was(build: Build) -> None:
    def stop_after_two(told: str, done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        commands.build(stop_after_two, build.folder, voices=voices(build.hummer))
    assert build() == ALL[2:]


def test_a_prompt_no_longer_written_leaves_the_lock(build: Build) -> None:
    build()
    shelf_folder(build.folder, SCRIPT.replace("  bye: {zh: 再见。, en: Goodbye.}\n", ""))
    build()
    assert "bye" not in (build.folder / "prompts.lock").read_text("utf-8")


def test_a_prompt_in_two_languages_is_one_recording(build: Build) -> None:
    shelf_folder(build.folder, SCRIPT + "  both: {zh: {text: 一二三, then: en}, en: Two.}\n")
    build()
    rows = {f"{row.language}/{row.id}": row for row in commands.list_rows(build.folder)}
    assert rows["zh/both"].text == "一二三 Two."
    assert rows["zh/both"].seconds == pytest.approx(0.3 + 0.8 + 4 * 0.1 + 0.2, abs=0.05)


def test_a_piece_has_short_ends_and_goes_on(build: Build) -> None:
    shelf_folder(build.folder, SCRIPT + "pieces:\n  number_3: {zh: 三, en: three}\n")
    build()
    assert [text for text, _ in build.hummer.asked][-2:] == ["三，", "three,"]
    rows = {row.id: row for row in commands.list_rows(build.folder) if row.language == "en"}
    assert rows["number_3"].seconds == pytest.approx(rows["hello"].seconds - 0.14, abs=0.02)
    assert commands.check(build.folder) == []


def test_what_is_said_twice_is_spoken_once(build: Build) -> None:
    shelf_folder(build.folder, SCRIPT + "pieces:\n  number_3: {en: three}\n  minute_3: {en: three}\n")
    build()
    assert [text for text, _ in build.hummer.asked].count("three,") == 1


def test_silence_is_kept_as_it_is(build: Build) -> None:
    rest = '{text: (pause), say: "0:0.2", engine: tones, keep: as_is}'
    shelf_folder(build.folder, SCRIPT + f"pieces:\n  rest: {{zh: {rest}, en: {rest}}}\n")
    commands.build(build.tell, build.folder, voices=Voices({**voices(build.hummer).makers, "tones": Tones}))
    assert audio.seconds(build.folder / "zh" / "rest.wav") == pytest.approx(0.2)
    assert commands.check(build.folder) == []


def test_wideband_copies_lie_apart_and_are_made_once(build: Build, tmp_path: Path) -> None:
    wide = tmp_path / "wide"
    made = commands.build(build.tell, build.folder, voices=voices(build.hummer), wideband=wide)
    assert len(made) == 4
    assert audio.playable(wide / "zh" / "hello.wav", audio.WIDEBAND)
    assert set(build.states().values()) == {State.MISSING}
    assert commands.build(build.tell, build.folder, voices=voices(build.hummer), wideband=wide) == []


def test_music_of_our_own_is_made_if_there_is_none(build: Build) -> None:
    (build.folder / "music" / "calm.wav").unlink()
    build()
    assert 20 < audio.seconds(build.folder / "music" / "calm.wav") < 30


def test_a_missing_language_is_reported(build: Build) -> None:
    shelf_folder(build.folder, SCRIPT + "  only: {zh: 只有中文。}\n")
    build()
    assert commands.check(build.folder) == ["en/only: no text in this language"]


def test_a_recording_out_of_bounds_is_reported(build: Build) -> None:
    build()
    path, lock = build.folder / "zh" / "hello.wav", build.folder / "prompts.lock"
    before = audio_checksum(path)
    audio.save(audio.load(path).apply_gain(-12), path)
    lock.write_text(lock.read_text("utf-8").replace(before, audio_checksum(path)), "utf-8")
    assert "its level is -3" in "\n".join(commands.check(build.folder))


def test_an_own_recording_is_made_fit_and_wins(build: Build, tmp_path: Path) -> None:
    build()
    studio = tmp_path / "studio.wav"
    audio.save(tone(1000, 1.5, rate=44100, loud=0.02).set_channels(2), studio)
    place = commands.use(studio, "hello", "zh", tmp_path / "own")
    assert audio.playable(place)
    assert audio.measure(audio.load(place)).rms_dbfs == pytest.approx(-20, abs=1.5)
    row = next(row for row in commands.list_rows(build.folder, tmp_path / "own") if row.id == "hello")
    assert (row.path, row.state, row.text) == (place, State.RECORDED, "您好。")
    assert commands.check(build.folder, tmp_path / "own") == []


def test_an_own_recording_that_does_not_fit_is_told_by_check(build: Build, tmp_path: Path) -> None:
    build()
    audio.save(tone(1000, rate=44100), tmp_path / "own" / "zh" / "hello.wav")
    assert "hotline prompts use" in commands.check(build.folder, tmp_path / "own")[0]


@pytest.mark.parametrize(("prompt", "lang"), [("../x", "zh"), ("x", "../zh"), ("", "zh"), ("x", ""), ("X", "zh")])
def test_an_own_recording_cannot_leave_its_folder(tmp_path: Path, prompt: str, lang: str) -> None:
    audio.save(tone(500), tmp_path / "a.wav")
    with pytest.raises(PromptUnknown):
        commands.use(tmp_path / "a.wav", prompt, lang, tmp_path / "own")
    assert not (tmp_path / "own").exists()


def test_an_own_recording_must_be_wav(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"ID3 something")
    with pytest.raises(RecordingUnusable, match=r"a\.mp3"):
        commands.use(tmp_path / "a.mp3", "hello", "zh", tmp_path / "own")


def test_a_missing_engine_says_what_to_install() -> None:
    with pytest.raises(VoiceMissing, match="'some-package' is not installed") as refused:
        needs("no_such_module_here", "some-package")
    assert "hotline[voices]" in refused.value.told()
