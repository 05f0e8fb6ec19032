"""`hotline run` with wrong input: it says what is wrong and where, starts nothing, and shows no traceback."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from telephony.embedded.installation import Installation
from tests.asterisk.centre import settings_of
from tests.asterisk.conftest import HERE
from tests.asterisk.e2e.conftest import held
from tests.asterisk.service_process import ServiceProcess
from tests.ports import NOBODY

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(60)]
WRONG_SETTINGS = 2
BROKEN = """\
numbers: {"95105": welcome}
languages: [zh, en]
flows:
  welcome:
    - say: no_such_prompt
    - menu:
        prompt: main_menu
        choices: {1: {go: orders}, 1: {go: orders}}
        noinput: {then: nowhere}
  orders:
    - enqueue: no_such_queue
"""


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def running(
    tmp_path_factory: pytest.TempPathFactory, installation: Installation
) -> AsyncIterator[ServiceProcess]:
    """A service that runs well, for others to collide with."""
    file = settings_of(tmp_path_factory.mktemp("running"), installation, NOBODY)
    async with held(ServiceProcess(file)) as service:
        yield service


@pytest.fixture
def file(tmp_path: Path, installation: Installation) -> Path:
    """Settings of a service of its own."""
    return settings_of(tmp_path, installation, NOBODY)


async def _refused(file: Path) -> str:
    """Start it, and see it end by itself with nothing left; what it said."""
    service = ServiceProcess(file)
    await service.begin()
    try:
        assert await service.ended() == WRONG_SETTINGS, service.told
        assert service.asterisk == 0
    finally:
        await service.__aexit__()
    assert "Traceback" not in service.told
    return service.told


async def test_every_mistake_of_the_dialplan_is_told_at_once(file: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(BROKEN)
    told = await _refused(file)
    for line, word in ((5, "no_such_prompt"), (8, "1"), (9, "nowhere"), (11, "no_such_queue")):
        assert any(f"plan.yaml:{line}:" in each and word in each for each in told.splitlines()), (line, word, told)


async def test_a_dialplan_that_is_no_yaml(file: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("flows: [\n  unclosed: {")
    assert "plan.yaml:" in await _refused(file)


async def test_a_dialplan_that_is_not_there(file: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").unlink()
    assert "plan.yaml" in await _refused(file)


async def test_settings_with_mistakes_are_all_told(file: Path) -> None:
    _change(file, 'name = "provider"', 'name = "provider"\nprot = 5060')
    _change(file, "[trial]", '[metrics]\nport = "many"\n[trial]')
    told = await _refused_to_read(file)
    assert "prot" in told
    assert "metrics.port" in told


def _change(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text().replace(old, new))


async def _refused_to_read(file: Path) -> str:
    """As `_refused`, where not even the settings can be read."""
    service = ServiceProcess(file)
    await service.begin()
    assert await service.ended() == WRONG_SETTINGS, service.told
    assert "Traceback" not in service.told
    return service.told


async def test_a_sip_port_in_use_is_named(file: Path) -> None:
    port = ServiceProcess(file).settings.sip.port
    assert isinstance(port, int)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind((HERE, port))
        told = await _refused(file)
    assert str(port) in told
    assert "sip.port" in told


async def test_a_second_service_on_the_same_folder_names_the_first(running: ServiceProcess) -> None:
    assert running.process is not None
    service = ServiceProcess(running.file)
    await service.begin()
    assert await service.ended() == 1, service.told
    assert str(running.process.pid) in service.told
    assert "Traceback" not in service.told
    assert running.asterisk, "the second took the first one's Asterisk along"


async def test_a_wrong_secret_for_somebody_elses_asterisk_is_told(
    running: ServiceProcess, tmp_path: Path, installation: Installation
) -> None:
    file = settings_of(tmp_path / "external", installation, NOBODY)
    before, after = file.read_text().split("[switch]\n")
    after = after[after.index("[sip]") :]
    external = f'mode = "external"\nport = {running.settings.switch.port}\nsecret = "wrong-secret-0123456789"\n'
    file.write_text(f"{before}[switch]\n{external}{after}")
    service = ServiceProcess(file)
    await service.begin()
    assert await service.ended(30) == WRONG_SETTINGS, service.told
    assert "secret" in service.told
    assert "wrong-secret-0123456789" not in service.told
    assert "Traceback" not in service.told
