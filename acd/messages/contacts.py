"""Contacts come and leave. All times are epoch seconds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from acd.patience import Patience
from calls.ids import CallId, PersonId

NOBODY = PersonId("")


@dataclass(frozen=True, slots=True)
class Joined:
    """A caller waits from `joined_at` (earlier than now when he keeps a place).

    `wanted` is a person to try before anybody else: the caller's own manager. `reached_within`: seconds that it may take,
    after a person has accepted, until the contact is there to be joined: who is called back must be rung first (P20).
    `wishes`: what the caller would like of the person, by name (`dialect`, `minnan`).
    `segment`: his class, for patience and reports. `patience`: what is believed of him (None: as of anybody of his class).
    `limit`: seconds that he, or a rule for him, has said he will wait: it wins over what was learnt. `last_agent`: who served him
    before. `here`: he is on the line; somebody who is to be rung first when his turn is near is not.
    `gave_back`: who sent him back to the queue in this call and is not to be asked for him again. `missed`: whose phone has
    just rung for him in vain, though not for an offer: he is not asked again at once (P19).
    `given`: the rules by which queues have given him away in this call; none is used twice. `on_line_since`: when he came to the
    line, where that was after `joined_at` (he was called back): a rule on the time waited counts from then.
    """

    contact: CallId
    queue: str
    priority: int
    joined_at: float
    wanted: PersonId = NOBODY
    caller: str = ""
    language: str = ""
    reached_within: float = 0.0
    wishes: tuple[tuple[str, str], ...] = ()
    segment: str = ""
    patience: Patience | None = None
    limit: float | None = None
    last_agent: PersonId = NOBODY
    here: bool = True
    given: tuple[str, ...] = ()
    gave_back: PersonId = NOBODY
    missed: PersonId = NOBODY
    on_line_since: float | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who was not on the line is there now: he can be offered."""

    contact: CallId


@dataclass(frozen=True, slots=True)
class Redirected:
    """A leader sent a waiting contact to another queue, where it has this priority. What it has waited counts."""

    contact: CallId
    queue: str
    priority: int


@dataclass(frozen=True, slots=True)
class Reprioritised:
    """A leader gave a waiting contact another priority."""

    contact: CallId
    priority: int


@dataclass(frozen=True, slots=True)
class Known:
    """Only now it is known who a contact is: his profile came after he had joined. As in `Joined`, and in its place."""

    contact: CallId
    segment: str
    patience: Patience | None
    limit: float | None


class Leaving(StrEnum):
    """Why a contact left the dispatcher."""

    HUNG_UP = "hung_up"
    SERVED = "served"
    MOVED = "moved"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Left:
    """A contact is over or went elsewhere: phones ringing for it must stop, a late answer is released."""

    contact: CallId
    why: Leaving
