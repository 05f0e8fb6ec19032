"""A web server on this machine that serves models, with the faults that real ones have."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Served:
    """What it serves, how, and what it was asked for (path and the Range header)."""

    files: dict[str, bytes] = field(default_factory=dict)
    cut_after: int = 0
    """Bytes after which each answer breaks off."""
    ranges: bool = True
    status: int = 0
    stall: threading.Event | None = None
    """Set it to let go of the requests that it holds back after half of what was asked."""
    wrong_range: bool = False
    redirect: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""


class Answers(BaseHTTPRequestHandler):
    """One request."""

    served: Served

    def log_message(self, *args: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        served, asked = self.served, self.headers.get("Range", "")
        served.asked.append((self.path, asked))
        if served.redirect:
            self._head(302, {"Location": served.redirect + self.path})
        elif served.status or self.path not in served.files:
            self._head(served.status or 404, {})
        else:
            self._file(served.files[self.path], asked)

    def _file(self, data: bytes, asked: str) -> None:
        served = self.served
        start = int(found[1]) if served.ranges and (found := re.match(r"bytes=(\d+)-", asked)) else 0
        headers = {"Content-Length": str(len(data) - start)}
        if start:
            shown = start + 1 if served.wrong_range else start
            headers["Content-Range"] = f"bytes {shown}-{len(data) - 1}/{len(data)}"
        self._head(206 if start else 200, headers)
        end = start + served.cut_after if served.cut_after else len(data)
        self.wfile.write(data[start : (start + len(data)) // 2 if served.stall else end])
        self.wfile.flush()
        if served.stall:
            served.stall.wait(30)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True


@contextmanager
def serving(**behaviour: Any) -> Iterator[Served]:
    """A server on a free port; `behaviour`: the fields of Served."""
    served = Served(**behaviour)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("TheseAnswers", (Answers,), {"served": served}))
    served.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        if served.stall:
            served.stall.set()
        server.shutdown()
        thread.join()
        server.server_close()
