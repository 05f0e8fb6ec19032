"""Archives of models: nothing outside their folder, nothing beyond measure."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from speech import models_unpacking
from speech.errors import FetchFailed
from speech.models import MANIFEST, Model, State, is_ready, verify
from tests.unit.speech.model_fetching import BYTES, Seen, fetched, file
from tests.unit.speech.model_server import serving


def zipped(*members: tuple[str, bytes], link: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
        if link:
            info = zipfile.ZipInfo(link)
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, "/etc/passwd")
    return made.getvalue()


GOOD = (("vosk-1/am/final.mdl", BYTES), ("vosk-1/README", b"read me"))


def archived(data: bytes, server: str) -> Model:
    return Model("vosk-zh", "vosk", ("zh",), "vosk-1", "MIT", (file("vosk-1.zip", data, f"{server}/a"),), archive=True)


def test_an_archive_is_unpacked_with_a_manifest(tmp_path: Path, seen: Seen) -> None:
    data = zipped(*GOOD)
    with serving(files={"/a": data}) as server:
        model = archived(data, server.url)
        fetched(model, tmp_path, seen)
    assert (tmp_path / "vosk-1/am/final.mdl").read_bytes() == BYTES
    assert is_ready(model, tmp_path)
    assert verify(model, tmp_path) == (State.VERIFIED, "")
    assert seen.steps[-1] == ("unpacking", len(BYTES) + 7, len(BYTES) + 7)
    assert [each.name for each in tmp_path.iterdir() if each.is_dir()] == ["vosk-1"]
    (tmp_path / "vosk-1/README").write_bytes(b"changed")
    assert verify(model, tmp_path)[0] is State.DAMAGED
    (tmp_path / "vosk-1" / MANIFEST).write_bytes(b"[1]")
    assert verify(model, tmp_path)[0] is State.DAMAGED


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (zipped(*GOOD, ("../outside", b"")), "outside"),
        (zipped(*GOOD, ("/etc/outside", b"")), "outside"),
        (zipped(*GOOD, ("vosk-1/../../outside", b"")), "outside"),
        (zipped(*GOOD, ("vosk-1/..\\outside", b"")), "outside"),
        (zipped(*GOOD, ("another/outside", b"")), "outside"),
        (zipped(*GOOD, link="vosk-1/link"), "is a link"),
        (zipped(), "no folder vosk-1"),
        (zipped(*GOOD)[:-30], "not a zip file"),
        (b"no archive at all", "not a zip file"),
    ],
)
def test_bad_archives(tmp_path: Path, seen: Seen, data: bytes, why: str) -> None:
    with serving(files={"/a": data}) as server, pytest.raises(FetchFailed, match=why):
        fetched(archived(data, server.url), tmp_path / "models", seen)
    assert not (tmp_path / "models/vosk-1").exists()
    assert not list(tmp_path.rglob("outside"))


def test_an_archive_that_grows_beyond_measure(tmp_path: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models_unpacking, "AT_MOST", 1000)
    data = zipped(*GOOD)
    with serving(files={"/a": data}) as server, pytest.raises(FetchFailed, match="too much for a model"):
        fetched(archived(data, server.url), tmp_path, seen)


def test_an_archive_that_lies_about_its_sizes(tmp_path: Path, seen: Seen) -> None:
    data = bytearray(zipped(("vosk-1/a", BYTES)))
    size = len(BYTES).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (10).to_bytes(4, "little")
    with serving(files={"/a": bytes(data)}) as server, pytest.raises(FetchFailed, match="cannot be unpacked"):
        fetched(archived(bytes(data), server.url), tmp_path, seen)
