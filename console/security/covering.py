"""Whose accounts somebody may manage: those of his own part of the organisation, and nobody's with more than his own part."""

from __future__ import annotations

from collections.abc import Sequence

from console.errors import NotAllowed, Unknown, elsewhere
from console.ports.floor import PeopleStates
from console.roles import allowed, known_roles
from console.visitor import Visitor
from store.accounts import Account


def covers(parts: Sequence[str], others: Sequence[str]) -> bool:
    """Whether every one of `others` lies within `parts`; none is the whole centre."""
    if not parts:
        return True
    return bool(others) and all(any(_lies_in(each, part) for part in parts) for each in others)


def _lies_in(inner: str, outer: str) -> bool:
    wanted = outer.split("/")
    return inner.split("/")[: len(wanted)] == wanted


def seen_by(who: Visitor, account: Account) -> Account:
    """The account, if it is in his part. Raises Unknown: what is elsewhere is not there for him."""
    if not covers(who.parts, account.parts):
        raise elsewhere(Unknown(f"no account is called {account.user!r}"))
    return account


def granted_by(who: Visitor, account: Account, states: PeopleStates) -> Account:
    """The account, if he may give it its part, its roles and its person. Raises NotAllowed."""
    if not covers(who.parts, account.parts):
        raise NotAllowed("an account cannot see more than the one who makes it", "give it one of your own parts")
    if not allowed(known_roles(account.roles), account.parts) <= who.actions:
        raise NotAllowed("an account cannot do more than the one who makes it", "give it roles that you have yourself")
    return bound_by(who, account, states)


def bound_by(who: Visitor, account: Account, states: PeopleStates) -> Account:
    """The account, if its person is of his part: it has the calls of that person. Raises NotAllowed."""
    if not account.person or not who.parts:
        return account
    person = states.person(account.person)
    if person is None or not who.sees(person.unit):
        raise NotAllowed("its person is not in your part of the organisation", "take somebody of your own part")
    return account
