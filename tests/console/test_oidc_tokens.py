"""Signing in by an identity provider: a token counts only if it is the provider's, for us, for this sign-in, and now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from console.security.oidc_provider import KEYS_AGAIN, LEEWAY
from tests.console.company import Company, why
from tests.console.identity_provider import (
    CLIENT,
    IdentityProvider,
    key_of,
    signed_by_a_secret,
    unsigned,
)
from tests.console.people import LIN, audited

WRONG: dict[str, Callable[[IdentityProvider, dict[str, Any]], str]] = {
    "another nonce": lambda provider, said: provider.token(**said | {"nonce": "another"}),
    "no nonce": lambda provider, said: provider.token(**{name: said[name] for name in said if name != "nonce"}),
    "another issuer": lambda provider, said: provider.token(**said | {"iss": "https://evil.example"}),
    "another audience": lambda provider, said: provider.token(**said | {"aud": "somebody else"}),
    "another party": lambda provider, said: provider.token(**said | {"aud": [CLIENT, "b"], "azp": "b"}),
    "expired": lambda provider, said: provider.token(**said | {"exp": int(provider.now()) - LEEWAY - 1}),
    "no end": lambda provider, said: provider.token(**{name: said[name] for name in said if name != "exp"}),
    "from tomorrow": lambda provider, said: provider.token(**said | {"iat": int(provider.now()) + 86400}),
    "nobody": lambda provider, said: provider.token(**{name: said[name] for name in said if name != "sub"}),
    "signed by a secret": lambda _, said: signed_by_a_secret(said),
    "unsigned": lambda _, said: unsigned(said),
    "no token": lambda *_: "nonsense",
}


@pytest.mark.parametrize("kind", WRONG)
async def test_a_wrong_token_is_refused(company: Company, kind: str) -> None:
    await company.console.rooms.doors.accounts.add(LIN)
    company.provider.forge = lambda said: WRONG[kind](company.provider, said)
    assert why(await company.tried()) == "token"
    assert await audited(company.console, "session.refused") == [("", "", "127.0.0.1")]


async def test_a_token_by_another_key_is_refused(company: Company) -> None:
    await company.console.rooms.doors.accounts.add(LIN)
    company.provider.key = key_of("a thief's", "one")
    assert why(await company.tried()) == "token"


async def test_new_keys_of_the_provider_are_read(company: Company) -> None:
    await company.console.rooms.doors.accounts.add(LIN)
    assert (await company.tried()).headers["location"] == "/"
    company.provider.key = key_of("two")
    company.provider.shown.append(company.provider.key)
    await company.console.clock.advance(KEYS_AGAIN)
    assert (await company.tried()).headers["location"] == "/"
    assert company.provider.asked.count("/keys") == 2
