"""The pages: files that were built by `npm run build`. A path that is no file is a page of the application."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from mimetypes import guess_type
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from console.api import PREFIX
from console.security.headers import policy

INDEX, HASHED = "index.html", "assets"
NONCE = "CSP_NONCE"
"""Where it stands in index.html, each reply has a new one: style elements that carry it are allowed."""
FOREVER, ALWAYS_ASK = "public, max-age=31536000, immutable", "no-cache"
PACKED = (("br", ".br"), ("gzip", ".gz"))
MISSING = """\
<!doctype html><html lang="en"><meta charset="utf-8"><title>hotline</title>
<h1>The console's pages are not built</h1>
<p>The service runs, and its API answers. <code>make run</code> builds the pages; by hand:</p>
<pre>cd console/web &amp;&amp; npm ci &amp;&amp; npm run build</pre></html>
"""


def add_pages(app: FastAPI, folder: Path) -> None:
    """Serve what is in this folder."""
    pages = Pages(folder)
    app.add_api_route(
        "/{path:path}", pages.reply, methods=["GET", "HEAD"], include_in_schema=False, response_model=None
    )


class Pages:
    """The files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    async def reply(self, request: Request, path: str) -> Response:
        """A file, packed where there is one and the browser takes it; else the application's first page."""
        if f"/{path}".startswith(("/api/", PREFIX)):
            raise HTTPException(404, "no such route")
        file = self._file(path)
        if file is not None:
            return _sent(file, path, request.headers)
        if path.startswith(f"{HASHED}/"):
            raise HTTPException(404, "no such file")
        return self._index(request.headers.get("host", ""))

    def _file(self, path: str) -> Path | None:
        """The file of this path, never one outside of the folder."""
        if not path or path == INDEX or "\x00" in path:
            return None
        file = (self._folder / path).resolve()
        return file if file.is_relative_to(self._folder) and file.is_file() else None

    def _index(self, host: str) -> Response:
        try:
            page = (self._folder / INDEX).read_text("utf-8")
        except FileNotFoundError:
            return HTMLResponse(MISSING, 503)
        if NONCE not in page:
            return HTMLResponse(page, headers={"cache-control": ALWAYS_ASK})
        nonce = secrets.token_urlsafe(16)
        headers = {"cache-control": "no-store", "content-security-policy": policy(host, nonce)}
        return HTMLResponse(page.replace(NONCE, nonce), headers=headers)


def _sent(file: Path, path: str, asked: Headers) -> Response:
    """The file, or only that it is the one that the browser has."""
    headers = {"cache-control": FOREVER if path.startswith(f"{HASHED}/") else ALWAYS_ASK, "vary": "Accept-Encoding"}
    taken = [each.partition(";")[0].strip() for each in asked.get("accept-encoding", "").split(",")]
    name, found = _packed(file, taken) or ("", file)
    if name:
        headers["content-encoding"] = name
    media_type, _ = guess_type(file.name)
    reply = FileResponse(found, headers=headers, media_type=media_type, stat_result=found.stat())
    if reply.headers["etag"] in asked.get("if-none-match", ""):
        return Response(status_code=304, headers={**headers, "etag": reply.headers["etag"]})
    return reply


def _packed(file: Path, taken: Sequence[str]) -> tuple[str, Path] | None:
    for name, ending in PACKED:
        found = file.with_name(file.name + ending)
        if name in taken and found.is_file():
            return name, found
    return None
