"""The embedded Asterisk, for real: it becomes ready, keeps strangers out, outlives us, comes back when killed."""

from __future__ import annotations

import pytest

from telephony.embedded.exchange import Exchange

pytestmark = pytest.mark.asterisk


async def test_it_is_ready_and_its_log_is_clean(exchange: Exchange) -> None:
    assert exchange.running
    log = (exchange.settings.folder / "log" / "messages.log").read_text()
    assert "ERROR" not in log and "WARNING" not in log
