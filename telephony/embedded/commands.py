"""Asking a running Asterisk by its control socket: `asterisk -rx`, which works before and without a manager login."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

from telephony.embedded.errors import NotReady
from telephony.embedded.installation import Installation


@dataclass(frozen=True, slots=True)
class Commands:
    """The command line of the Asterisk that runs with this configuration."""

    installation: Installation
    conf: Path

    def environment(self) -> dict[str, str]:
        """Ours, with what the private tree needs."""
        return {**os.environ, **self.installation.environment, "TERM": "dumb"}

    async def ask(self, command: str, within: float = 10.0) -> str:
        """What it answers. Raises NotReady when nobody answers within that many seconds."""
        process = await asyncio.create_subprocess_exec(
            *self.installation.command,
            *("-C", str(self.conf), "-rx", command),
            env=self.environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            async with asyncio.timeout(within):
                answer, _ = await process.communicate()
        except TimeoutError:
            raise NotReady(f"Asterisk does not answer '{command}' within {within:g} s") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        text = answer.decode(errors="replace")
        if process.returncode != 0 or text.startswith("No such command"):
            raise NotReady(f"Asterisk refused '{command}': {text.strip()[:300]}")
        return text
