"""The prompts we ship: all there, in both languages, fit for a call, fresh, and understood when read back."""

from __future__ import annotations

import csv
import hashlib
import re
import wave
from itertools import chain
from pathlib import Path

import pytest

from acd.managers import Manager
from calls.contact import ContactRecord
from calls.ids import CallId, PersonId
from ivr.steps.choices import PRESS
from prompts import audio, commands, compose
from prompts.catalogue import Catalogue
from prompts.pieces import piece_ids
from prompts.shelf import SHIPPED, State
from service.brief import brief
from service.sounds import Sounds

_WORDS = """greeting language main_menu orders_menu order_status noinput noinput_second nomatch nomatch_second
please_wait all_busy still_waiting connecting_now closed goodbye sorry_technical manager_brief
call_gone call_taken joined tone ask_again ask_noinput ask_nomatch confirm_entered confirm_keys
confirm_choice_yes_no did_you_mean use_keys shortcut_intro leave_message
message_kept message_too_short callback_offer callback_number_is callback_confirm callback_enter_number callback_kept
callback_refused callback_for_you callback_confirm_here callback_brief callback_not_reached
survey_question_0_10 survey_satisfaction_1_5 survey_thanks notice_default
lookup_failed order_ask order_is order_arrives order_not_found balance_is
press_key_0 press_key_1 press_key_2 press_key_3 press_key_4 press_key_5 press_key_6 press_key_7 press_key_8 press_key_9
press_key_star press_key_hash agent_ready agent_not_ready agent_logged_out"""
HOTLINE = _WORDS.split()

ROOT = Path(__file__).parents[3]
ROWS = commands.list_rows()
CATALOGUE = Catalogue.load()
PIECES = set(piece_ids())
BEEPS = {row.id for row in ROWS if row.voice.startswith("tones")}
_HEARD_DBFS = -35.0
"""Well above the noise of a line."""


def name(row: commands.Row) -> str:
    return f"{row.language}/{row.id}"


def test_every_prompt_is_there_in_both_languages() -> None:
    assert CATALOGUE.languages == ("zh", "en")
    assert CATALOGUE.missing([*HOTLINE, *compose.every_id(), *CATALOGUE.ids], CATALOGUE.languages) == []
    assert all(row.text.strip() for row in ROWS)


def told_to_managers() -> set[str]:
    """What names of prompts are made from: the classes of the sample hotline's customers."""
    lin, sounds = Manager(PersonId("lin"), "Lin", "13900001111"), Sounds(CATALOGUE, CATALOGUE.languages)
    customers = csv.DictReader((ROOT / "dialplans/data/customers.csv").read_text("utf-8").splitlines())
    records = [ContactRecord(call=CallId("call-1"), segment=customer["class"]) for customer in customers]
    return {each for record in records for each in brief(lin, record, "", 0.0, sounds) if isinstance(each, str)}


def test_no_prompt_is_there_for_nobody() -> None:
    """Each is joined into a value, told to a manager, or named by the code or by the sample hotline."""
    code = chain.from_iterable((ROOT / room).rglob("*.py") for room in ("acd", "calls", "ivr", "prompts", "service"))
    named = {
        word
        for file in (*code, *(ROOT / "dialplans").rglob("*.yaml"))
        for word in re.findall(r"\w+", file.read_text("utf-8"))
    }
    assert set(CATALOGUE.ids) - named - set(compose.every_id()) - set(PRESS.values()) - told_to_managers() == set()


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_prompt_is_8_khz_mono_16_bit_and_says_what_is_written(row: commands.Row) -> None:
    assert row.state is State.FRESH
    assert row.path is not None
    with wave.open(str(row.path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
    assert 0.15 < row.seconds < 20


def test_the_pause_is_silence() -> None:
    for language in CATALOGUE.languages:
        assert audio.measure(audio.load(CATALOGUE.sound("pause", language))).rms_dbfs < -60


@pytest.mark.parametrize("row", [row for row in ROWS if row.id != "pause"], ids=name)
def test_a_prompt_has_the_level_and_the_ends_of_all_others(row: commands.Row) -> None:
    assert row.path is not None
    found = audio.measure(audio.load(row.path))
    assert -23.5 <= found.rms_dbfs <= -18.5
    assert found.peak_dbfs <= audio.PEAK_DBFS + 0.05
    least, most = (0.015, 0.13) if row.id in PIECES else (0.07, 0.16)  # the t of midnight ends in near silence
    assert least <= found.silence_before <= most
    assert least <= found.silence_after <= most


def test_check_finds_nothing() -> None:
    assert commands.check() == []


def test_all_together_is_small() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*.wav")) < 24_000_000


@pytest.mark.parametrize("row", [row for row in ROWS if row.id in PIECES - {"pause"}], ids=name)
def test_a_piece_is_heard(row: commands.Row) -> None:
    """Alone it is too short to be read back; but it sounds as long as a syllable does, at least."""
    assert row.path is not None
    found = audio.measure(audio.load(row.path))
    assert 0.12 <= found.seconds - found.silence_before - found.silence_after <= 2.5
    loud = audio.to_samples(audio.load(row.path)) ** 2 > 10 ** (_HEARD_DBFS / 10)
    assert loud.mean() > 0.15


@pytest.mark.parametrize(("language", "most"), [("zh", 0.06), ("en", 0.03)])
def test_a_recogniser_understood_the_sentences(language: str, most: float) -> None:
    rows = [row for row in ROWS if row.language == language and row.id not in PIECES | BEEPS]
    rates = [row.error_rate for row in rows if row.error_rate is not None]
    assert len(rates) == len(rows), "`hotline prompts verify --keep` reads them back"
    assert sum(rates) / len(rates) <= most


@pytest.mark.parametrize("row", [row for row in ROWS if row.error_rate is not None and row.id not in PIECES], ids=name)
def test_no_sentence_is_misunderstood(row: commands.Row) -> None:
    assert row.error_rate is not None
    assert row.error_rate <= (0.75 if row.id.startswith("press_key_") else 0.25)  # 请按 alone is mostly heard as 性案


def test_our_music_repeats_without_a_seam_and_is_softer_than_speech() -> None:
    assert CATALOGUE.music == SHIPPED / "music"
    sound = audio.load(SHIPPED / "music" / "calm.wav")
    found = audio.measure(sound)
    assert found.rms_dbfs == pytest.approx(-24, abs=0.5)
    assert found.silence_before == found.silence_after == 0.0
    twice = audio.to_samples(sound + sound)
    steps = abs(twice[1:] - twice[:-1])
    assert steps[len(twice) // 2 - 1] <= steps.max()


def test_every_voice_has_a_licence_note() -> None:
    told = (SHIPPED / "LICENCES.md").read_text("utf-8")
    spoken_by = {line.manner.voice for line in CATALOGUE.shelves[0].script.lines.values() if line.spoken}
    assert all(voice in told for voice in spoken_by)
    for file in (SHIPPED / "voices").iterdir():
        assert file.name in told
        assert hashlib.sha256(file.read_bytes()).hexdigest() in told
