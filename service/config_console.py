"""Settings of the console."""

from __future__ import annotations

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from service.config_parts import Port, Section


class ConsoleSection(Section):
    """The pages and the API for agents, managers, team leaders and admins, served by `hotline run` itself. This machine only,
    until you write another `host`; then give it a certificate, or put a proxy with one before it and name it in `public_url`:
    browsers allow a microphone to secure pages only.
    """

    on: bool = True
    host: str = "127.0.0.1"
    port: Port = "auto"
    public_url: str = ""
    hosts: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    proxies: tuple[str, ...] = ()
    session_hours: float = Field(default=12.0, gt=0, le=24 * 30)
    idle_minutes: float = Field(default=60.0, ge=1, le=24 * 60)
    link_hours: float = Field(default=24.0, gt=0, le=24 * 30)

    @field_validator("public_url")
    @classmethod
    def _origin(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (
            parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query
        ):
            raise ValueError("an address without a path, such as https://hotline.example.com")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _both(self) -> Self:
        if (self.certificate is None) != (self.key is None):
            raise ValueError("console.certificate and console.key go together")
        return self
