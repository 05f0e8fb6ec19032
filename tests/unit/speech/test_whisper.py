"""Whisper itself, with the weights that come in two packages: our own prompts are its callers."""

from __future__ import annotations

import importlib.util
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from calls.speech import Phrase, Question, Recognised
from ivr.understanding import Accept, Reject, judge, thresholds_for
from speech.errors import EngineUnusable
from speech.models import known
from speech.whisper import WhisperRecogniser, load

MODEL = known("whisper-base")
PROMPTS = Path(__file__).parents[3] / "prompts"
DIGITS = Question("en", tuple(Phrase(str(digit), str(digit)) for digit in range(10)))
MENU = Question(
    "zh", tuple(Phrase(text, text) for text in ("查订单", "投诉", "人工", "理财", "会员", "英语", "返回", "取消"))
)


@pytest.fixture(scope="module")
def whisper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhisperRecogniser]:
    packages = {part.package for file in MODEL.files for part in file.parts}
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(sorted(missing))}")
    folder = tmp_path_factory.mktemp("whisper")
    for file in MODEL.files:
        with (folder / file.name).open("wb") as whole:
            for part in file.parts:
                spec = importlib.util.find_spec(part.package)
                assert spec is not None
                assert spec.origin is not None
                whole.write((Path(spec.origin).parent / part.path).read_bytes())
    yield load(folder)
    (folder / "model.bin").unlink()


def audio(name: str) -> bytes:
    with wave.open(str(PROMPTS / name)) as file:
        return bytes(file.readframes(file.getnframes()))


def said(whisper: WhisperRecogniser, question: Question, sound: bytes) -> Recognised:
    utterance = whisper.begin(question)
    for at in range(0, len(sound), 333):
        utterance.hear(sound[at : at + 333])
    return utterance.finish()


@pytest.mark.parametrize("digit", [1, 4, 7])
def test_an_english_digit(whisper: WhisperRecogniser, digit: int) -> None:
    found = said(whisper, DIGITS, audio(f"en/digit_{digit}.wav"))
    verdict = judge(found, thresholds_for("en"))
    assert isinstance(verdict, Accept)
    assert verdict.guess.means == str(digit)
    assert found.engine == "whisper"
    assert len({guess.means for guess in found.guesses}) == len(found.guesses) == 10


def test_what_is_on_no_menu_is_not_understood(whisper: WhisperRecogniser) -> None:
    found = said(whisper, DIGITS, audio("en/goodbye.wav"))
    assert isinstance(judge(found, thresholds_for("en")), Reject)
    assert found.text


def test_noise_is_not_accepted(whisper: WhisperRecogniser) -> None:
    drawn = np.random.default_rng(5)
    for question in (DIGITS, MENU):
        for deviation in (100, 2000):
            noise = (drawn.standard_normal(12000) * deviation).astype("<i2").tobytes()
            verdict = judge(said(whisper, question, noise), thresholds_for(question.language))
            assert not isinstance(verdict, Accept)


@pytest.mark.parametrize("sound", [b"", b"\x01", b"\x00" * 3200, b"\x00" * 48000])
def test_silence_is_nothing(whisper: WhisperRecogniser, sound: bytes) -> None:
    assert said(whisper, MENU, sound) == Recognised(engine="whisper")


def test_free_speech(whisper: WhisperRecogniser) -> None:
    found = said(whisper, Question("en"), audio("en/greeting.wav"))
    assert found.guesses == ()
    assert "welcome" in found.text.lower()


def test_a_language_that_it_does_not_hear_here(whisper: WhisperRecogniser) -> None:
    with pytest.raises(ValueError, match="whisper hears zh and en here, not xx"):
        whisper.begin(Question("xx"))


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(EngineUnusable, match=r"model\.bin is not there"):
        load(tmp_path)


def test_files_that_are_no_model(tmp_path: Path) -> None:
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(EngineUnusable, match=r"tokenizer\.json cannot be read"):
        load(tmp_path)
