"""Telling other systems: in nobody's way, signed, tried again, and never lost without a trace."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import stat
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import orjson
import pytest
from pydantic import SecretStr, ValidationError

from connectors.addresses import Allowed
from connectors.answers import SourceFailed
from connectors.posting import Posting
from service.config_hooks import HookSettings
from service.hooks import LARGEST, MOST, SIGNATURE, Told, WebHook, link_of
from tests.fakes.clock import EPOCH, ManualClock
from tests.waiting import until

RINGS = Told("ringing", EPOCH, "call-1", "offer-1", "lin", "13900001111", "wealth", "13800001111", "Li", "vip", 20.0)
SETTINGS = HookSettings(
    url="https://sms.example/hook", secret=SecretStr("s3cret"), link="https://crm.example/c/{number}"
)


class Gateway:
    """Takes messages, or refuses the first ones."""

    def __init__(self, refuses: int = 0) -> None:
        self.refuses, self.asked = refuses, 0
        self.taken: list[tuple[str, bytes, Mapping[str, str]]] = []

    async def __call__(self, url: str, body: bytes, headers: Mapping[str, str], within: float) -> None:
        self.asked += 1
        if self.asked <= self.refuses:
            raise SourceFailed("sms.example says 503")
        self.taken.append((url, body, headers))


@asynccontextmanager
async def running(hook: WebHook) -> AsyncIterator[None]:
    task = asyncio.create_task(hook.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def hook_of(
    gateway: Gateway, folder: Path, settings: HookSettings = SETTINGS
) -> tuple[WebHook, ManualClock, list[str]]:
    clock, counted = ManualClock(), list[str]()
    return WebHook(settings, gateway, clock, folder / "not-told.jsonl", counted.append), clock, counted


async def test_who_calls_is_told_with_a_link_and_signed(tmp_path: Path) -> None:
    gateway = Gateway()
    hook, clock, counted = hook_of(gateway, tmp_path)
    async with running(hook):
        hook.tell(RINGS)
        await clock.until(lambda: gateway.taken)
    [(url, body, headers)] = gateway.taken
    told = orjson.loads(body)
    assert url == SETTINGS.url
    assert (told["number"], told["segment"], told["queue"], told["waited"]) == ("13800001111", "vip", "wealth", 20.0)
    assert told["link"] == "https://crm.example/c/13800001111"
    assert headers[SIGNATURE] == f"sha256={hmac.new(b's3cret', body, hashlib.sha256).hexdigest()}"
    assert counted == ["told"]


async def test_it_is_tried_again_with_pauses(tmp_path: Path) -> None:
    gateway = Gateway(refuses=2)
    hook, clock, counted = hook_of(gateway, tmp_path)
    async with running(hook):
        hook.tell(RINGS)
        await clock.until(lambda: gateway.taken)
    assert clock.now() - EPOCH == pytest.approx(6.0)
    assert (gateway.asked, counted) == (3, ["told"])


async def test_what_could_not_be_told_is_kept(tmp_path: Path) -> None:
    gateway = Gateway(refuses=3)
    hook, clock, counted = hook_of(gateway, tmp_path)
    async with running(hook):
        hook.tell(RINGS)
        await clock.until(lambda: counted)
    [line] = (tmp_path / "not-told.jsonl").read_text().splitlines()
    assert (orjson.loads(line)["call"], orjson.loads(line)["why"]) == ("call-1", "sms.example says 503")
    assert counted == ["failed"]
    assert stat.S_IMODE((tmp_path / "not-told.jsonl").stat().st_mode) == 0o600, "it names callers"


async def test_the_file_of_what_was_not_told_has_an_end(tmp_path: Path) -> None:
    kept = tmp_path / "not-told.jsonl"
    kept.write_bytes(b"x" * (LARGEST + 1))
    hook, clock, counted = hook_of(Gateway(refuses=3), tmp_path)
    async with running(hook):
        hook.tell(RINGS)
        await clock.until(lambda: counted)
    assert kept.stat().st_size == LARGEST + 1


async def test_events_that_are_not_wanted_are_not_told(tmp_path: Path) -> None:
    gateway = Gateway()
    hook, clock, _ = hook_of(gateway, tmp_path, SETTINGS.model_copy(update={"on": ("accepted",)}))
    async with running(hook):
        hook.tell(RINGS)
        await clock.advance(60)
    assert gateway.asked == 0


async def test_telling_never_waits_and_the_oldest_is_given_up(tmp_path: Path) -> None:
    hook, _, counted = hook_of(Gateway(), tmp_path)
    for _ in range(MOST + 2):
        hook.tell(RINGS)
    assert counted == ["dropped", "dropped"]
    assert len((tmp_path / "not-told.jsonl").read_text().splitlines()) == 2


async def test_a_full_disk_stops_nothing(tmp_path: Path) -> None:
    gateway = Gateway(refuses=99)
    hook, clock, counted = hook_of(gateway, tmp_path / "nowhere")
    async with running(hook):
        hook.tell(RINGS)
        hook.tell(RINGS)
        await clock.until(lambda: len(counted) == 2)
    assert counted == ["failed", "failed"]


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("138/../admin?x=1#", "https://crm.example/c/138%2F..%2Fadmin%3Fx%3D1%23"),
        ("{call}", "https://crm.example/c/%7Bcall%7D"),
    ],
)
def test_a_caller_cannot_lead_the_link_elsewhere(number: str, link: str) -> None:
    told = Told("ringing", EPOCH, "call-1", "offer-1", "lin", "139", "wealth", number, "", "", 0.0)
    assert link_of("https://crm.example/c/{number}", told) == link


@pytest.mark.parametrize("url", ["ftp://sms.example", "sms.example", "https://", "file:///etc/passwd"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        HookSettings(url=url)


# --- over the network


class Server:
    """Answers every request with one status, and keeps what it was sent."""

    def __init__(self, status: int) -> None:
        self.status, self.requests = status, list[bytes]()

    async def __aenter__(self) -> Server:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        self.requests.append(head + await reader.readexactly(length))
        place = b"Location: http://169.254.169.254/\r\n" if self.status == 302 else b""
        writer.write(b"HTTP/1.1 %d x\r\nContent-Length: 0\r\n%s\r\n" % (self.status, place))
        await writer.drain()
        writer.close()


async def test_it_is_posted_to_an_address_that_is_allowed() -> None:
    async with Server(204) as server:
        posting = Posting(Allowed.of(["127.0.0.1"]))
        await posting.post(f"http://127.0.0.1:{server.port}/hook", b'{"a":1}', {SIGNATURE: "x"}, 10.0)
        await until(lambda: server.requests)
    assert server.requests[0].startswith(b"POST /hook HTTP/1.1")
    assert server.requests[0].endswith(b'{"a":1}')


@pytest.mark.parametrize("status", [302, 404, 500])
async def test_anything_but_a_yes_is_a_failure_and_no_redirect_is_followed(status: int) -> None:
    async with Server(status) as server:
        with pytest.raises(SourceFailed, match=str(status)):
            await Posting(Allowed.of(["127.0.0.1"])).post(f"http://127.0.0.1:{server.port}/", b"{}", {}, 10.0)


async def test_a_private_address_is_not_posted_to_unless_allowed() -> None:
    async with Server(200) as server:
        with pytest.raises(SourceFailed):
            await Posting(Allowed.of([])).post(f"http://127.0.0.1:{server.port}/", b"{}", {}, 10.0)
        assert server.requests == []
