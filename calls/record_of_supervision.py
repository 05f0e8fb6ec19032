"""How leaders who take part in a call stand in its record."""

from __future__ import annotations

from calls.contact import ContactRecord
from calls.contact_parts import LegRecord, Span, SupervisionRecord, closed
from calls.happenings.supervision import JoinedIn, Listened, TakenOver, Whispered
from calls.ids import LegId
from calls.record_of_people import hung_up
from calls.replacing import replace

MANNERS = {Listened: "listen", Whispered: "whisper", JoinedIn: "join", TakenOver: "take over"}


def supervised(r: ContactRecord, at: float, what: Listened | Whispered | JoinedIn | TakenOver) -> ContactRecord:
    """He takes part, or in another manner than before."""
    known = any(each.leg == what.leg for each in r.supervisions)
    begun = r.supervisions if known else (*r.supervisions, SupervisionRecord(what.leg, what.by, what.person))
    manner = Span(MANNERS[type(what)], at, at if isinstance(what, TakenOver) else None, what.leg)
    changed = tuple(
        replace(each, whom=what.whom, manners=(*closed(each.manners, at), manner)) if each.leg == what.leg else each
        for each in begun
    )
    return replace(_with_leg(r, at, what), supervisions=changed)


def left_talk(r: ContactRecord, at: float, leg: LegId) -> ContactRecord:
    """He takes no part any more."""
    ended = tuple(
        replace(each, manners=closed(each.manners, at)) if each.leg == leg else each for each in r.supervisions
    )
    legs = tuple(hung_up(each, at) if each.leg == leg else each for each in r.legs)
    return replace(r, supervisions=ended, legs=legs)


def all_left(r: ContactRecord, at: float) -> ContactRecord:
    """The call is over, and so is what leaders did in it."""
    return replace(r, supervisions=tuple(replace(each, manners=closed(each.manners, at)) for each in r.supervisions))


def _with_leg(r: ContactRecord, at: float, what: Listened | Whispered | JoinedIn | TakenOver) -> ContactRecord:
    if any(each.leg == what.leg for each in r.legs):
        return r
    return replace(r, legs=(*r.legs, LegRecord(what.leg, what.person, picked_up_at=at)))
