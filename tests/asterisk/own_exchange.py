"""An Asterisk of one test's own: ended with it, or started by another process that dies."""

from __future__ import annotations

import contextlib
import pickle
import signal
import subprocess
import sys
from collections.abc import AsyncIterator

from telephony.embedded.exchange import Exchange
from telephony.embedded.installation import Installation
from telephony.embedded.settings import ExchangeSettings
from tests.asterisk.conftest import CHECKOUT


@contextlib.asynccontextmanager
async def running(settings: ExchangeSettings, installation: Installation) -> AsyncIterator[Exchange]:
    """An Asterisk for one test, ended with it."""
    exchange = Exchange(settings, installation)
    await exchange.start()
    try:
        yield exchange
    finally:
        await exchange.stop()


def start_elsewhere(settings: ExchangeSettings, installation: Installation, user: int = 0) -> int:
    """Start Asterisk from another process, which then kills itself with SIGKILL; Asterisk's pid."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.asterisk.start_and_tell"],
        input=pickle.dumps((settings, installation, user)),
        capture_output=True,
        timeout=60,
        check=False,
        cwd=CHECKOUT,
    )
    assert told.returncode == -signal.SIGKILL, told.stderr.decode()
    return int(told.stdout.split()[-1])
