"""Settings of the console."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from console.roles import Role
from service.config_parts import Port, Section

HERE = frozenset({"127.0.0.1", "::1", "localhost"})
"""This machine: what goes to it need not be encrypted."""


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
    oidc_issuer: str = ""
    oidc_client: str = ""
    oidc_secret: SecretStr = SecretStr("")
    oidc_button: str = Field(default="", max_length=40)
    oidc_scopes: tuple[str, ...] = ("openid", "profile", "email")
    oidc_user: str = Field(default="preferred_username", min_length=1)
    oidc_claim: str = Field(default="groups", min_length=1)
    oidc_roles: dict[str, str] = Field(default={})
    oidc_create: bool = False

    @field_validator("public_url")
    @classmethod
    def _origin(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (
            parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query
        ):
            raise ValueError("an address without a path, such as https://hotline.example.com")
        return url.rstrip("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer(cls, url: str) -> str:
        parts = urlsplit(url)
        secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)
        if url and (not secure or not parts.hostname or parts.query or parts.fragment or parts.username):
            raise ValueError("the https address of the provider, as its discovery document has it in `issuer`")
        if url and find_spec("authlib") is None:
            raise ValueError("this needs the extra `oidc`: pip install 'hotline[oidc]'")
        return url

    @field_validator("oidc_roles")
    @classmethod
    def _known_roles(cls, roles: dict[str, str]) -> dict[str, str]:
        for role in roles.values():
            if role not in {each.value for each in Role}:
                raise ValueError(f"{role!r:.40} is no role; one of {', '.join(Role)}")
        return roles

    @model_validator(mode="after")
    def _whole_provider(self) -> Self:
        if self.oidc_issuer and not self.oidc_client:
            raise ValueError("console.oidc_issuer and console.oidc_client go together")
        if self.oidc_create and not self.oidc_roles:
            raise ValueError("console.oidc_create needs console.oidc_roles: an account has a role")
        if "openid" not in self.oidc_scopes:
            raise ValueError("console.oidc_scopes needs openid: without it there is no ID token")
        return self

    @model_validator(mode="after")
    def _both(self) -> Self:
        if (self.certificate is None) != (self.key is None):
            raise ValueError("console.certificate and console.key go together")
        return self
