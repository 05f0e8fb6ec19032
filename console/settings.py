"""What the console must know of the settings."""

from __future__ import annotations

from dataclasses import dataclass
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
