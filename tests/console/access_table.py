"""Who gets what of each route: the one table that tests/console/test_access_parts.py holds the console to.

A route that is not here fails the tests. Whoever adds one writes down who may, and what somebody of one part of the
organisation gets of another part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

ALL = "agent manager leader quality analyst admin"
TALK = "agent manager leader admin"
LOOK = "leader quality analyst admin"
HEAR = "leader quality admin"
PLAN = "leader analyst admin"
LEAD = "leader admin"
BACK = "manager leader admin"
ADMIN = "admin"


class Beyond(Enum):
    """What somebody of one part gets of another part."""

    OWN = auto()
    """It is of the person who asks. Somebody else's is not there: 404, for those of the whole centre too."""
    REFUSED = auto()
    """403."""
    MISSING = auto()
    """404: what is elsewhere is not there for him."""
    FILTERED = auto()
    """A list or figures: nothing of the other part is in it."""
    CENTRE = auto()
    """It changes the whole centre: 403 for whoever has only a part, whatever he asks for."""
    SHARED = auto()
    """The same for all parts, and why that is right stands beside the row."""
    NOTHING = auto()
    """There is nothing of any part in it, or only what is of the session that asks."""


@dataclass(frozen=True, slots=True)
class Row:
    """`who` may ask at all; the others get 403. `others`: who of these gets at what is another's, '' all of them.

    `mark` is what must be seen of one's own part, and must not be seen of the other. `numbers`: callers' numbers stand
    in it, whole for who may see them. `call`: which call is asked for. `why` it is shared.
    `tokens` False: a token of somebody who may is refused, for it is about himself in his browser.
    """

    who: str
    beyond: Beyond
    others: str = ""
    mark: str = ""
    numbers: bool = False
    call: str = "call"
    why: str = ""
    tokens: bool = True


def _own(who: str = TALK, mark: str = "", numbers: bool = False, call: str = "call") -> Row:
    return Row(who, Beyond.OWN, mark=mark, numbers=numbers, call=call)


def _refused(who: str, mark: str = "", numbers: bool = False, call: str = "call") -> Row:
    return Row(who, Beyond.REFUSED, mark=mark, numbers=numbers, call=call)


def _missing(who: str, others: str = "", mark: str = "") -> Row:
    return Row(who, Beyond.MISSING, others, mark)


def _filtered(who: str, mark: str, others: str = "", numbers: bool = False, call: str = "call") -> Row:
    return Row(who, Beyond.FILTERED, others, mark, numbers, call)


def _shared(who: str, why: str, mark: str = "", numbers: bool = False) -> Row:
    return Row(who, Beyond.SHARED, mark=mark, numbers=numbers, why=why)


def _nothing(who: str = ALL) -> Row:
    return Row(who, Beyond.NOTHING)


def _himself() -> Row:
    return Row(ALL, Beyond.NOTHING, tokens=False)


def _centre() -> Row:
    return Row(ADMIN, Beyond.CENTRE)


CALLER = "a customer belongs to no part: whoever he reaches must know what was agreed with him"
ONE_PLAN = "there is one plan for the centre, and who reads it reads all of it"

