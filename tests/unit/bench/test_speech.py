"""The bench of speech without a telephone: its plan, its callers' ears, and what becomes of its figures."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np

from ivr.loading import load
from prompts.catalogue import Catalogue
from service.bench.figures import Found
from service.bench.scenarios import pressing_on
from service.bench.speaking import Speaker, clip
from service.bench.speech import Measured, found_of
from service.bench.speech_ground import in_toml
from service.bench.speech_plan import ECHO, ECHOED, KEYS, LANGUAGES, LONG, TALK, VOICES, plan
from telephony.phones.audio import level, tone
from telephony.phones.recording import RATE, Recording, Samples


class Line:
    """As much of a call as a speaker's ears need."""

    number = "95105"

    def __init__(self, heard: Samples) -> None:
        self.recording = Recording()
        self.recording.place(heard, 1, 0, 0.0)


def heard(*pieces: tuple[float, bool]) -> Speaker:
    """(seconds, sound or silence), one after the other."""
    made = [tone(440, seconds) if loud else np.zeros(int(seconds * RATE), np.int16) for seconds, loud in pieces]
    return Speaker(Line(np.concatenate(made)))  # type: ignore[arg-type]  # only its recording is asked for


def test_its_plan_has_no_mistakes_and_answers_every_number() -> None:
    loaded = load("main.yaml", {"main.yaml": plan()}.__getitem__)
    assert not loaded.problems, [problem.told() for problem in loaded.problems]
    assert loaded.plan is not None
    numbers = {number for row in (TALK, LONG, ECHO) for number in row.values()} | {KEYS}
    assert set(loaded.plan.numbers) == numbers
    assert loaded.plan.languages == LANGUAGES


def test_its_callers_voices_are_shipped_prompts_that_say_their_phrases() -> None:
    catalogue = Catalogue.load()
    for language, voices in VOICES.items():
        for prompt in voices:
            assert 0.5 < len(clip(catalogue.sound(prompt, language))) / RATE < 4


def test_a_clip_has_no_silence_around_it_and_one_level() -> None:
    sound = clip(Catalogue.load().sound("goodbye", "zh"), -25.0)
    assert abs(level(sound) + 25) < 0.5
    assert np.abs(sound[:80].astype(int)).max() > 100


async def test_a_speaker_hears_when_a_prompt_begins_and_ends() -> None:
    caller = heard((0.5, False), (1.0, True), (0.3, False), (0.4, True), (1.0, False))
    assert abs(await caller.first_sound(0.0) - 0.5) <= 0.02
    assert abs(await caller.silence(0.0) - 2.2) <= 0.02
    assert abs(caller.last_sound(0.0, 1.0) - 1.0) <= 0.02
    assert caller.last_sound(2.5) == 2.5


def test_settings_are_toml() -> None:
    told = {"folder": '/with "quotes"', "engines": {"zh": "whisper"}, "deadline": 12.0, "on": True}
    written = "".join(f"{key} = {in_toml(value)}\n" for key, value in told.items())
    assert tomllib.loads(written) == told


def test_the_crowd_presses_its_keys_in_order(tmp_path: Path) -> None:
    scenario = pressing_on(tmp_path, KEYS, "1", 3, 3.0)
    assert scenario.count("INFO sip:95109@") == 3
    assert [f"CSeq: {number} INFO" in scenario for number in (2, 3, 4)] == [True] * 3
    assert "CSeq: 5 BYE" in scenario


def measured(**changes: list[float]) -> Measured:
    series = {
        "one": [0.8, 0.9],
        "four": [0.9, 1.0],
        "interrupted": [0.3],
        "keys": [0.2],
        "keys beside speakers": [0.21],
    }
    counts: dict[str, float] = {"turns": 4, "recognised": 4, "echoed": 13 * ECHOED, "false": 0, "crowd": 100}
    return Measured(series | changes, counts)


def test_all_is_well_when_every_target_is_reached() -> None:
    assert found_of(measured(), Found("speech accuracy", [])).ok


def test_what_is_too_late_is_told() -> None:
    slow = found_of(measured(one=[1.5], interrupted=[0.5]), Found("speech accuracy", []))
    assert slow.missed == ["end of speech -> first sound, Whisper, median", "voice -> prompt silent, median"]


def test_what_speakers_cost_key_callers_is_told() -> None:
    costly = found_of(measured(**{"keys beside speakers": [0.25]}), Found("speech accuracy", []))
    assert costly.missed == ["added by four speakers, p95"]


def test_vosk_has_a_target_only_where_it_was_measured() -> None:
    assert found_of(measured(), Found("speech accuracy", [])).ok
    assert not found_of(measured(vosk=[0.9]), Found("speech accuracy", [])).ok


def test_false_barge_ins_and_deafness_are_failures() -> None:
    one = measured()
    one.counts |= {"false": 1, "recognised": 3}
    assert found_of(one, Found("speech accuracy", [])).missed == [
        "turns in which something was recognised",
        "false barge-ins among them",
    ]
