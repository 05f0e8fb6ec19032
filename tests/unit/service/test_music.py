"""Music that a queue may name is a folder of WAV files; what is not there is told at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from acd.queues import Queue
from calls.documents import Problems, compose
from service.music import check_music, music_classes


@pytest.fixture
def music(tmp_path: Path) -> Path:
    for name in ("jazz", "general", "default", "odd name", "empty"):
        (tmp_path / name).mkdir()
        if name != "empty":
            (tmp_path / name / "one.wav").write_bytes(b"")
    return tmp_path


def test_folders_with_music_are_classes(music: Path) -> None:
    assert music_classes(music) == {"jazz": music / "jazz"}


@pytest.mark.parametrize(("named", "told"), [("jazz", []), ("default", []), ("jaz", ["did you mean 'jazz'?"])])
def test_music_that_is_not_there_is_told(music: Path, named: str, told: list[str]) -> None:
    problems = Problems()
    node = compose(f"a: {{music: {named}}}\nb:\n", "queues.yaml", problems)
    check_music(node, [Queue("a", music=named), Queue("b")], music)
    assert [hint in each.told() for hint, each in zip(told, problems, strict=True)] == [True] * len(told)
