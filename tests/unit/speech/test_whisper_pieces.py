"""What Whisper looks at, and what is made of its scores."""

from __future__ import annotations

import numpy as np
import pytest

from calls.speech import Phrase
from speech.denoising import clearness, denoised
from speech.whisper import collapsed, context_for, is_quiet
from speech.whisper_confidence import Beside, guesses
from speech.whisper_features import RATE, Samples, log_mel, samples_of
from speech.whisper_scores import Heard
from speech.whisper_tokens import latin, written


def tone(seconds: float, hertz: float = 500.0, loud: float = 0.3) -> Samples:
    return (loud * np.sin(2 * np.pi * hertz * np.arange(int(RATE * seconds)) / RATE)).astype(np.float32)


def power(samples: Samples) -> float:
    return float(np.square(samples).mean())


def test_bytes_are_samples_and_half_a_sample_is_dropped() -> None:
    assert samples_of(b"\x00\x40\x00\xc0\x01").tolist() == [0.5, -0.5]
    assert len(samples_of(b"")) == 0


@pytest.mark.parametrize("seconds", [0.0, 0.05, 1.0, 7.0])
def test_features_have_one_shape(seconds: float) -> None:
    features = log_mel(tone(seconds), 5)
    assert features.shape == (80, 500)
    assert np.isfinite(features).all()


def test_a_tone_is_loudest_in_its_own_band() -> None:
    low, high = (int(log_mel(tone(5.0, hertz), 5).mean(1).argmax()) for hertz in (300.0, 3000.0))
    assert 5 < low < 15
    assert 40 < high < 65


def test_noise_is_lowered_and_the_voice_is_kept() -> None:
    noise = np.random.default_rng(1).standard_normal(2 * RATE).astype(np.float32) * np.float32(0.05)
    voice = np.concatenate([np.zeros(RATE, np.float32), tone(1.0)])
    clean = denoised(noise + voice)
    assert len(clean) == len(voice)
    assert power(clean[: RATE - 200]) < 0.25 * power(noise[: RATE - 200])
    assert power(clean[RATE + 200 :]) == pytest.approx(power(voice[RATE + 200 :]), rel=0.15)


@pytest.mark.parametrize("length", [0, 1, 100, 300, 5000])
def test_denoising_keeps_the_length_of_anything(length: int) -> None:
    assert len(denoised(np.ones(length, np.float32))) == length


def test_the_shortest_context_that_has_room() -> None:
    assert [context_for(tone(seconds)) for seconds in (0.0, 4.7, 5.0, 9.9, 60.0)] == [5, 5, 10, 30, 30]


def test_silence_is_no_utterance() -> None:
    assert is_quiet(samples_of(b""))
    assert is_quiet(tone(2.0, loud=0.0005))
    assert not is_quiet(np.concatenate([np.zeros(RATE, np.float32), tone(0.1, loud=0.05)]))


@pytest.mark.parametrize(
    ("text", "is_"),
    [
        ("五，五﹑五", "五"),
        ("是的是的是的", "是的"),
        ("Yes. Yes.", "Yes"),
        ("Yes, no.", "Yes, no."),
        ("查订单", "查订单"),
        ("", ""),
    ],
)
def test_what_was_written_in_circles_is_said_once(text: str, is_: str) -> None:
    assert collapsed(text) == is_


@pytest.mark.parametrize(
    ("phrase", "language", "ways"),
    [
        ("查订单", "zh", ("查订单",)),
        ("7", "zh", ("七", "7")),
        ("My order", "en", (" My order", " my order")),
        ("7", "en", (" Seven", " seven", " 7")),
        ("……", "zh", ()),
    ],
)
def test_the_ways_to_write_a_phrase(phrase: str, language: str, ways: tuple[str, ...]) -> None:
    assert written(phrase, language) == ways


@pytest.mark.parametrize(
    ("phrase", "language", "ways"),
    [
        ("人工", "zh", (" Rengong", " Ren gong")),
        ("7", "zh", (" Qi",)),
        ("My order", "en", ()),
        ("……", "zh", ()),
    ],
)
def test_how_a_phrase_is_spelt_by_its_sound(phrase: str, language: str, ways: tuple[str, ...]) -> None:
    assert latin(phrase, language) == ways


ORDER, BILL, ORDER_TOO = Phrase("查订单", "1"), Phrase("账单", "2"), Phrase("订单", "1")


def test_each_meaning_is_guessed_once_by_its_nearest_phrase() -> None:
    found = guesses([Heard(ORDER_TOO, 1.0), Heard(BILL, -4.0), Heard(ORDER, 6.0)], "zh")
    assert [(guess.means, guess.phrase) for guess in found] == [("1", "查订单"), ("2", "账单")]
    assert found[0].confidence > 0.5 > found[1].confidence


def test_two_choices_that_are_equally_likely_are_less_sure_than_one() -> None:
    alone = guesses([Heard(ORDER, 3.0)], "zh")[0]
    beside = guesses([Heard(ORDER, 3.0), Heard(BILL, 2.9)], "zh")[0]
    assert beside.confidence < alone.confidence


def sure(beside: Beside, language: str = "zh") -> float:
    return guesses([Heard(ORDER, 3.0), Heard(BILL, -4.0)], language, beside)[0].confidence


def test_what_was_plainly_another_word_is_doubted() -> None:
    assert sure(Beside("成功", -1.0, clear=40.0)) <= 0.3 < 0.5 < sure(Beside())
    for vague in (
        Beside("成功", -4.0, clear=40.0),
        Beside("成功", -1.0, clear=16.0),
        Beside("茶訂單", -1.0, clear=40.0),
    ):
        assert sure(vague) == sure(Beside())


def test_what_sounds_alike_is_doubted_where_it_is_far_likelier() -> None:
    human = Phrase("人工", "0")

    def left(likely: float, written: str = "成功") -> float:
        return guesses([Heard(human, 3.0, likely)], "zh", Beside(written, -0.6, clear=40.0))[0].confidence

    assert left(-12.0) <= 0.3 < 0.5 < left(-8.0) == left(-12.0, "仁公")


def test_what_was_spoken_in_mandarin_is_no_english_phrase_but_asked_back_when_very_sure() -> None:
    foreign, near = Beside(spoken=-3.0, clear=40.0), Beside(spoken=-1.0, clear=40.0)
    assert 0.3 < sure(foreign, "en") < 0.5 < sure(near, "en") == sure(Beside(), "en")
    assert sure(foreign, "zh") == sure(Beside(), "zh")
    assert sure(Beside(spoken=-3.0, clear=16.0), "en") == sure(Beside(), "en")


def test_a_voice_in_noise_is_less_clear() -> None:
    noise = np.random.default_rng(1).standard_normal(2 * RATE).astype(np.float32)
    voice = np.concatenate([np.zeros(RATE, np.float32), tone(1.0)])
    quiet, loud = (clearness(voice + noise * np.float32(level)) for level in (0.001, 0.05))
    assert quiet > 30 > 15 > loud > 5
    assert clearness(voice[:100]) == 0.0


@pytest.mark.parametrize("language", ["zh", "en", "xx"])
def test_confidence_is_a_share_whatever_the_scores(language: str) -> None:
    for gain in (-1e6, 0.0, 1e6):
        found = guesses([Heard(ORDER, gain), Heard(BILL, -gain)], language)
        assert all(0.0 <= guess.confidence <= 1.0 for guess in found)
    assert guesses([], language) == ()
