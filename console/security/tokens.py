"""API tokens: what programs sign in with. Shown once, kept as a digest, narrowed to actions, ended by time or by hand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from calls.clock import Clock
from console.errors import NotAllowed, Unknown, WrongValue
from console.roles import Action, allowed, known_roles
from console.security.accounts import checked_name
from console.security.secrets import digest, new_name, new_secret
from console.visitor import Visitor
from store.accounts import Account
from store.api_tokens import Token, Tokens

PREFIX = "hl_"
"""By which a token is known for one, by people and by scanners of repositories."""
TRUSTED_FOR, WRITTEN_EVERY = 1.0, 60.0
SHORTEST, LONGEST = 60.0, 3650 * 86400.0


class TokenBook:
    """The tokens."""

    def __init__(self, tokens: Tokens, clock: Clock) -> None:
        self._tokens, self._clock = tokens, clock
        self._read: dict[str, tuple[float, Token]] = {}

    def drawn(
        self, who: Visitor, owner: Account, name: str, only: Collection[Action] | None, lasts: float | None
    ) -> tuple[str, Token]:
        """A token with the rights of `owner`, or `only` these of them: its secret, and what is to be kept of it.

        Raises WrongValue; NotAllowed for more than the one who makes it may do himself.
        """
        rights = allowed(known_roles(owner.roles), owner.parts) if only is None else frozenset(only)
        if not rights <= who.actions:
            raise NotAllowed("a token cannot do more than the one who makes it", "name only what you may do yourself")
        if lasts is not None and not SHORTEST <= lasts <= LONGEST:
            raise WrongValue("a token lasts from a minute to ten years", "give seconds, or leave it out")
        secret, now = new_secret(PREFIX), self._clock.now()
        actions = None if only is None else tuple(sorted(only))
        ends = None if lasts is None else now + lasts
        return secret, Token(digest(secret), new_name(), owner.user, checked_name(name), actions, now, ends)

    async def add(self, token: Token) -> None:
        """From now on it is good."""
        await self._tokens.add(token)

    async def find(self, secret: str) -> Token | None:
        """The token of this secret, if it is good; finding it is using it."""
        if not secret.startswith(PREFIX):
            return None
        now = self._clock.now()
        token = await self._known(digest(secret), now)
        if token is None or (token.ends_at is not None and now >= token.ends_at):
            return None
        if token.used_at is None or now >= token.used_at + WRITTEN_EVERY:
            await self._tokens.used(token.digest, now)
            self._read[token.digest] = (now, replace(token, used_at=now))
        return token

    async def of(self, user: str = "") -> list[Token]:
        """Those of one, or all; those whose time is over too."""
        return await self._tokens.of(user)

    async def one(self, name: str, user: str = "") -> Token:
        """The token with this id. Raises Unknown."""
        found = next((each for each in await self._tokens.of(user) if each.id == name), None)
        if found is None:
            raise Unknown("there is no such token")
        return found

    async def end(self, token: Token) -> None:
        """It is taken back."""
        self._read.pop(token.digest, None)
        await self._tokens.end(token.digest)

    async def _known(self, key: str, now: float) -> Token | None:
        known = self._read.get(key)
        if known is not None and now < known[0] + TRUSTED_FOR:
            return known[1]
        found = await self._tokens.one(key)
        if found is None:
            self._read.pop(key, None)
        else:
            self._read[key] = (now, found)
        return found
