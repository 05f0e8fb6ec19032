"""Models: fetched whole and right or not at all, whatever the sources do."""

from __future__ import annotations

import shutil
import socket
import threading
from pathlib import Path

import pytest

from speech import models_download, models_fetching
from speech.errors import FetchFailed
from speech.models import State, verify
from speech.models_fetching import fetch
from tests.unit.speech.model_fetching import BYTES, FILES, TOKENS, Seen, fetched, nobody, plain, whole
from tests.unit.speech.model_server import serving


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
