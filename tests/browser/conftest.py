"""Tests with a real browser: one service with its Asterisk and one Chromium for each file.

A file may have a plan and settings of its own: fixtures `plan` and `more_settings` with scope "module". Tests are async and
marked `pytest.mark.asyncio(loop_scope="module")`; `office.desk(Role.AGENT, person="1001")` signs somebody in.
"""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from telephony.embedded.installation import Installation
from tests.asterisk.conftest import installation
from tests.asterisk.e2e.conftest import held
from tests.browser.machine import build_pages, lacking
from tests.browser.office import Office, open_office
from tests.browser.plan import PLAN

__all__ = ["installation"]


@pytest.fixture(scope="session", autouse=True)
def able() -> None:
    """Skips, and says so aloud, where there can be no call in a browser."""
    if why := lacking():
        warnings.warn(f"tests in a browser are skipped: {why}", stacklevel=1)
        pytest.skip(why)
    build_pages()


@pytest.fixture(scope="module")
def plan() -> str:
    """The dialplan."""
    return PLAN


@pytest.fixture(scope="module")
def more_settings() -> str:
    """Further tables of hotline.toml."""
    return ""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(
    tmp_path_factory: pytest.TempPathFactory, able: None, installation: Installation, plan: str, more_settings: str
) -> AsyncIterator[Office]:
    """The running service."""
    folder = tmp_path_factory.mktemp("office")
    async with held(open_office(folder, plan, more_settings)) as office:
        yield office


@pytest_asyncio.fixture(loop_scope="module", autouse=True)
async def tidy(request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """Whoever came for one test goes with it: his browser is closed."""
    yield
    if "office" in request.fixturenames:
        await request.getfixturevalue("office").stack.aclose()
