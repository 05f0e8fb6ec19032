"""Start an Asterisk, tell its pid, and die as brutally as one can: a stand-in for a service that is killed."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys

from telephony.embedded.exchange import Exchange


def main() -> None:
    """Settings, installation and user id come pickled on standard input."""
    settings, installation, user = pickle.load(sys.stdin.buffer)
    if user:
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
    exchange = Exchange(settings, installation)
    asyncio.run(exchange.start())
    os.write(1, b"\npid %d" % exchange.pid)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
