"""Where Asterisk's manager listens, and as whom we log in."""

from __future__ import annotations

import hashlib
import ssl
from dataclasses import dataclass, field

from asterisk.ami import SimpleAction


@dataclass(frozen=True, slots=True)
class AmiAccount:
    """One user of manager.conf. `host` may be a name, IPv4 or IPv6; with `tls` the link is encrypted.

    The secret is in no repr and is never sent: the login is by MD5 challenge. `system_name` is the
    `systemname` of asterisk.conf; when it is given, and random, events that a caller forged are told from
    true ones (see seal.py).
    """

    host: str
    port: int
    username: str
    secret: str = field(repr=False)
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    events: str = "on"
    system_name: str = field(default="", repr=False)

    @property
    def where(self) -> str:
        """The address as people write it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def challenge_action() -> SimpleAction:
    """Ask for the challenge of an MD5 login."""
    return SimpleAction("Challenge", AuthType="MD5")


def login_action(account: AmiAccount, challenge: str) -> SimpleAction:
    """Answer the challenge (manager.c, authenticate()):

    MD5 of the challenge and the secret, in hexadecimal.
    """
    key = hashlib.md5(f"{challenge}{account.secret}".encode(), usedforsecurity=False).hexdigest()
    return SimpleAction("Login", AuthType="MD5", Username=account.username, Key=key, Events=account.events)
