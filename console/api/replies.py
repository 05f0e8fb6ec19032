"""Errors as JSON: one form for all of them, and never a value that somebody sent, which may be a password."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket

from calls.errors import HotlineError
from calls.problems import Problem
from console.errors import ConsoleError, WrongValue, status_of
from console.who import note_refusal

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ProblemTold:
    """One thing that is wrong, and where: in a file of the plan, or (without a line) in the request.

    `code`, `found`, `expected`: of a plan's problem, so that a page says it in its own language. `text`: in English.
    """

    file: str
    line: int
    column: int
    text: str
    hint: str
    code: str = ""
    found: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class ErrorTold:
    """Why it was not done. `code` is stable, `remedy` says what to do."""

    code: str
    text: str
    remedy: str
    problems: list[ProblemTold]


_MEANINGS = {
    401: "Nobody is signed in",
    403: "Not allowed, or forged",
    404: "There is no such thing",
    409: "Not as things are now",
    413: "Too large",
    422: "A value is wrong",
    429: "Too often",
    503: "The store or the switch is away",
}
SCHEMA = ErrorTold.__name__
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": text,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{SCHEMA}"}}},
    }
    for status, text in _MEANINGS.items()
}
"""What each route may reply beside its own; for the OpenAPI document. By reference: a model a route costs a second."""


def schemas() -> dict[str, Any]:
    """The schemas behind RESPONSES."""
    made = TypeAdapter(ErrorTold).json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    return {**made.pop("$defs"), SCHEMA: made}


def add_replies(app: FastAPI) -> None:
    """Every error is told in this form."""
    app.add_exception_handler(HotlineError, _ours)
    app.add_exception_handler(RequestValidationError, _wrong_request)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)


async def _ours(connection: HTTPConnection, error: Exception) -> Response:
    assert isinstance(error, HotlineError)
    if isinstance(error, ConsoleError):
        await note_refusal(connection, error)
    status = status_of(error)
    if status >= 500:
        log.warning("request failed", path=connection.url.path, code=error.code, text=str(error))
    headers: Mapping[str, str] = getattr(error, "headers", {})
    told = ErrorTold(error.code, str(error), error.remedy, list(_problems(getattr(error, "problems", ()))))
    return await _reply(connection, told, status, headers)


async def _wrong_request(connection: HTTPConnection, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    problems = [ProblemTold("", 0, 0, f"{_where(each['loc'])}: {each['msg']}", "") for each in error.errors()]
    return await _reply(
        connection, ErrorTold(WrongValue.code, "the request is not as it must be", "", problems), 422, {}
    )


async def _http(connection: HTTPConnection, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 400:  # the framework's, for a body that is no UTF-8 or is nested beyond reading
        return await _ours(connection, WrongValue("the body cannot be read", "send JSON in UTF-8"))
    told = ErrorTold("HL800", str(error.detail).lower(), "", [])
    return await _reply(connection, told, error.status_code, error.headers or {})


async def _fault(request: Request, error: Exception) -> Response:
    """The traceback goes to the log, not to the browser."""
    log.error("fault of the console", path=request.url.path, exc_info=error)
    told = ErrorTold("HL000", "a fault of the service", "look into its log", [])
    return await _reply(request, told, 500, {})


async def _reply(connection: HTTPConnection, told: ErrorTold, status: int, headers: Mapping[str, str]) -> Response:
    response = told_as_json(told, status, headers)
    if isinstance(connection, WebSocket):
        await connection.send_denial_response(response)
    return response


def told_as_json(told: ErrorTold, status: int, headers: Mapping[str, str]) -> JSONResponse:
    """The reply."""
    problems = [{name: getattr(each, name) for name in ProblemTold.__slots__} for each in told.problems]
    body = {"code": told.code, "text": told.text, "remedy": told.remedy, "problems": problems}
    return JSONResponse(body, status, dict(headers))


def _where(loc: Iterable[str | int]) -> str:
    return ".".join(str(part) for part in loc if not isinstance(part, int) or part < 1000)


def _problems(found: Iterable[Any]) -> Iterable[ProblemTold]:
    for each in found:
        if isinstance(each, Problem):
            text = f"found {each.found}, expected {each.expected}"
            values = (each.code, each.found, each.expected)
            yield ProblemTold(each.file, each.line, each.column, text, each.hint, *values)
        elif isinstance(each, ProblemTold):
            yield each