TABLE: Mapping[str, Row] = MappingProxyType(
    {
        "GET /audit": _filtered(ADMIN, "account"),
        "GET /session": _nothing(),
        "DELETE /session": _himself(),
        "PUT /session/password": _himself(),
        "PATCH /session": _himself(),
        "GET /session/all": _nothing(),
        "DELETE /session/all": _himself(),
        "DELETE /session/all/{session}": _himself(),
        "GET /accounts": _filtered(ADMIN, "account"),
        "POST /accounts": _refused(ADMIN),
        "GET /accounts/{user}": _missing(ADMIN, mark="account"),
        "PATCH /accounts/{user}": _missing(ADMIN, mark="account"),
        "POST /accounts/{user}/link": _missing(ADMIN),
        "GET /accounts/{user}/sessions": _missing(ADMIN, mark="session"),
        "DELETE /accounts/{user}/sessions/{session}": _missing(ADMIN),
        "DELETE /accounts/{user}/sessions": _missing(ADMIN),
        "GET /tokens": _filtered(ADMIN, "token"),
        "POST /tokens": _missing(ADMIN, mark="account"),
        "DELETE /tokens/{token}": _missing(ADMIN),
        "GET /settings": _shared(ADMIN, "the service has one set of settings, and no secret is shown"),
        "GET /phone": _nothing(TALK),
        "WS /sip": Row(ALL, Beyond.NOTHING, others=TALK),
        "POST /try": _nothing(LEAD),
        "GET /try": _nothing(LEAD),
        "DELETE /try": _nothing(LEAD),
        "GET /live": _filtered(ALL, "talk", others=LOOK, numbers=True),
        "GET /snapshot": _filtered(LOOK, "talk", numbers=True),
        "GET /people": _filtered(LOOK, "person"),
        "GET /queues": _shared(LOOK, "people of several parts serve one queue, and its figures name nobody"),
        "GET /reasons": _nothing(),
        "POST /people/{person}/state": _missing(TALK, others=LEAD),
        "GET /calls": _filtered(LOOK, "call", numbers=True),
        "GET /calls/{call}": _refused(LOOK, "call", numbers=True),
        "GET /calls/{call}/explanation": _refused(LOOK),
        "GET /calls/{call}/recording": _refused(HEAR),
        "GET /reports": _filtered(LOOK, "person"),
        "GET /reports/csv": _filtered(LOOK, "person"),
        "GET /reports/figures": _nothing(LOOK),
        "GET /webhooks": _centre(),
        "GET /webhooks/events": _centre(),
        "POST /webhooks": _centre(),
        "PATCH /webhooks/{webhook}": _centre(),
        "POST /webhooks/{webhook}/test": _centre(),
        "GET /webhooks/dead": _centre(),
        "POST /webhooks/dead/{letter}/again": _centre(),
        "DELETE /webhooks/dead/{letter}": _centre(),
        "DELETE /webhooks/{webhook}": _centre(),
        "GET /visits": _own(mark="visit", numbers=True),
        "POST /calls/{call}/visit": _own(numbers=True),
        "PUT /visits/{visit}": _own(mark="visit", numbers=True),
        "GET /visits/{visit}/ics": _own(mark="visit", numbers=True),
        "DELETE /visits/{visit}": _own(mark="visit", numbers=True),
        "GET /supervision": _nothing(HEAR),
        "GET /calls/{call}/supervision": _refused(HEAR, call="talk"),
        "POST /calls/{call}/listen": _refused(HEAR, call="talk"),
        "POST /calls/{call}/whisper": _refused(HEAR, call="talk"),
        "POST /calls/{call}/join": _refused(HEAR, call="talk"),
        "POST /calls/{call}/takeover": _refused(LEAD, call="talk"),
        "POST /calls/{call}/leave": _nothing(HEAR),
        "POST /calls/{call}/priority": _refused(LEAD, call="wait"),
        "POST /calls/{call}/move": _refused(LEAD, call="wait"),
        "GET /offers": _own(mark="talk", numbers=True),
        "GET /offers/{offer}": _own(mark="talk", numbers=True),
        "POST /offers/{offer}/answer": _own(),
        "GET /wrapups": _own(mark="call", numbers=True),
        "GET /calls/{call}/wrapup": _own(mark="call", numbers=True),
        "PUT /calls/{call}/wrapup": _own(mark="call", numbers=True),
        "GET /calls/{call}/wrapup/changes": _own(),
        "GET /calls/{call}/card": _own(mark="call", numbers=True),
        "POST /calls/{call}/callback": _own(numbers=True),
        "GET /wrapups/choices": _nothing(TALK),
        "POST /wrapups/more-time": _nothing(TALK),
        "GET /contacts": _shared(TALK, CALLER, numbers=True),
        "GET /contacts/{key}": _shared(TALK, CALLER, "note", numbers=True),
        "POST /contacts/{key}/notes": _shared(TALK, CALLER),
        "DELETE /contacts/{key}/notes/{note}": _shared(TALK, CALLER),
        "GET /callbacks": _filtered(TALK, "callback", others=BACK, numbers=True),
        "POST /callbacks": _refused(BACK, numbers=True),
        "PATCH /callbacks/{callback}": _missing(BACK, mark="callback"),
        "DELETE /callbacks/{callback}": _missing(BACK, mark="callback"),
        "GET /plan": _shared(PLAN, ONE_PLAN),
        "GET /plan/schema": _nothing(PLAN),
        "GET /plan/versions": _shared(PLAN, ONE_PLAN),
        "GET /plan/versions/{number}": _shared(PLAN, ONE_PLAN),
        "POST /plan/check": _shared(PLAN, ONE_PLAN),
        "POST /plan/read": _shared(PLAN, ONE_PLAN),
        "POST /plan/edit": _centre(),
        "POST /plan/diff": _shared(PLAN, ONE_PLAN),
        "POST /plan/graph": _shared(PLAN, ONE_PLAN),
        "POST /plan/simulate": _shared(PLAN, ONE_PLAN),
        "POST /plan/simulate/speech": _shared(PLAN, ONE_PLAN),
        "POST /plan/publish": _centre(),
        "POST /plan/rollback": _centre(),
        "GET /switches": _shared(PLAN, ONE_PLAN),
        "PUT /switches/{switch}": Row(LEAD, Beyond.CENTRE),
        "GET /prompts": _shared(PLAN, ONE_PLAN),
        "GET /prompts/{prompt}/{lang}/sound": _shared(PLAN, ONE_PLAN),
        "PUT /prompts/{prompt}/{lang}": _centre(),
        "DELETE /prompts/{prompt}/{lang}": _centre(),
    }
)
"""In the order in which they are asked for: what takes a thing away stands behind what needs it."""
