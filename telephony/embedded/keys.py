"""Random secrets, made at the first start and the same ever after."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from calls.errors import WrongSettings

BYTES = 24
"""Random bytes in a secret: 32 letters, digits, '_' or '-'."""


def _random() -> str:
    """A '-' first could be taken for an option by somebody's command line."""
    return secrets.token_urlsafe(BYTES).replace("-", "_")


class Keys:
    """The secrets of one data folder, in a file that only we can read."""

    def __init__(self, file: Path, new: Callable[[], str] = _random) -> None:
        self._file, self._new = file, new
        self._known = _read(file)

    def secret(self, purpose: str) -> str:
        """The secret for `purpose` ("ami", "seat 1001"): the one it always had, or a new one, kept at once."""
        if purpose not in self._known:
            self._known[purpose] = self._new()
            self._write()
        return self._known[purpose]

    def ami(self) -> str:
        """For our own login to Asterisk."""
        return self.secret("ami")

    def seat(self, name: str) -> str:
        """For the phone of a seat that has no password of its own in the people file."""
        return self.secret(f"seat {name}")

    def browser(self, seat: str) -> str:
        """For the phone in the browser of who sits at a seat."""
        return self.secret(f"browser {seat}")

    def trial_line(self, number: str) -> str:
        """For a phone that stands for the world outside."""
        return self.secret(f"trial line {number}")

    def system_name(self) -> str:
        """What Asterisk signs its manager events with, so that no caller can forge one."""
        return f"hotline-{self.secret('system name')[:16]}"

    def _write(self) -> None:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self._file.with_name(f".{self._file.name}.new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            json.dump(self._known, out, indent=1, sort_keys=True)
            out.flush()
            os.fsync(out.fileno())
        new.replace(self._file)


def open_keys(data_dir: Path) -> Keys:
    """The secrets of this data folder."""
    return Keys(data_dir / "keys.json")


def _read(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        known = None
    if not isinstance(known, dict) or not all(isinstance(secret, str) for secret in known.values()):
        raise WrongSettings(f"{file} does not hold the secrets any more", "restore it, or remove it: new ones are made")
    return known
