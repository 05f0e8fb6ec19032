"""One service that listens, for all these tests; its recogniser is the real Whisper, from its packages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from calls.contact import ContactRecord
from service import bootstrap
from service.bench.speaking import Speaker, clip, speaker
from service.config import Data, Settings
from service.recognisers import candidates
from service.service import Service
from service.switchboard import EmbeddedSwitchboard
from store.contacts import Wanted
from telephony.embedded.installation import Installation
from telephony.phones.account import Account
from telephony.phones.recording import Samples
from tests.asterisk.centre import eventually
from tests.asterisk.conftest import CHECKOUT, accounts_of, free_ports
from tests.asterisk.conftest import installation as installation
from tests.asterisk.e2e.conftest import held
from tests.waiting import until

MENU, LONG, ENGLISH = "95105", "95106", "95107"
PLAN = f"""
numbers: {{"{MENU}": menu, "{LONG}": long, "{ENGLISH}": english}}
languages: [zh, en]
flows:
  menu:
    - menu:
        prompt: joined
        choices:
          1: {{go: orders, scenario: orders, phrases: {{zh: [马上为您接通], en: [you are being connected now]}}}}
          2: {{go: farewell, scenario: farewell, phrases: {{zh: [感谢您的来电再见], en: [thank you for calling goodbye]}}}}
        first_within: 3s
        noinput: {{tries: 3, prompts: [noinput], then: farewell}}
        nomatch: {{tries: 3, prompts: [nomatch], then: farewell}}
        operator: no
  long:
    - menu:
        prompt: main_menu
        choices:
          1: {{go: orders, scenario: orders, phrases: {{zh: [马上为您接通]}}}}
          2: {{go: farewell, scenario: farewell, phrases: {{zh: [感谢您的来电再见]}}}}
        noinput: {{tries: 3, then: farewell}}
        operator: no
  english:
    - language: en
    - goto: menu
  orders:
    - say: order_status
    - hang_up
  farewell:
    - hang_up: {{say: goodbye}}
"""


@dataclass
class Listening:
    """A running service whose callers may speak."""

    service: Service
    account: Account

    @asynccontextmanager
    async def caller(self, number: str = MENU) -> AsyncIterator[Speaker]:
        """Somebody on the phone."""
        async with speaker(self.account, number) as caller:
            yield caller

    def voice(self, prompt: str, language: str = "zh") -> Samples:
        """A caller's voice: he says what this prompt says."""
        return clip(self.service.catalogue.sound(prompt, language))

    async def record(self) -> ContactRecord:
        """Of the call that was over last."""

        async def over() -> list[ContactRecord]:
            await self.service.journal.flush()
            rows = await self.service.contacts.contacts(Wanted(limit=1))
            done = rows and rows[0].ended_at is not None and not self.service.house.chronicle.open_records()
            return [await self.service.contacts.contact(rows[0].call)] if done else []

        return (await eventually(over, 20.0, "the end of the call"))[0]

    def counted(self, name: str, **labels: str) -> float:
        """A figure of the service."""
        return self.service.house.metrics.registry.get_sample_value(name, labels) or 0.0

    async def nothing_left(self) -> None:
        """Nobody is listened to any more."""
        house, workers = self.service.house, self.service.recognition._workers
        assert workers is not None
        await until(lambda: not house.crew._tasks and not workers.open, what="nothing left")


@pytest.fixture(scope="package")
def models() -> Path:
    """Whisper from its packages, in the checkout's data folder."""
    settings = Settings().model_copy(update={"data": Data(folder=CHECKOUT / "var")})
    found = candidates(settings, ("zh", "en"))
    assert all(each.engines for each in found), "; ".join(each.told for each in found)
    return settings.models_folder


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def listening(
    tmp_path_factory: pytest.TempPathFactory, installation: Installation, models: Path
) -> AsyncIterator[Listening]:
    """The service, once its recogniser is loaded."""
    async with held(_open(tmp_path_factory.mktemp("listening"), models)) as listening:
        yield listening


@asynccontextmanager
async def _open(folder: Path, models: Path) -> AsyncIterator[Listening]:
    told: list[str] = []
    settings = Settings.read(_settings(folder, models))
    async with bootstrap.running(settings, lambda _step, _done, _total: None, told.append) as service:
        board = service.switchboard
        assert isinstance(board, EmbeddedSwitchboard)
        await until(lambda: {"speech: zh: whisper", "speech: en: whisper"} <= set(told), 60, "the recognisers")
        found = accounts_of(board.rendered)["trial-caller1"]
        yield Listening(service, Account(found.user, found.secret, found.host, found.port))


def _settings(folder: Path, models: Path) -> Path:
    plan, data, root = folder / "plan.yaml", folder / "data", CHECKOUT / "var" / "asterisk-root"
    plan.write_text(PLAN, encoding="utf-8")
    ports, file = free_ports(data), folder / "hotline.toml"
    tree = f'root = "{root}"\n' if root.is_dir() else ""
    file.write_text(
        f'[centre]\ndialplan = "{plan}"\n[data]\nfolder = "{data}"\n[switch]\n{tree}port = {ports.ami}\n'
        f'[sip]\nport = {ports.sip}\n[trial]\ncallers = ["caller1"]\n[log]\nformat = "json"\n'
        f'[speech]\nfolder = "{models}"\nworkers = 1\ndeadline = 8.0\n',
        encoding="utf-8",
    )
    return file
