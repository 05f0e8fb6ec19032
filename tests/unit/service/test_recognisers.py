"""From settings to workers: Whisper comes out of its packages when a language has nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from service import recognisers
from service.config import Settings
from speech import engines, models
from speech.models import Model, ModelFile, Part


@pytest.fixture(autouse=True)
def small_whisper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Whisper of three bytes in an installed package."""
    package = tmp_path / "site/small_whisper"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "w").write_bytes(b"abc")
    monkeypatch.syspath_prepend(tmp_path / "site")
    file = ModelFile("w", 3, hashlib.sha256(b"abc").hexdigest(), (), (Part("small_whisper", "w"),))
    small = (Model("whisper-base", "whisper", ("zh", "en"), "small", "MIT", (file,)),)
    for module in (recognisers, engines, models):
        monkeypatch.setattr(module, "MODELS", small)


def settings(folder: Path, speech: str = "") -> Settings:
    file = folder / "hotline.toml"
    file.write_text(f'[speech]\nfolder = "{folder}/models"\n{speech}\n', "utf-8")
    return Settings.read(file)


def told(found: Settings, *languages: str) -> list[str]:
    return [each.told for each in recognisers.candidates(found, languages)]


def test_it_is_joined_where_a_language_has_nothing_else(tmp_path: Path) -> None:
    assert told(settings(tmp_path), "zh", "yue") == [
        "zh: whisper (small)",
        "no recogniser for yue: keys only "
        "(no model is known for it; a Vosk model of your own can be named in speech.models.yue)",
    ]
    assert (tmp_path / "models/small/w").read_bytes() == b"abc"


@pytest.mark.parametrize("speech", ["on = false", 'engines = {zh = "vosk"}', 'engines = {zh = "none"}'])
def test_it_is_not_joined_where_nobody_wants_it(tmp_path: Path, speech: str) -> None:
    assert told(settings(tmp_path, speech), "zh")[0].startswith("no recogniser for zh: keys only")
    assert not (tmp_path / "models").exists()


def test_a_model_of_ones_own_is_enough(tmp_path: Path) -> None:
    assert told(settings(tmp_path, 'models = {zh = "/srv/mine"}'), "zh") == ["zh: vosk (mine)"]
    assert not (tmp_path / "models").exists()


def test_a_damaged_package_is_told_and_nothing_stops(tmp_path: Path) -> None:
    (tmp_path / "site/small_whisper/w").write_bytes(b"abd")
    assert told(settings(tmp_path), "zh") == ["no recogniser for zh: keys only (hotline models fetch whisper-base)"]


async def test_no_engine_starts_no_process(tmp_path: Path) -> None:
    found = settings(tmp_path, "on = false\nworkers = 3")
    async with recognisers.recognisers(found, recognisers.candidates(found, ["zh"])) as workers:
        assert workers.pids == []
        assert workers.languages == ()
