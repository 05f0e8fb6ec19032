"""Settings of hooks."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator

from service.config_parts import Section


class HookSettings(Section):
    """Another system is told by a POST when a caller is offered to a manager: an SMS gateway can send him the link to the
    customer's page. `link` may hold `{number}`, `{call}`, `{person}` and `{queue}`. Without `url` nobody is told. A private
    address must be in `connectors.allow`. With a `secret` every message is signed.
    """

    url: str = ""
    secret: SecretStr = SecretStr("")
    link: str = ""
    on: tuple[Literal["ringing", "accepted"], ...] = ("ringing",)
    tries: int = Field(default=3, ge=1, le=10)
    within: float = Field(default=5.0, gt=0, le=30)

    @field_validator("url")
    @classmethod
    def _web(cls, url: str) -> str:
        if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
            raise ValueError("an address such as https://sms.example.com/hotline")
        return url
