"""The list of known models."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from speech.errors import ModelUnknown
from speech.models import MODELS, digest, known
from tests.unit.speech.model_fetching import BYTES


def test_every_known_model_has_digests_and_sources() -> None:
    for model in MODELS:
        assert model.licence in ("Apache-2.0", "MIT")
        for each in model.files:
            assert len(bytes.fromhex(each.sha256)) == 32
            assert all(url.startswith("https://") for url in each.urls)
            assert each.urls


def test_names() -> None:
    assert known("vosk-zh") is known("vosk-model-small-cn-0.22")
    with pytest.raises(ModelUnknown, match="no model is called 'vosk-xx': there are vosk-zh, vosk-en, whisper-base"):
        known("vosk-xx")


def test_the_digest(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(BYTES)
    assert digest(tmp_path / "a") == hashlib.sha256(BYTES).hexdigest()
