"""The bench of the AMI client: its rows on our client, and how its figures are judged. Nothing here is timed."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
import pytest

from service.bench.ami import OURS, OURS_UVLOOP, PEER, AmiFigures, Ratio, _server, tables
from service.bench.ami_clients import Hotline
from service.bench.ami_rows import Row, rows


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with _server(events=30) as listening:
        yield listening


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_our_client_passes_every_row(row: Row, port: int) -> None:
    assert row.run(Hotline(OURS), port)


def test_the_stream_arrives_whole(port: int) -> None:
    names: list[str] = []
    seconds = Hotline(OURS).play(port, "busy", lambda event: names.append(event.name))
    assert len(names) == 31
    assert len(set(names)) == 16
    assert seconds > 0


def figures(ratio: float, passed: bool) -> AmiFigures:
    clients = (OURS, OURS_UVLOOP, PEER, "asterisk-ami", "panoramisk, uvloop")
    row = Row("a row", lambda client, port: True, dict.fromkeys(clients, passed))
    speed = {"a few headers read": dict.fromkeys(clients, 1000.0)}
    return AmiFigures(10, 1, speed, [Ratio("ours / peer", ratio, 1.6), Ratio("for information", 0.1, None)], [row])


@pytest.mark.parametrize(("ratio", "passed", "ok"), [(1.6, True, True), (1.59, True, False), (9.0, False, False)])
def test_ok_needs_every_target_and_every_row(ratio: float, passed: bool, ok: bool) -> None:
    found = figures(ratio, passed)
    told = orjson.loads(found.as_json())
    assert (found.ok, told["ok"]) == (ok, ok)
    assert told["ratios"][0] == {"name": "ours / peer", "value": ratio, "target": 1.6, "ok": ratio >= 1.6}
    assert told["failed_rows"]["value"] == (0 if passed else 1)
    assert len(tables(found)) == 3
