"""Settings of what the centre asks: other hosts, databases, and the secrets that they want."""

from __future__ import annotations

import re

from pydantic import Field, SecretStr, field_validator

from connectors.addresses import Allowed
from service.config_parts import Section

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


class ConnectorSettings(Section):
    """What `lookup` and `profiles` may ask. Public addresses may be asked; this machine and private networks only if
    they are in `allow`. `databases` are only ever read. The plan names secrets as `{secret.crm}` and never sees them.
    """

    allow: tuple[str, ...] = ()
    databases: dict[str, SecretStr] = Field(default={}, repr=False)
    secrets: dict[str, SecretStr] = Field(default={}, repr=False)

    @field_validator("allow")
    @classmethod
    def _hosts(cls, allow: tuple[str, ...]) -> tuple[str, ...]:
        Allowed.of(allow)
        return allow

    @field_validator("databases")
    @classmethod
    def _urls(cls, databases: dict[str, SecretStr]) -> dict[str, SecretStr]:
        for name, url in databases.items():
            from connectors.sql import checked_url  # only where there is one: every command reads the settings

            _check_name(name)
            try:
                checked_url(url.get_secret_value())
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from None
        return databases

    @field_validator("secrets")
    @classmethod
    def _names(cls, secrets: dict[str, SecretStr]) -> dict[str, SecretStr]:
        for name in secrets:
            _check_name(name)
        return secrets


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name; use letters, digits and _")
