"""Which engine hears which language, and that it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from speech.engines import Candidates, Engine, Wishes, choose
from speech.errors import EngineUnusable
from speech.models import MANIFEST, MODELS, known


def put(folder: Path, *names: str) -> None:
    """Models as they look on disk; their bytes are not read here."""
    for model in map(known, names):
        home = folder / model.folder
        home.mkdir(parents=True)
        if model.archive:
            (home / MANIFEST).write_text("{}")
        for file in () if model.archive else model.files:
            with (home / file.name).open("wb") as made:
                made.truncate(file.bytes)


def names(found: Candidates) -> list[str]:
    return [engine.name for engine in found.engines]


def test_vosk_goes_before_whisper(tmp_path: Path) -> None:
    put(tmp_path, "vosk-zh", "whisper-base")
    zh, en = choose(["zh", "en"], Wishes(tmp_path))
    assert (names(zh), names(en)) == (["vosk", "whisper"], ["whisper"])
    assert zh.told == "zh: vosk (vosk-model-small-cn-0.22)"
    assert en.told == "en: whisper (faster-whisper-base)"
    assert (zh.engines[0].streams, zh.engines[1].streams) == (True, False)
    assert zh.engines[0].options == {"language": "zh"}


def test_nothing_on_disk_is_keys_only_and_says_what_to_do(tmp_path: Path) -> None:
    zh, yue = choose(["zh", "yue"], Wishes(tmp_path))
    assert zh.told == (
        "no recogniser for zh: keys only (hotline models fetch vosk-zh or hotline models fetch whisper-base)"
    )
    assert yue.told == (
        "no recogniser for yue: keys only "
        "(no model is known for it; a Vosk model of your own can be named in speech.models.yue)"
    )


def test_half_a_model_is_none(tmp_path: Path) -> None:
    put(tmp_path, "whisper-base")
    (tmp_path / "faster-whisper-base/vocabulary.txt").unlink()
    (en,) = choose(["en"], Wishes(tmp_path))
    assert names(en) == []


def test_an_engine_may_be_forced(tmp_path: Path) -> None:
    put(tmp_path, "vosk-zh", "vosk-en", "whisper-base")
    zh, en = choose(["zh", "en"], Wishes(tmp_path, forced={"zh": "whisper", "en": "none"}))
    assert names(zh) == ["whisper"]
    assert en.told == "no recogniser for en: keys only (speech.engines.en is none)"


def test_a_forced_engine_is_not_silently_replaced(tmp_path: Path) -> None:
    put(tmp_path, "whisper-base")
    (zh,) = choose(["zh"], Wishes(tmp_path, forced={"zh": "vosk"}))
    assert zh.told == "no recogniser for zh: keys only (hotline models fetch vosk-zh)"


def test_speech_may_be_off(tmp_path: Path) -> None:
    put(tmp_path, *(model.name for model in MODELS))
    (zh,) = choose(["zh"], Wishes(tmp_path, on=False))
    assert zh.told == "no recogniser for zh: keys only (speech.on is false)"


def test_a_model_of_ones_own_wins(tmp_path: Path) -> None:
    put(tmp_path, "vosk-zh")
    own = {"zh": Path("/srv/big-zh"), "yue": Path("/srv/yue")}
    zh, yue = choose(["zh", "yue"], Wishes(tmp_path, own=own))
    assert [str(engine.folder) for engine in zh.engines] == ["/srv/big-zh"]
    assert yue.told == "yue: vosk (yue)"


def test_a_language_named_twice_is_one(tmp_path: Path) -> None:
    assert len(choose(["zh", "zh"], Wishes(tmp_path))) == 1


def test_a_package_that_is_not_installed() -> None:
    engine = Engine("future", "no_such_package.engine:load", Path("/nowhere"))
    with pytest.raises(EngineUnusable, match="future is not installed"):
        engine.load(1)
