"""Signing in by an identity provider, where the settings name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.addresses import Allowed
from connectors.exchange import Exchange
from console.api.oidc import PATH
from console.audit import Audit
from console.security.doors import Doors
from console.settings import ConsoleSettings, OidcSettings
from service.config import Settings
from service.config_console import ConsoleSection

if TYPE_CHECKING:
    from console.security.oidc import Oidc


def oidc_of(settings: Settings, console: ConsoleSettings, doors: Doors, audit: Audit) -> Oidc | None:
    """The way in by the provider; None where there is none."""
    if not settings.console.oidc_issuer:
        return None
    from console.security.oidc import Oidc  # only where it is on: it needs the extra `oidc`
    from console.security.oidc_provider import Provider

    wanted, exchange = provider_of(settings.console), Exchange(Allowed.of(settings.connectors.allow))
    provider = Provider(wanted, exchange, doors.clock)
    return Oidc(wanted, provider, doors.accounts, doors.sign_in, audit, doors.clock, f"{console.address}{PATH}/back")


def provider_of(section: ConsoleSection) -> OidcSettings:
    """The provider as the console knows it."""
    return OidcSettings(
        issuer=section.oidc_issuer,
        client=section.oidc_client,
        secret=section.oidc_secret.get_secret_value(),
        button=section.oidc_button,
        scopes=section.oidc_scopes,
        user=section.oidc_user,
        claim=section.oidc_claim,
        roles=section.oidc_roles,
        create=section.oidc_create,
    )
