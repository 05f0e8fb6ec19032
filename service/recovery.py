"""After a restart, a lost link or a dead switch: read the state anew, decide anew, replay nothing.

What is on the switch (legs and their marks) is compared with what was open in the records:
a caller who is gone gets his record closed, one who waits gets his old place, one who talks is followed to the end,
one in a menu hears his menu again; a phone that still rings keeps ringing, and nobody is rung twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from acd.messages import KnownPerson, Recovered, Talk
from acd.offers import Offer
from calls.causes import Cause, EndedBy
from calls.clock import Clock
from calls.contact import ContactRecord
from calls.errors import HotlineError
from calls.events import CallArrived
from calls.happenings.offer import OfferClosed
from calls.happenings.queue import Queued
from calls.happenings.talk import Parted
from calls.happenings.visit import Arrived, Ended, Gap
from calls.ids import CallId, LegId, OfferId, PersonId
from calls.switch import LegSeen, Role, Switch
from service import found_supervisors
from service.call import Call, Partner
from service.chronicle import Chronicle
from service.connecting import Connecting
from service.crew import Crew
from service.desk import Desk
from service.findings import Findings, arrival_of, asked_by, offer_found, person_now, place_of, refusals_of, talks_with
from service.floor import Floor
from service.journey import Journey
from service.lines import Lines
from service.occupancy import Occupancy
from service.people import People
from service.supervising import Supervising
from service.transferring import sent_meanwhile, with_own_marks
from service.waiting import joined

log = structlog.get_logger(__name__)
ASIDE = (Role.DESK, Role.TRANSFER, Role.CALLBACK, Role.CONSULT, Role.REMINDER)


class Recovery:
    """Puts everything back where it was."""

    def __init__(
        self,
        switch: Switch,
        clock: Clock,
        lines: Lines,
        floor: Floor,
        people: People,
        occupancy: Occupancy,
        chronicle: Chronicle,
        connecting: Connecting,
        journey: Journey,
        desk: Desk,
        crew: Crew,
        supervising: Supervising,
        known_people: Callable[[], Sequence[KnownPerson]],
    ) -> None:
        self._switch, self._clock, self._lines, self._floor = switch, clock, lines, floor
        self._people, self._occupancy, self._chronicle = people, occupancy, chronicle
        self._connecting, self._journey, self._desk, self._crew = connecting, journey, desk, crew
        self._supervising = supervising
        self._known_people = known_people

    async def run(self, away: float, why: str, switch_died: bool) -> list[CallArrived]:
        """Recover. `away`: seconds without sight of the switch. Returns calls that arrived meanwhile."""
        seats = await self._switch.reachable_seats()
        seen = with_own_marks(await self._switch.legs(), self._chronicle.open_records())
        for leg in seen:
            self._lines.open(leg)
        found = self._sort(seen, away, why, switch_died)
        self._tell_floor(found, seats)
        self._resume(found)
        found_supervisors.resume(self._supervising, found, self._lines, self._chronicle.record)
        for leg in found.unneeded:
            await self._end(leg)
        log.info("recovered", waiting=len(found.waiting), talking=len(found.talking), in_menu=len(found.in_menu))
        return [arrival_of(leg) for leg in found.unknown]

    async def _end(self, leg: LegId) -> None:
        try:
            await self._switch.hang_up(leg)
        except HotlineError as error:
            # What was resumed goes on: recovering anew would attend every call twice.
            log.warning("could not end a leg nobody needs", leg=leg, error=error.told())

    # --- sorting what was found

    def _sort(self, seen: dict[LegId, LegSeen], away: float, why: str, switch_died: bool) -> Findings:
        found = Findings()
        callers = {leg.marks.call: leg for leg in seen.values() if leg.marks and leg.marks.role is Role.CALLER}
        self._rescue_unrecorded(callers)
        for record in self._chronicle.open_records():
            leg = callers.get(record.call) or seen.get(LegId(record.leg))
            if leg is None:
                self._close(record, why, switch_died)
            else:
                self._place(found, record, leg, seen, away, why)
        self._sort_others(found, seen)
        found.go_on_asking(self._chronicle.record)
        return found

    def _rescue_unrecorded(self, callers: dict[CallId, LegSeen]) -> None:
        """A call whose first entries did not reach the disk before we died: its leg tells the most of it."""
        for call, leg in callers.items():
            if self._chronicle.record(call) is None and leg.marks is not None:
                self._chronicle.note(call, Arrived(leg.leg, leg.dialled, leg.caller.number, leg.caller.name), leg.since)
                if (place := leg.marks).queue:
                    self._chronicle.note(call, Queued(place.queue, place.priority, place.joined_at), place.joined_at)

    def _close(self, record: ContactRecord, why: str, switch_died: bool) -> None:
        by, cause = (EndedBy.SWITCH, Cause.NETWORK_OUT_OF_ORDER) if switch_died else (EndedBy.UNSEEN, Cause.UNKNOWN)
        for offer in record.offers:
            if not offer.outcome:
                self._chronicle.note(record.call, OfferClosed(offer.offer, "WITHDRAWN", why))
        self._close_talks(record, by, cause)
        self._chronicle.note(record.call, Ended(by, cause, why))

    def _close_talks(self, record: ContactRecord, by: EndedBy, cause: Cause) -> None:
        """Conversations whose end nobody saw."""
        for talk in record.talks:
            if talk.until is None:
                self._chronicle.note(record.call, Parted(PersonId(talk.whom), by, cause))

    def _place(
        self, found: Findings, record: ContactRecord, leg: LegSeen, seen: dict[LegId, LegSeen], away: float, why: str
    ) -> None:
        self._chronicle.note(record.call, Gap(away, why))
        call = self._call(record, leg)
        found.refused[call.id] = refusals_of(record)
        partner = talks_with(leg, record, seen)
        if partner is not None:
            for what in found_supervisors.taken_over(record, partner):
                self._chronicle.note(record.call, what)
            call.aside = leg.joined_with is None
            third = asked_by(leg, partner, seen)
            call.third = Partner(third.marks.person, self._lines.open(third.leg)) if third and third.marks else None
            found.talking.append(self._talk(call, record, partner))
        elif call.place is not None and record.waits and record.waits[-1].until is None:
            call.waiting = True
            found.waiting.append(call)
        elif record.sent_on:
            found.sent_on.append(call)
        elif record.talks:
            self._close_talks(record, EndedBy.UNSEEN, Cause.UNKNOWN)
            sent = sent_meanwhile(leg, record)
            if sent is not None:
                self._chronicle.note(record.call, sent)
            (found.sent_on if sent else found.served).append(call)
        else:
            found.in_menu.append(call)

    def _call(self, record: ContactRecord, leg: LegSeen) -> Call:
        marks = leg.marks
        language, step = (marks.language, marks.step) if marks else (record.language, "")
        place = place_of(marks, record) if marks and marks.queue else None
        line, since = self._lines.open(leg.leg), record.arrived_at or leg.since
        return Call(record.call, line, record.dialled, leg.caller, language, since, step, place)

    def _talk(self, call: Call, record: ContactRecord, other: LegSeen) -> tuple[Call, Partner, Talk]:
        marks = other.marks
        person = marks.person if marks else PersonId("")
        offer = marks.offer if marks else OfferId("")
        queue = call.place.queue if call.place else record.queue or ""
        since, line = record.connected_at or self._clock.now(), self._lines.open(other.leg)
        line.person = person or None
        return call, Partner(person, line, offer), Talk(offer, call.id, person, queue, since)

    def _sort_others(self, found: Findings, seen: dict[LegId, LegSeen]) -> None:
        """Legs that are no callers: phones that ring for somebody who still waits, colleagues, strays."""
        waiting = {call.id for call in found.waiting}
        talking = {leg for call, partner, _ in found.talking for leg in (partner.leg, call.third and call.third.leg)}
        for leg in seen.values():
            if leg.marks is None:
                if self._is_unknown(leg):
                    found.unknown.append(leg)
            elif leg.marks.role is Role.OFFER and leg.leg not in talking:
                offer = self._offer(leg) if leg.marks.call in waiting else None
                if offer is None:
                    found.unneeded.append(leg.leg)
                else:
                    found.ringing.append((offer, leg))
            elif leg.marks.role in ASIDE and leg.leg not in talking:
                self._sort_private(found, leg, seen)
            elif leg.marks.role is Role.SUPERVISOR and leg.leg not in talking:
                found.supervisors.append(leg)

    def _sort_private(self, found: Findings, leg: LegSeen, seen: dict[LegId, LegSeen]) -> None:
        """A colleague who talks to a colleague is followed on; a phone that rings for nobody any more stops."""
        other = seen.get(leg.joined_with) if leg.joined_with else None
        if other is None:
            found.unneeded.append(leg.leg)
        elif leg.leg < other.leg:
            found.private.append((leg, other))

    def _is_unknown(self, leg: LegSeen) -> bool:
        return leg.joined_with is None and leg.leg not in {record.leg for record in self._chronicle.open_records()}

    def _offer(self, leg: LegSeen) -> Offer | None:
        """The offer this phone rings for, from its marks and the record."""
        record = self._chronicle.record(leg.marks.call) if leg.marks else None
        person = self._people.find(leg.marks.person) if leg.marks else None
        return offer_found(leg, record, person, self._clock.now()) if record and person else None

    # --- going on

    def _tell_floor(self, found: Findings, seats: frozenset[str]) -> None:
        talks = [talk for _, partner, talk in found.talking if partner.offer]
        for _, partner, _ in found.talking:
            if not partner.offer and partner.person:
                self._occupancy.occupy(partner.person, partner.line)
        for leg in (leg for pair in found.private for leg in pair):
            if leg.marks and leg.marks.person:
                self._occupancy.occupy(leg.marks.person, self._lines.open(leg.leg))
        self._connecting.start_anew()
        self._supervising.start_anew()
        for offer, leg in found.ringing:
            self._connecting.adopt(offer, leg.leg, leg.up, leg.seat)
        waiting = [joined(call, call.place) for call in found.waiting if call.place]
        ringing = [offer for offer, _ in found.ringing]
        self._floor.tell(Recovered(self._people_now(seats), waiting, ringing, talks, found.refused))

    def _people_now(self, seats: frozenset[str]) -> list[KnownPerson]:
        """Everybody's kept state beside what is seen now; who has none yet starts by his phone being there."""
        kept = {known.person: known for known in self._known_people()}
        busy, now = self._occupancy.busy, self._clock.now()
        return [person_now(who, kept.get(who.id), seats, busy(who.id), now) for who in self._people.everybody()]

    def _resume(self, found: Findings) -> None:
        for call in found.waiting:
            self._floor.expect(call.id)
            self._crew.start(f"call {call.id}", self._journey.resume_waiting(call))
        for call, partner, _ in found.talking:
            self._crew.start(f"call {call.id}", self._journey.resume_talking(call, partner))
        journey = self._journey
        in_menu, sent_on, served = journey.resume_in_menu, journey.resume_sent_on, journey.resume_served
        alone = ((found.in_menu, in_menu), (found.sent_on, sent_on), (found.served, served))
        for call, go_on in ((call, go_on) for calls, go_on in alone for call in calls):
            self._crew.start(f"call {call.id}", go_on(call))
        for one, other in found.private:
            call_id = one.marks.call if one.marks else CallId("")
            talk = self._desk.resume(self._lines.open(one.leg), self._lines.open(other.leg), call_id)
            self._crew.start(f"desk {call_id}", talk)
