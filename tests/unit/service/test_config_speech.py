"""The settings of speech: what is written wrong is told, and what is left out works."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from calls.errors import WrongSettings
from service.config import Settings


def settings(folder: Path, text: str) -> Settings:
    file = folder / "hotline.toml"
    file.write_text(text, "utf-8")
    return Settings.read(file)


def test_left_out_it_works(tmp_path: Path) -> None:
    found = settings(tmp_path, "")
    assert found.speech.on
    assert found.models_folder == Path("var/models")
    assert 1 <= found.speech.processes <= 4


def test_what_is_written_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_SPEECH__ENGINES", '{"en": "vosk"}')
    found = settings(tmp_path, '[speech]\nfolder = "/srv/models"\nworkers = 3\nmodels = {yue = "/srv/yue"}\n')
    assert found.models_folder == Path("/srv/models")
    assert found.speech.processes == 3
    assert found.speech.engines == {"en": "vosk"}
    assert found.speech.models == {"yue": Path("/srv/yue")}


@pytest.mark.parametrize(("processors", "workers"), [(1, 1), (2, 2), (64, 4), (None, 1)])
def test_as_many_workers_as_processors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processors: int | None, workers: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    assert settings(tmp_path, "").speech.processes == workers


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("workers = 0", "speech.workers: a number from 1 to 64, or auto (found 0)"),
        ('workers = "many"', "speech.workers: a number from 1 to 64, or auto (found 'many')"),
        ("threads = 0", "speech.threads: Input should be greater than or equal to 1 (found 0)"),
        ("deadline = 0", "speech.deadline: Input should be greater than 0 (found 0)"),
        ("at_once = 0", "speech.at_once: Input should be greater than or equal to 1 (found 0)"),
        (
            'mirror = "ftp://x"',
            "speech.mirror: an address that begins with https:// or http://, or a folder on this machine (found 'ftp://x')",
        ),
        ('engines = {zh = "siri"}', "speech.engines.zh: Input should be 'vosk', 'whisper' or 'none' (found 'siri')"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, written: str, told: str) -> None:
    with pytest.raises(WrongSettings) as wrong:
        settings(tmp_path, f"[speech]\n{written}\n")
    assert told in str(wrong.value)
