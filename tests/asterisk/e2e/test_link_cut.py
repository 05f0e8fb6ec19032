"""The link to an Asterisk that somebody else runs is cut in the middle of a command: nobody is rung twice, nobody is lost.

What was sent is not sent again: the state is read anew, and decided anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
import pytest_asyncio

from calls.contact import Outcome
from service import bootstrap
from service.config import Settings
from service.config_lines import SwitchSettings
from service.plans import load_catalogue, load_configuration
from service.switchboard import exchange_settings
from telephony.ami import AmiLink, LinkPace
from telephony.embedded.exchange import Exchange
from telephony.embedded.installation import Installation
from telephony.translate import EVENTS_READ
from tests.asterisk.centre import Centre, settings_of
from tests.asterisk.conftest import accounts_of
from tests.asterisk.e2e.conftest import held
from tests.asterisk.judges import PjsuaSeat, sipp_calls
from tests.asterisk.plan import line_of, menu_of
from tests.contract.switch.relay import Relay
from tests.ports import NOBODY
from tests.waiting import until

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(60)]


class Scissors(Relay):
    """A cable that is cut when a certain word passes: `before` the other side gets it, or just after."""

    word, before, cuts = b"", True, 0

    def wait_for(self, word: str, before: bool) -> None:
        """Cut once, at this word."""
        self.word, self.before = word.encode(), before

    async def _pass_on(self, near: asyncio.StreamReader, near_writer: asyncio.StreamWriter) -> None:
        watched, far_side = asyncio.StreamReader(), near
        watching = asyncio.create_task(self._watch(far_side, watched))
        try:
            await super()._pass_on(watched, near_writer)
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def _watch(self, source: asyncio.StreamReader, target: asyncio.StreamReader) -> None:
        while data := await source.read(65536):
            found = bool(self.word) and self.word in data
            if not (found and self.before):
                target.feed_data(data)
            if found:
                self.word, self.cuts = b"", self.cuts + 1
                # A moment for what has been fed to go out; nothing is waited for.
                await asyncio.sleep(0.0 if self.before else 0.02)
                self.cut()
                self.mend()
        target.feed_eof()


@dataclass
class Wired:
    """A centre, and the cable between service and Asterisk."""

    centre: Centre
    cable: Scissors

    async def cut_at(self, word: str, before: bool) -> None:
        """Cut the cable when this word passes; returns when it happened and the link is up again."""
        cuts = self.cable.cuts
        self.cable.wait_for(word, before)
        await until(lambda: self.cable.cuts > cuts, 20, f"{word} on the wire")
        house = self.centre.service.house
        await until(lambda: not house.reception.open.is_set(), 5, "the link's loss")
        await until(house.reception.open.is_set, 15, "the link again")


@asynccontextmanager
async def _wired(folder: Path, installation: Installation) -> AsyncIterator[Wired]:
    settings = Settings.read(settings_of(folder, installation, NOBODY))
    catalogue = load_catalogue(settings)
    configuration = load_configuration(settings, catalogue)
    rendered = exchange_settings(settings, configuration, EVENTS_READ, catalogue.music, running=False)
    exchange, cable = Exchange(rendered, installation), Scissors("127.0.0.1", rendered.ami_port)
    await exchange.start()
    try:
        switch = SwitchSettings.model_validate({
            "mode": "external", "port": await cable.start(), "secret": rendered.ami_secret, "system_name": rendered.system_name,
        })  # fmt: skip
        external = settings.model_copy(update={"switch": switch})
        # The pauses between two tries grow with every cut that follows closely on another; these tests cut often.
        hasty = partial(AmiLink, pace=LinkPace(shortest_wait=0.3, longest_wait=1.0))
        with patch("service.linking.AmiLink", hasty):
            async with bootstrap.running(external, lambda step, done, total: None, lambda text: None) as service:
                yield Wired(Centre(service, accounts_of(rendered)), cable)
    finally:
        await cable.stop()
        await exchange.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def wired(tmp_path_factory: pytest.TempPathFactory, installation: Installation) -> AsyncIterator[Wired]:
    """A service on an Asterisk that it did not start."""
    async with held(_wired(tmp_path_factory.mktemp("wired"), installation)) as wired:
        yield wired


@pytest.mark.parametrize("before", [True, False], ids=["not sent", "sent, not answered"])
async def test_cut_at_the_ringing(wired: Wired, before: bool) -> None:
    centre, number = wired.centre, f"1391116000{before:d}"
    async with centre.seat("kept1") as agent:
        cutting = asyncio.create_task(wired.cut_at("Action: Originate", before))
        account = centre.from_outside(number)
        calling = asyncio.create_task(sipp_calls("trunk_until_bye.xml", account, line_of("kept"), within=30))
        await cutting
        call = await agent.incoming(within=15)
        await agent.answer(call)
        await centre.state("kept1", "TALKING")
        await agent.hang_up(call)
        assert (await calling).ok
        assert len([event for event in agent.events if event.kind == "incoming"]) == 1
        record = await centre.record(number)
    assert (record.outcome, record.person) == (Outcome.SERVED, "kept1")
    assert len(record.gaps) == 1


async def test_cut_in_the_menu(wired: Wired) -> None:
    """The caller hears the menu again, and his key counts."""
    centre, account = wired.centre, wired.centre.accounts["trial-caller3"]
    async with centre.seat("tones1") as agent, PjsuaSeat(account.user, account.secret, centre.sip) as caller:
        cutting = asyncio.create_task(wired.cut_at("STREAM FILE", before=False))
        call = await caller.call(menu_of("tones"))
        await cutting
        await caller.press(call, "1")
        taken = await agent.incoming(within=15)
        await agent.answer(taken)
        await centre.state("tones1", "TALKING")
        await caller.hang_up(call)
        record = await centre.record("caller3")
    assert (record.outcome, record.person, len(record.gaps)) == (Outcome.SERVED, "tones1", 1)


async def test_cut_at_the_joining(wired: Wired) -> None:
    """The agent has answered; whether they were joined is found out, and they talk."""
    centre, number = wired.centre, "13911160009"
    async with centre.seat("main1") as agent:
        cutting = asyncio.create_task(wired.cut_at("Action: Bridge", before=False))
        account = centre.from_outside(number)
        calling = asyncio.create_task(sipp_calls("trunk_until_bye.xml", account, line_of("main"), within=30))
        call = await agent.incoming(within=15)
        await agent.answer(call)
        await cutting
        await centre.state("main1", "TALKING")
        await agent.hang_up(call)
        assert (await calling).ok
        record = await centre.record(number)
    assert (record.outcome, record.person) == (Outcome.SERVED, "main1")
    assert len([event for event in agent.events if event.kind == "incoming"]) == 1
