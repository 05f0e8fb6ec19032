"""A log is read by many: it shows no caller's number, not in a field, not in a traceback, and no variables at all."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog

from acd.messages import Joined
from calls.ids import CallId
from service.config import Log
from service.logs import set_up_logs

NUMBER = "13800001111"


@pytest.fixture(autouse=True)
def _configured_anew_afterwards() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def fail_on(number: str) -> None:
    """A fault with the number in its message and a secret among its variables."""
    secret = "hidden" + "-in-a-variable"
    raise ValueError(f"cannot call {number} by {len(secret)}")


def logged(format_: Literal["json", "console"], capfdbinary: pytest.CaptureFixture[bytes]) -> str:
    set_up_logs(Log(level="info", format=format_))
    log = structlog.get_logger("a test")
    try:
        fail_on(NUMBER)
    except ValueError:
        log.exception("task failed", task="call 1")
    return capfdbinary.readouterr().err.decode()


@pytest.mark.parametrize("format_", ["json", "console"])
def test_a_traceback_shows_neither_number_nor_variables(
    format_: Literal["json", "console"], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = logged(format_, capfdbinary)
    assert "ValueError: cannot call 138****1111" in text
    assert "in fail_on" in text
    assert NUMBER not in text
    assert "hidden-in-a-variable" not in text
    assert "locals" not in text


def test_a_traceback_is_one_line_of_json(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (line,) = logged("json", capfdbinary).splitlines()
    told = json.loads(line)
    assert told["event"] == "task failed"
    assert told["level"] == logging.getLevelName(logging.ERROR).lower()


@pytest.mark.parametrize("format_", ["json", "console"])
def test_a_refused_event_is_logged_without_its_caller(
    format_: Literal["json", "console"], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    set_up_logs(Log(level="info", format=format_))
    event = Joined(CallId("call-1"), "orders", 0, 0.0, caller=NUMBER, language="zh")
    structlog.get_logger("a test").error("dispatcher refused an event", what=event)
    text = capfdbinary.readouterr().err.decode()
    assert "orders" in text
    assert NUMBER not in text
