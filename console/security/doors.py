"""The doors of the console: who somebody is, by his cookie or his token."""

from __future__ import annotations

from dataclasses import dataclass

from calls.clock import Clock
from console.audit import Audit
from console.roles import known_actions, known_roles
from console.security.accounts import AccountBook
from console.security.links import LinkBook
from console.security.passwords import Passwords
from console.security.sessions import SessionBook
from console.security.signing_in import SignIn
from console.security.tokens import TokenBook
from console.settings import ConsoleSettings
from console.visitor import Visitor
from store.access_links import AccessLinks
from store.accounts import Account, Accounts
from store.api_tokens import Token, Tokens
from store.database import Database
from store.sessions import Session, Sessions


@dataclass(slots=True)
class Doors:
    """Everything about getting in."""

    clock: Clock
    accounts: AccountBook
    sessions: SessionBook
    tokens: TokenBook
    links: LinkBook
    sign_in: SignIn

    @classmethod
    def of(cls, database: Database, clock: Clock, settings: ConsoleSettings, audit: Audit) -> Doors:
        """Put together over this database."""
        accounts = AccountBook(Accounts(database), clock)
        sessions = SessionBook(Sessions(database), clock, settings)
        links = LinkBook(AccessLinks(database), clock, settings)
        sign_in = SignIn(accounts, sessions, links, Passwords(), audit, clock)
        return cls(clock, accounts, sessions, TokenBook(Tokens(database), clock), links, sign_in)

    async def by_cookie(self, secret: str, address: str) -> Visitor | None:
        """Who has this session; None if it is over, or his account is shut."""
        session = await self.sessions.find(secret)
        if session is None:
            return None
        if session.kind == "link":
            return _by_link(session, address)
        account = await self.accounts.find(session.user)
        return _of(account, address, session) if account and account.active else None

    async def by_token(self, secret: str, address: str) -> Visitor | None:
        """Who has this token."""
        token = await self.tokens.find(secret)
        if token is None:
            return None
        account = await self.accounts.find(token.user)
        return _by_token(account, token, address) if account and account.active else None

    async def still(self, secret: str, visitor: Visitor) -> bool:
        """Whether somebody who has a stream open is still signed in, with the same rights. Looking counts as use."""
        by = self.by_token if visitor.kind == "token" else self.by_cookie
        found = await by(secret, visitor.address)
        return found is not None and _rights(found) == _rights(visitor)


def _rights(who: Visitor) -> tuple[object, ...]:
    return who.actions, who.parts, who.person


def _of(account: Account, address: str, session: Session) -> Visitor:
    return Visitor(
        account.user,
        account.name,
        known_roles(account.roles),
        account.person,
        account.parts,
        account.locale,
        id=session.id,
        address=address,
        csrf=session.csrf,
    )


def _by_link(session: Session, address: str) -> Visitor:
    return Visitor(
        session.user,
        session.name,
        known_roles(session.roles),
        session.person,
        kind="link",
        only=known_actions(session.actions or ()),
        id=session.id,
        address=address,
        csrf=session.csrf,
    )


def _by_token(account: Account, token: Token, address: str) -> Visitor:
    return Visitor(
        account.user,
        account.name,
        known_roles(account.roles),
        account.person,
        account.parts,
        account.locale,
        kind="token",
        only=None if token.actions is None else known_actions(token.actions),
        id=token.id,
        address=address,
    )
