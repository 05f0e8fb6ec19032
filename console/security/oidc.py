"""Signing in by an identity provider: the authorization code flow with PKCE, bound to one browser.

Nothing is kept between the two requests: the browser has a random value in a cookie, and `state`, `nonce` and the verifier
are made of it with a key of this process. Who has no such cookie cannot be made to finish somebody else's sign-in.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field

import structlog

from calls.clock import Clock
from console.audit import Audit
from console.security.accounts import AccountBook
from console.security.oidc_people import NotLetIn, account_of
from console.security.oidc_provider import Provider, ProviderAway, WrongToken
from console.security.oidc_words import LASTS, Failed, Returned
from console.security.secrets import new_secret, same
from console.security.signing_in import Caller, SignIn
from console.settings import OidcSettings
from store.accounts import Account

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Oidc:
    """The way in by the provider. `redirect`: our own address to which it sends the browser back."""

    settings: OidcSettings
    provider: Provider
    accounts: AccountBook
    sign_in: SignIn
    audit: Audit
    clock: Clock
    redirect: str
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    async def begin(self) -> tuple[str, str]:
        """Where the browser is sent, and what its cookie must hold. Raises Failed."""
        cookie = f"{new_secret()}.{int(self.clock.now())}"
        challenge = hashlib.sha256(self._made("verifier", cookie).encode()).digest()
        parameters = {
            "redirect_uri": self.redirect,
            "state": self._made("state", cookie),
            "nonce": self._made("nonce", cookie),
            "code_challenge": _text(challenge),
        }
        try:
            return await self.provider.address(parameters), cookie
        except ProviderAway as away:
            log.warning("the identity provider cannot be asked", why=str(away))
            raise Failed("provider") from None

    async def finish(self, returned: Returned, cookie: str, caller: Caller) -> str:
        """The secret of the new session. Raises Failed; every failure is in the audit log."""
        if self.sign_in.limits.address_wait(caller.address, self.clock.now()) > 0:
            raise Failed("often")
        try:
            account = await self._account(returned, cookie)
        except NotLetIn as refused:
            raise await self._refused(refused.why, refused.user, caller) from None
        except Failed as failed:
            raise await self._refused(failed.why, "", caller) from None
        secret, _ = await self.sign_in.welcome(account, caller)
        return secret

    async def _account(self, returned: Returned, cookie: str) -> Account:
        self._look_at(returned, cookie)
        try:
            claims = await self.provider.claims(
                returned.code, self._made("verifier", cookie), self.redirect, self._made("nonce", cookie)
            )
        except ProviderAway as away:
            log.warning("the identity provider cannot be asked", why=str(away))
            raise Failed("provider") from None
        except WrongToken as wrong:
            log.warning("the identity provider's token is refused", why=str(wrong))
            raise Failed("token") from None
        return await account_of(claims, self.accounts, self.settings)

    def _look_at(self, returned: Returned, cookie: str) -> None:
        """Whether this browser began it, and lately; whether it comes from our provider (RFC 9207)."""
        if not cookie or not same(returned.state, self._made("state", cookie)):
            raise Failed("state")
        if self.clock.now() > int(cookie.rpartition(".")[2]) + LASTS:
            raise Failed("state")
        if returned.issuer and returned.issuer != self.settings.issuer:
            raise Failed("state")
        if returned.error or not returned.code:
            raise Failed("denied")

    async def _refused(self, why: str, user: str, caller: Caller) -> Failed:
        self.sign_in.limits.wrong("", caller.address, self.clock.now())
        after = {"device": caller.device, "by": "oidc", "why": why}
        await self.audit.told("session.refused", user, caller.address, after)
        return Failed(why)

    def _made(self, what: str, cookie: str) -> str:
        """256 bits that only this process can make of this cookie."""
        return _text(hmac.digest(self._key, f"{what} {cookie}".encode("utf-8", "surrogatepass"), "sha256"))


def _text(digest: bytes) -> str:
    """As RFC 7636 writes it: base64url without padding."""
    return urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
