"""What holds for every unit test: a command that is run within a test leaves the logs of the other tests alone."""

from __future__ import annotations

import pytest

from service.cli import common


@pytest.fixture(autouse=True)
def logs_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command would write its logs to the standard error of its test, which is closed when the next test logs."""
    monkeypatch.setattr(common, "set_up_logs", lambda _log: None)
