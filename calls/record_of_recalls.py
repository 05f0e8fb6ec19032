"""What the recall of who sent the caller to nobody changes in the record."""

from __future__ import annotations

from calls.contact import ContactRecord
from calls.contact_parts import LegRecord, RecallRecord
from calls.happenings.talk import Recalled, RecallMissed
from calls.ids import PersonId
from calls.record_of_people import hung_up
from calls.replacing import replace

ANSWERED = "answered"


def recalled(r: ContactRecord, at: float, what: Recalled) -> ContactRecord:
    """His phone rings again: its leg is one of the call."""
    leg = LegRecord(what.leg, what.person, rang_at=at)
    recall = RecallRecord(at, what.person, what.to, what.why, what.leg)
    return replace(r, recalls=(*r.recalls, recall), legs=(*r.legs, leg))


def answered(r: ContactRecord, person: PersonId) -> ContactRecord:
    """He has the caller back, if his phone rang for that."""
    return _over(r, person, ANSWERED) if _open(r, person) else r


def recall_missed(r: ContactRecord, at: float, what: RecallMissed) -> ContactRecord:
    """He did not take the caller back; a phone that was not even rung is told too."""
    recall = _open(r, what.person)
    if recall is None:
        to = r.transfers[-1].to if r.transfers else ""
        return replace(r, recalls=(*r.recalls, RecallRecord(at, what.person, to, "", outcome=what.why)))
    legs = tuple(hung_up(leg, at) if leg.leg == recall.leg else leg for leg in r.legs)
    return replace(_over(r, what.person, what.why), legs=legs)


def _open(r: ContactRecord, person: PersonId) -> RecallRecord | None:
    last = r.recalls[-1] if r.recalls else None
    return last if last and last.person == person and not last.outcome else None


def _over(r: ContactRecord, person: PersonId, outcome: str) -> ContactRecord:
    last = _open(r, person)
    return r if last is None else replace(r, recalls=(*r.recalls[:-1], replace(last, outcome=outcome)))
