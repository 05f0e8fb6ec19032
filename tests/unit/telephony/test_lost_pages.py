"""A browser that vanished in a call: its legs are ended, unless it comes back."""

from __future__ import annotations

import asyncio

import pytest

from calls.ids import LegId
from telephony import lost_pages
from telephony.channels import Channel, Channels
from telephony.contacts import Registrations
from telephony.lost_pages import LostPages
from tests.waiting import until

GRACE = 0.05


class Rig:
    """A seat with a desk phone and a browser, each with a leg that is up."""

    def __init__(self) -> None:
        self.channels, self.registrations = Channels(), Registrations()
        self.ended: list[LegId] = []
        self.pages = LostPages(self.channels, self.registrations, self.ended.append)
        for leg, name in (("1.1", "PJSIP/web-1001-00000001"), ("1.2", "PJSIP/1001-00000002")):
            self.channels.add(Channel(LegId(leg), name=name, exists=True))

    def note(self, endpoint: str, status: str, uri: str = "sip:a@b") -> None:
        self.registrations.note(endpoint, uri, status)
        self.pages.changed([endpoint])


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Rig:
    monkeypatch.setattr(lost_pages, "GRACE", GRACE)
    return Rig()


async def _beyond_the_grace() -> None:
    """Let the loop's clock pass it: another timer, set later, has run."""
    passed = asyncio.Event()
    asyncio.get_running_loop().call_later(2 * GRACE, passed.set)
    await passed.wait()


async def test_a_page_that_stays_away_has_its_leg_ended_and_no_other(rig: Rig) -> None:
    rig.note("web-1001", "Created")
    rig.note("web-1001", "Removed")
    assert rig.ended == []
    await until(lambda: rig.ended, what="the end of the page's leg")
    assert rig.ended == ["1.1"]


async def test_a_page_that_comes_back_keeps_its_call(rig: Rig) -> None:
    rig.note("web-1001", "Created")
    rig.note("web-1001", "Removed")
    rig.note("web-1001", "Created", "sip:a@c")
    await _beyond_the_grace()
    assert rig.ended == []


async def test_a_desk_phone_may_lose_its_registration_in_a_call(rig: Rig) -> None:
    rig.note("1001", "Created")
    rig.note("1001", "Removed")
    await _beyond_the_grace()
    assert rig.ended == []


async def test_nothing_is_ended_while_the_link_is_down(rig: Rig) -> None:
    rig.note("web-1001", "Created")
    rig.note("web-1001", "Removed")
    rig.pages.lost()
    await _beyond_the_grace()
    assert rig.ended == []


async def test_who_is_not_there_when_all_is_read_anew_has_the_grace_from_then(rig: Rig) -> None:
    rig.pages.read_anew()
    await until(lambda: rig.ended, what="the end of the page's leg")
    assert rig.ended == ["1.1"]
