"""Settings of phones in a browser."""

from __future__ import annotations

import re

from pydantic import Field, field_validator

from service.config_parts import Port, Section

_WEBSOCKET = re.compile(r"wss?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9_/-]*)?")


class BrowserSettings(Section):
    """Phones in a browser: those of agents, and those of pages that try the hotline.

    `websocket`: where an external Asterisk takes SIP from our web server; ours is found by itself.
    """

    phones: bool = True
    port: Port = "auto"
    callers: int = Field(default=4, ge=0, le=50)
    websocket: str = ""

    @field_validator("websocket")
    @classmethod
    def _address(cls, websocket: str) -> str:
        if websocket and not _WEBSOCKET.fullmatch(websocket):
            raise ValueError(f"{websocket!r} is no websocket; write an address such as ws://192.0.2.7:8088/ws")
        return websocket
