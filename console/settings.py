"""What the console must know of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PAGES = Path(__file__).parent / "static"
"""Where `npm run build` puts the pages."""


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """Times in seconds. `address` is where a browser finds the console; `hosts` are further names of this machine.

    `secure`: browsers reach it by TLS, here or at a proxy. `length` of a session at most, `idle` without a request.
    `proxies` are the addresses whose X-Forwarded-For is believed. `zone` is the centre's time zone.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    address: str = "http://127.0.0.1:8080"
    hosts: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    proxies: tuple[str, ...] = ()
    length: float = 12 * 3600.0
    idle: float = 3600.0
    link_lasts: float = 24 * 3600.0
    zone: str = "Asia/Shanghai"
    locale: str = "zh"
    pages: Path = PAGES

    @property
    def secure(self) -> bool:
        """Whether cookies are only for TLS."""
        return self.address.startswith("https:")


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """An identity provider (OpenID Connect). `issuer` as it names itself; `user` and `claim` are claims of its ID tokens.

    `roles`: which value of `claim` gives which role; empty, roles are what an admin gave. `create`: somebody who has no
    account gets one.
    """

    issuer: str
    client: str
    secret: str = field(repr=False)
    button: str
    scopes: tuple[str, ...]
    user: str
    claim: str
    roles: Mapping[str, str]
    create: bool
