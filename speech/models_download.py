"""One file over HTTP: resumed by ranges (RFC 9110, 14), never longer than it should be, and checked by its digest."""

from __future__ import annotations

import re
import time
from pathlib import Path

import httpx

from speech.models import ModelFile, Progress, digest

TRIES = 20
"""How often a source that breaks off is asked to go on."""
SLOWEST, LOOK_AFTER = 8_000, 20.0
"""Bytes a second below which a source is passed over, looked at from the second so many on."""
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class SourceFailed(Exception):
    """This source did not bring the file. The message says why; the next one is asked."""


class Download:
    """A file from one address."""

    def __init__(self, file: ModelFile, url: str, client: httpx.Client, progress: Progress) -> None:
        self._file, self._url, self._client, self._progress = file, url, client, progress

    def to(self, target: Path) -> None:
        """Bring it to `target`; what came so far is kept in `target.part`. Raises SourceFailed."""
        part = target.with_name(target.name + ".part")
        resumed = _size(part) > 0
        broken = self._bring(part)
        size = _size(part)
        if size < self._file.bytes:
            raise SourceFailed(broken or f"it ends after {size} of {self._file.bytes} bytes")
        if digest(part) == self._file.sha256:
            part.replace(target)
            return
        part.unlink()
        if not resumed:
            raise SourceFailed("its bytes are not the ones that are known (wrong SHA-256)")
        self.to(target)  # the fault may be in what an earlier source had sent

    def _bring(self, part: Path) -> str:
        """Go on as long as something comes; then why nothing more did."""
        for _ in range(TRIES):
            before, broken = _size(part), ""
            try:
                self._go_on(part)
            except httpx.HTTPError as error:
                broken = str(error) or type(error).__name__
            if not before < _size(part) < self._file.bytes:
                break
        return broken

    def _go_on(self, part: Path) -> None:
        """Ask for what is missing, and add it."""
        have = _size(part)
        if have >= self._file.bytes:
            return
        asked = {"Range": f"bytes={have}-", "Accept-Encoding": "identity"} if have else {"Accept-Encoding": "identity"}
        with self._client.stream("GET", self._url, headers=asked) as answer:
            self._write(answer, part, self._start(answer, have))

    def _start(self, answer: httpx.Response, have: int) -> int:
        """Where its bytes belong. Raises SourceFailed for an answer that brings none."""
        if answer.status_code == httpx.codes.OK:
            return 0
        if answer.status_code == httpx.codes.PARTIAL_CONTENT:
            found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
            if found and int(found[1]) == have and found[2] in ("*", str(self._file.bytes)):
                return have
            raise SourceFailed("it answers with another range than was asked for")
        raise SourceFailed(f"it answers {answer.status_code} {answer.reason_phrase}")

    def _write(self, answer: httpx.Response, part: Path, start: int) -> None:
        began, done = time.monotonic(), start
        with part.open("r+b" if start else "wb") as opened:
            opened.seek(start)
            for block in answer.iter_raw():  # without a size: then nothing that came is lost when it breaks off
                done += len(block)
                if done > self._file.bytes:
                    opened.truncate(0)
                    raise SourceFailed(f"it sends more than the {self._file.bytes} bytes that are known")
                opened.write(block)
                self._progress(self._file.name, done, self._file.bytes)
                self._refuse_slow(done - start, time.monotonic() - began)

    def _refuse_slow(self, came: int, seconds: float) -> None:
        if seconds > LOOK_AFTER and came < seconds * SLOWEST:
            raise SourceFailed(f"it is too slow: {came / seconds / 1000:.1f} kB a second")


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
