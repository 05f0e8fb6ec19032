"""Accounts and sessions as the API tells and takes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field

from calls.ids import PersonId
from console.api.bodies import Body, Text
from console.roles import Role
from store.accounts import Account
from store.sessions import Session

Roles = Annotated[list[Role], Field(min_length=1, max_length=len(Role))]
Parts = Annotated[list[Text], Field(max_length=50)]


@dataclass(frozen=True, slots=True)
class AccountTold:
    """An account. `parts`: what it sees of the organisation, none is all. `person`: who of the people file he is, or ''."""

    user: str
    name: str
    roles: list[str]
    parts: list[str]
    person: str
    locale: str
    active: bool
    has_password: bool
    made_at: float
    signed_in_at: float | None


@dataclass(frozen=True, slots=True)
class OneTime:
    """An address to open once, by whoever is to set the password; and until when it is good."""

    address: str
    ends_at: float


@dataclass(frozen=True, slots=True)
class Made:
    """The account, and its owner's way in."""

    account: AccountTold
    link: OneTime


@dataclass(frozen=True, slots=True)
class SessionTold:
    """One browser in which somebody has signed in. `this`: the one that asks."""

    id: str
    address: str
    device: str
    begun_at: float
    seen_at: float
    ends_at: float
    this: bool


class New(Body):
    """An account that is to be made."""

    user: Text
    name: Text
    roles: Roles
    parts: Parts = Field(default_factory=list)
    person: Text = ""
    locale: Text = "zh"


class Changed(Body):
    """What is to be changed of an account; what is left out stays."""

    name: Text | None = None
    roles: Roles | None = None
    parts: Parts | None = None
    person: Text | None = None
    locale: Text | None = None
    active: bool | None = None

    def applied_to(self, account: Account) -> Account:
        """The account as it shall be."""
        return replace(
            account,
            name=account.name if self.name is None else self.name,
            roles=account.roles if self.roles is None else tuple(self.roles),
            parts=account.parts if self.parts is None else tuple(self.parts),
            person=account.person if self.person is None else PersonId(self.person),
            locale=account.locale if self.locale is None else self.locale,
            active=account.active if self.active is None else self.active,
        )


def told(account: Account) -> AccountTold:
    """Without its password."""
    return AccountTold(
        account.user,
        account.name,
        list(account.roles),
        list(account.parts),
        account.person,
        account.locale,
        account.active,
        bool(account.password),
        account.made_at,
        account.signed_in_at,
    )


def told_session(session: Session, this: str) -> SessionTold:
    """Without its secret."""
    times = (session.begun_at, session.seen_at, session.ends_at)
    return SessionTold(session.id, session.address, session.device, *times, session.id == this)
