"""Who may do what: six roles, and the actions that each allows. Every route names exactly one action."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum, auto
from types import MappingProxyType


class Role(StrEnum):
    """What an account is in the centre. An account may have several."""

    AGENT = auto()
    MANAGER = auto()
    LEADER = auto()
    QUALITY = auto()
    ANALYST = auto()
    ADMIN = auto()


class Action(StrEnum):
    """What one may do."""

    SEE_SELF = auto()
    SET_OWN_STATE = auto()
    TAKE_CALLS = auto()
    WRAP_UP = auto()
    SEE_FLOOR = auto()
    SET_OTHERS_STATE = auto()
    SUPERVISE = auto()
    """Listen, whisper, join."""
    TAKE_OVER = auto()
    MOVE_CALLS = auto()
    SEE_CALLS = auto()
    SEE_NUMBERS = auto()
    """See callers' numbers in full. No route names it: it decides what the others show."""
    HEAR_RECORDINGS = auto()
    SEE_CONTACTS = auto()
    EDIT_CONTACTS = auto()
    SEE_CALLBACKS = auto()
    EDIT_CALLBACKS = auto()
    SEE_REPORTS = auto()
    SEE_PLAN = auto()
    EDIT_PLAN = auto()
    """Publish and roll back: menus, people and queues are one plan."""
    TURN_SWITCHES = auto()
    SEE_SETTINGS = auto()
    MANAGE_ACCOUNTS = auto()
    SEE_AUDIT = auto()
    MANAGE_WEBHOOKS = auto()
    TRY_IT = auto()


_OWN_WORK = frozenset(
    {
        Action.SEE_SELF,
        Action.SET_OWN_STATE,
        Action.TAKE_CALLS,
        Action.WRAP_UP,
        Action.SEE_CONTACTS,
        Action.EDIT_CONTACTS,
        Action.SEE_CALLBACKS,
    }
)
_LEADING = frozenset(
    {
        Action.SEE_NUMBERS,
        Action.SEE_FLOOR,
        Action.SET_OTHERS_STATE,
        Action.SUPERVISE,
        Action.TAKE_OVER,
        Action.MOVE_CALLS,
        Action.SEE_CALLS,
        Action.HEAR_RECORDINGS,
        Action.EDIT_CALLBACKS,
        Action.SEE_REPORTS,
        Action.SEE_PLAN,
        Action.TURN_SWITCHES,
        Action.TRY_IT,
    }
)
_QUALITY = frozenset({Action.SEE_FLOOR, Action.SUPERVISE, Action.SEE_CALLS, Action.HEAR_RECORDINGS, Action.SEE_REPORTS})
_ANALYST = frozenset({Action.SEE_FLOOR, Action.SEE_CALLS, Action.SEE_REPORTS, Action.SEE_PLAN})

ALLOWED: Mapping[Role, frozenset[Action]] = MappingProxyType(
    {
        Role.AGENT: _OWN_WORK,
        Role.MANAGER: _OWN_WORK | {Action.SEE_NUMBERS, Action.EDIT_CALLBACKS},
        Role.LEADER: _OWN_WORK | _LEADING,
        Role.QUALITY: _QUALITY | {Action.SEE_SELF},
        Role.ANALYST: _ANALYST | {Action.SEE_SELF},
        Role.ADMIN: frozenset(Action),
    }
)
"""The whole of it; docs/console.md shows it as a table, and a test compares them."""


CENTRE_WIDE = frozenset({Action.EDIT_PLAN, Action.TURN_SWITCHES, Action.MANAGE_WEBHOOKS})
"""What changes, or tells outside, the whole centre: nobody may who is limited to a part. By a plan he could put anybody
into his part, and by a webhook he would be told of every call."""


def allowed(roles: Iterable[Role], parts: Collection[str] = ()) -> frozenset[Action]:
    """What somebody with these roles may do, who sees these parts of the organisation; none: the whole centre."""
    by_role = frozenset[Action]().union(*(ALLOWED[role] for role in roles))
    return by_role - CENTRE_WIDE if parts else by_role


def known_roles(words: Iterable[str]) -> frozenset[Role]:
    """Those that this version knows: a word of another one gives no rights."""
    given = set(words)
    return frozenset(role for role in Role if role.value in given)


def known_actions(words: Iterable[str]) -> frozenset[Action]:
    """Those that this version knows."""
    given = set(words)
    return frozenset(action for action in Action if action.value in given)
