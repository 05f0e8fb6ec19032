"""The settings of calls' ways: the Asterisk, SIP, trunks, and which outside phones may be called."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator

from service.config_parts import Port, PortNumber, Section
from telephony.dialling import is_pattern


class SwitchSettings(Section):
    """The Asterisk: `embedded` (ours) or `external` (somebody else's; then host, port, user and secret are needed).

    `system_name` is the `systemname` of an external one's asterisk.conf: make it random, and no caller can forge events.
    """

    mode: Literal["embedded", "external"] = "embedded"
    root: Path | None = None
    host: str = "127.0.0.1"
    port: Port = "auto"
    user: str = "hotline"
    secret: SecretStr = SecretStr("")
    system_name: str = ""
    audio_bind: str = "127.0.0.1"


class Sip(Section):
    """Where SIP and RTP are served. Loopback until told otherwise."""

    bind: str = "127.0.0.1"
    port: Port = "auto"
    rtp_start: Port = "auto"
    rtp_end: Port = "auto"
    external_address: str = ""
    local_networks: tuple[str, ...] = ()


class TrunkSettings(Section):
    """A way to outside phones."""

    name: str
    host: str = ""
    port: PortNumber = 5060
    user: str = ""
    secret: SecretStr = SecretStr("")
    register_: bool = Field(default=False, alias="register")
    caller_id: str = ""


class Outgoing(Section):
    """Which numbers may be called, and through which trunk. In a pattern X is a digit, a final dot one or more.

    Nothing that no pattern allows is ever dialled: toll fraud ends here.
    """

    allowed: tuple[str, ...] = ("1[3-9]XXXXXXXXX",)
    trunk: str = ""

    @field_validator("allowed")
    @classmethod
    def _patterns(cls, allowed: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in allowed:
            if not is_pattern(pattern):
                raise ValueError(f"{pattern!r} is no pattern; use digits, +, X for any digit, [3-9] and a final dot")
        return allowed


class Trial(Section):
    """Phones for trying: outside phones that register here instead of being reached through a trunk."""

    lines: bool = True
    callers: tuple[str, ...] = ("caller1", "caller2", "caller3", "caller4")
