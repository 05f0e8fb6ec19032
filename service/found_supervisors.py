"""Leaders who take part in a call, found after a restart: they go on in the same talk, or are let go."""

from __future__ import annotations

from collections.abc import Callable

from calls.causes import Cause, EndedBy
from calls.contact import ContactRecord
from calls.happenings.entry import Happening
from calls.happenings.supervision import Manner, TakenOver
from calls.happenings.talk import Connected, Parted
from calls.ids import CallId, LegId, PersonId
from calls.switch import LegSeen, Role
from service.call import Call
from service.findings import Findings
from service.lines import Lines
from service.supervising import Supervising
from service.watches import Leader

MANNERS = frozenset(manner.value for manner in Manner)


def resume(
    supervising: Supervising, found: Findings, lines: Lines, record_of: Callable[[CallId], ContactRecord | None]
) -> None:
    """Who has picked up, and whose talk goes on, goes on too. Whoever rings, or hears nothing, is not needed."""
    talks = {call.id: call for call, _, _ in found.talking}
    for leg in found.supervisors:
        call = talks.get(leg.marks.call) if leg.marks else None
        manner = _manner(leg, call)
        if call is None or manner is None:
            found.unneeded.append(leg.leg)
        else:
            supervising.found(call, _leader(leg, record_of(call.id)), lines.open(leg.leg), manner, leg.since)


def _manner(leg: LegSeen, call: Call | None) -> Manner | None:
    """As the switch has it: with the two, or beside them. None: with nobody, or with others than its marks say."""
    if call is None or leg.marks is None or not leg.up or leg.commandable:
        return None
    together = [each for each in (leg.joined_with, *leg.others) if each]
    if together:
        return Manner.JOIN if call.leg in together else None
    return Manner.WHISPER if leg.marks.step == Manner.WHISPER else Manner.LISTEN


def _leader(leg: LegSeen, record: ContactRecord | None) -> Leader:
    person = leg.marks.person if leg.marks else PersonId("")
    known = record.supervisions if record else ()
    user = next((each.by for each in known if each.leg == leg.leg), str(person))
    return Leader(user, person, None)


def taken_over(record: ContactRecord, partner: LegSeen) -> list[Happening]:
    """What is to be written down where a leader was left alone with the caller while nobody looked: he has him now."""
    if partner.marks is None or partner.marks.role is not Role.SUPERVISOR:
        return []
    former = next((talk for talk in record.talks if talk.until is None), None)
    if former is None or former.leg == partner.leg:
        return []
    leader, whom = _leader(partner, record), PersonId(former.whom)
    return [
        Parted(whom, EndedBy.UNSEEN, Cause.UNKNOWN),
        TakenOver(leader.user, leader.person, whom, LegId(partner.leg)),
        Connected(leader.person, partner.leg),
    ]
