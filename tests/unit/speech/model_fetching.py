"""A small model to fetch, and what a fetch of it told."""

from __future__ import annotations

import hashlib
import socket
from pathlib import Path

from speech.models import Model, ModelFile, Part
from speech.models_fetching import fetch

BYTES = bytes(range(256)) * 1200
TOKENS = b'{"a": 1}'


def file(name: str, data: bytes, *urls: str, parts: tuple[Part, ...] = ()) -> ModelFile:
    return ModelFile(name, len(data), hashlib.sha256(data).hexdigest(), urls, parts)


def plain(*servers: str) -> Model:
    """A model of two files."""
    files = (
        file("model.bin", BYTES, *(f"{server}/model.bin" for server in servers)),
        file("tokens.json", TOKENS, *(f"{server}/tokens.json" for server in servers)),
    )
    return Model("plain", "whisper", ("zh",), "plain-1", "MIT", files)


FILES = {"/model.bin": BYTES, "/tokens.json": TOKENS}


class Seen:
    """Progress and what was told."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int, int]] = []
        self.lines: list[str] = []

    def progress(self, step: str, done: int, total: int) -> None:
        self.steps.append((step, done, total))


def fetched(model: Model, folder: Path, seen: Seen, mirror: str = "") -> Path:
    return fetch(model, folder, seen.progress, seen.lines.append, mirror)


def whole(folder: Path) -> bool:
    home = folder / "plain-1"
    return (home / "model.bin").read_bytes() == BYTES and (home / "tokens.json").read_bytes() == TOKENS


def nobody() -> str:
    """An address where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"
