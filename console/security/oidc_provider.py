"""The identity provider: where its doors are, a code for an ID token, and whether the token is its own.

OpenID Connect Core 1.0 and Discovery 1.0; PKCE is RFC 7636. Signatures by joserfc, claims by authlib (the extra `oidc`).
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from calls.clock import Clock
from connectors.answers import SourceFailed
from connectors.exchange import Exchange
from console.settings import OidcSettings

Claims = Mapping[str, Any]
WELL_KNOWN = "/.well-known/openid-configuration"
KEPT, PAUSE = 3600.0, 5.0
"""Seconds for which the document and the keys hold; seconds between two questions while it does not answer."""
KEYS_AGAIN = 60.0
"""Seconds after which keys are read anew for a token whose key is not among them."""
LEEWAY = 60
"""Seconds by which its clock and ours may differ."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures by a key pair. `none` and those by a shared secret are never taken."""
PAIRS = frozenset({"RSA", "EC"})


class ProviderAway(Exception):
    """It does not answer, or not as OpenID Connect has it."""


class WrongToken(Exception):
    """The ID token is not its own, not for us, not for this sign-in, or too old."""


@dataclass(frozen=True, slots=True)
class _Doors:
    authorization: str
    token: str
    keys: str
    by_form: bool


class Provider:
    """One identity provider."""

    def __init__(self, settings: OidcSettings, exchange: Exchange, clock: Clock) -> None:
        self._settings, self._exchange, self._clock = settings, exchange, clock
        self._doors: tuple[float, _Doors] | None = None
        self._keys: tuple[float, KeySet] | None = None
        self._quiet_until, self._asking = 0.0, asyncio.Lock()

    async def address(self, parameters: Mapping[str, str]) -> str:
        """Where the browser is sent. Raises ProviderAway."""
        doors = await self._found()
        asked = {
            "response_type": "code",
            "client_id": self._settings.client,
            "scope": " ".join(self._settings.scopes),
            "code_challenge_method": "S256",
            **parameters,
        }
        return f"{doors.authorization}{'&' if urlsplit(doors.authorization).query else '?'}{urlencode(asked)}"

    async def claims(self, code: str, verifier: str, redirect: str, nonce: str) -> Claims:
        """What the ID token for this code says. Raises ProviderAway, WrongToken."""
        doors = await self._found()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": verifier,
            "client_id": self._settings.client,
        }
        answer = await self._asked(self._exchange.post(doors.token, *self._signed(form, doors)))
        token, access = answer.get("id_token"), answer.get("access_token")
        if not isinstance(token, str):
            raise ProviderAway("it answers without an ID token")
        found = await self._verified(token, doors)
        return self._checked(found, {"nonce": nonce, "client_id": self._settings.client, "access_token": access})

    def _signed(self, form: dict[str, str], doors: _Doors) -> tuple[dict[str, str], dict[str, str]]:
        """The form and the headers by which we show who we are (RFC 6749, 2.3.1)."""
        secret = self._settings.secret
        if not secret:
            return form, {}
        if doors.by_form:
            return form | {"client_secret": secret}, {}
        pair = f"{quote(self._settings.client, safe='')}:{quote(secret, safe='')}"
        return form, {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}

    async def _verified(self, token: str, doors: _Doors) -> jwt.Token:
        """The token, if one of its keys signed it. Its keys are read anew if that may help: providers change them."""
        keys, is_fresh = await self._keys_of(doors, KEPT)
        try:
            return jwt.decode(token, keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError) as error:
            if is_fresh:
                raise WrongToken(f"the signature: {error}") from None
        keys, _ = await self._keys_of(doors, KEYS_AGAIN)
        try:
            return jwt.decode(token, keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError) as error:
            raise WrongToken(f"the signature: {error}") from None

    def _checked(self, token: jwt.Token, parameters: Mapping[str, Any]) -> Claims:
        wanted = {
            "iss": {"essential": True, "value": self._settings.issuer},
            "aud": {"essential": True, "value": self._settings.client},
        }
        claims = CodeIDToken(token.claims, token.header, wanted, dict(parameters))
        try:
            claims.validate(now=int(self._clock.now()), leeway=LEEWAY)
        except (JoseError, ValueError, TypeError) as error:
            raise WrongToken(f"a claim: {error}") from None
        return dict(claims)

    async def _found(self) -> _Doors:
        """Where its doors are, asked by one at a time. Raises ProviderAway; at once if it was away a moment ago."""
        async with self._asking:
            now = self._clock.now()
            if self._doors is not None and now < self._doors[0] + KEPT:
                return self._doors[1]
            if now < self._quiet_until:
                raise ProviderAway("it was away a moment ago")
            self._quiet_until = now + PAUSE
            document = await self._asked(self._exchange.get(self._settings.issuer.rstrip("/") + WELL_KNOWN))
            found = self._doors_of(document)
            self._doors, self._quiet_until = (now, found), 0.0
            return found

    def _doors_of(self, document: Mapping[str, Any]) -> _Doors:
        if document.get("issuer") != self._settings.issuer:
            raise ProviderAway("its document names another issuer than console.oidc_issuer")
        doors = [document.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        secure = ("https://",) if self._settings.issuer.startswith("https:") else ("https://", "http://")
        if not all(isinstance(each, str) and each.startswith(secure) for each in doors):
            raise ProviderAway("its document lacks an address, or one is not https")
        ways = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        authorization, token, keys = map(str, doors)
        return _Doors(authorization, token, keys, "client_secret_basic" not in ways)

    async def _keys_of(self, doors: _Doors, holding: float) -> tuple[KeySet, bool]:
        """Its keys, and whether they were read just now."""
        now = self._clock.now()
        if self._keys is not None and now < self._keys[0] + holding:
            return self._keys[1], False
        written = (await self._asked(self._exchange.get(doors.keys))).get("keys")
        listed = written if isinstance(written, list) else []
        pairs = [
            each for each in listed if isinstance(each, dict) and each.get("kty") in PAIRS and each.get("use") != "enc"
        ]
        try:
            keys = KeySet.import_key_set({"keys": pairs})
        except (JoseError, ValueError, KeyError, TypeError):
            raise ProviderAway("its keys cannot be read") from None
        self._keys = (now, keys)
        return keys, True

    async def _asked(self, question: Any) -> Mapping[str, Any]:
        try:
            found: Mapping[str, Any] = await question
        except SourceFailed as failed:
            raise ProviderAway(str(failed)) from None
        return found
