"""Whatever is logged under whatever name: numbers and names are hidden, ids and counts stay readable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from acd.messages import Joined
from calls.events import Caller
from calls.happenings.menu import Pressed
from calls.happenings.queue import Queued
from calls.happenings.talk import Connected, Transferred
from calls.happenings.visit import Arrived
from calls.ids import CallId, LegId, PersonId
from calls.switch import Outside
from service.config import Log
from service.logs import mask_personal, set_up_logs

NUMBER, MASKED = "13800001111", "138****1111"


@pytest.fixture(autouse=True)
def _configured_anew_afterwards() -> Iterator[None]:
    yield
    structlog.reset_defaults()


@dataclass
class Odd:
    """Something that nobody thought of."""

    inside: dict[str, Any] = field(default_factory=dict)


class Rude:
    """An object that tells in its own words."""

    def __repr__(self) -> str:
        return f"<Rude {NUMBER}>"


def logged(capfdbinary: pytest.CaptureFixture[bytes], **fields: Any) -> str:
    set_up_logs(Log(level="debug", format="json"))
    structlog.get_logger("a test").info("something", **fields)
    return capfdbinary.readouterr().err.decode()


@pytest.mark.parametrize(
    "value",
    [
        NUMBER,
        f"calls {NUMBER} now",
        [NUMBER],
        (NUMBER, [NUMBER]),
        {NUMBER},
        {"to": NUMBER},
        {"deep": {"deeper": [{"to": NUMBER}]}},
        Caller(NUMBER, "Li"),
        Joined(CallId("call-1"), "orders", 0, 0.0, caller=NUMBER),
        Outside(NUMBER),
        Odd({"to": [NUMBER]}),
        Rude(),
        ValueError(f"cannot call {NUMBER}"),
        Path(f"/rec/{NUMBER}.wav"),
        f"+86{NUMBER}",
        "138 0000 1111",
    ],
)
@pytest.mark.parametrize("key", ["told", "number", "because", "what"])
def test_a_number_is_hidden_wherever_it_stands(key: str, value: Any, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    text = logged(capfdbinary, **{key: value})
    assert json.loads(text)["event"] == "something"
    for shown in (NUMBER, "138 0000 1111", "8000011"):
        assert shown not in text


@pytest.mark.parametrize(
    "what",
    [
        Arrived(LegId("1795333604.27"), "95105", NUMBER, "张三丰"),
        Transferred(NUMBER, "wei"),
        Joined(CallId("call-1"), "orders", 0, 0.0, caller=NUMBER),
    ],
)
def test_a_happening_is_flat_and_hides_its_caller(what: Any, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    told = json.loads(logged(capfdbinary, call_id="call-20261122-061530-7f3a9c01", what=what))
    assert "what" not in told
    assert told["call_id"] == "call-20261122-061530-7f3a9c01"
    assert MASKED in told.values()
    assert "三丰" not in json.dumps(told, ensure_ascii=False)


def test_what_helps_to_understand_stays(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    told = json.loads(
        logged(capfdbinary, what=Queued("orders", 5, 1795333600.125), leg=LegId("1795333604.27"), waiting=12)
    )
    assert (told["queue"], told["priority"], told["joined_at"]) == ("orders", 5, 1795333600.125)
    assert (told["leg"], told["waiting"]) == ("1795333604.27", 12)
    told = json.loads(logged(capfdbinary, what=Connected(PersonId("wei"), LegId("leg-1")), seat="1003"))
    assert (told["person"], told["seat"]) == ("wei", "1003")


def test_a_happening_cannot_change_what_the_line_is_about(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    @dataclass
    class Sly:
        event: str = "all is well"
        level: str = "debug"
        call_id: str = "another"

    told = json.loads(logged(capfdbinary, call_id="call-1", what=Sly()))
    assert (told["event"], told["level"], told["call_id"]) == ("something", "info", "call-1")


def test_keys_pressed_are_not_for_the_log(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Whoever logs a happening himself, past the chronicle, gives no PIN away."""
    assert "4711" not in logged(capfdbinary, what=Pressed("pin", "4711"))


def test_a_line_stays_one_line(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    text = logged(capfdbinary, name="a\nb", why="x\r\n{}\u2028")
    assert len(text.splitlines()) == 1 or len(text.split("\n")) == 2


def test_below_its_level_nothing_is_logged(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    set_up_logs(Log(level="error", format="json"))
    structlog.get_logger("a test").warning("something")
    assert capfdbinary.readouterr().err == b""


def test_people_get_readable_lines(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    set_up_logs(Log(format="console"))
    structlog.get_logger("a test").info("something", number=NUMBER, told={"to": NUMBER})
    text = capfdbinary.readouterr().err.decode()
    assert "something" in text
    assert NUMBER not in text


@given(
    st.dictionaries(st.text(max_size=8), st.recursive(st.text() | st.integers() | st.none(), st.lists, max_leaves=5))
)
def test_masking_takes_anything(event: dict[str, Any]) -> None:
    assert set(mask_personal(None, "info", dict(event))) == set(event)
