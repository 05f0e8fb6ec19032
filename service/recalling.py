"""The transferrer is recalled: a caller whom he sent to somebody who does not take him is his once more, if he is there.

Who sends a caller on without asking first may do so in error, or in bad luck. The caller shall not pay for it with a new
wait among strangers, as long as the one who knows him can be reached. He hears music meanwhile.
"""

from __future__ import annotations

from acd.states import PersonState
from calls.causes import Cause
from calls.errors import DestinationBarred, SwitchRefused
from calls.events import Caller
from calls.happenings.talk import Recalled, RecallMissed
from calls.ids import PersonId
from calls.switch import Outside, Role, Switch
from service.accepting import Accepting
from service.call import Call, Partner
from service.changes import SentOn
from service.chronicle import Chronicle
from service.floor import Floor
from service.lines import Line
from service.people import People
from service.reaching import Destination, Reaching

RECALL_FOR = 20.0
"""Seconds that his phone rings, if the settings say nothing else."""
SHOWN = "Recall"
"""The name on his phone, beside the caller's number."""
NOT_FREE = {
    PersonState.LOGGED_OUT: "he is signed out",
    PersonState.RESERVED: "he is asked for another caller",
    PersonState.RINGING: "his phone rings for another caller",
    PersonState.TALKING: "he is on the phone",
}
"""States in which he is not rung, and what the record then says."""


class Recalling:
    """Rings who sent a caller to nobody. `ring_for` in seconds; 0: nobody is recalled."""

    def __init__(
        self,
        switch: Switch,
        floor: Floor,
        people: People,
        reaching: Reaching,
        accepting: Accepting,
        chronicle: Chronicle,
        ring_for: float,
    ) -> None:
        self._switch, self._floor, self._people = switch, floor, people
        self._reaching, self._accepting, self._chronicle = reaching, accepting, chronicle
        self._ring_for = ring_for

    async def back_to(self, call: Call, sent: SentOn, why: Cause) -> Partner | None:
        """Who sent him on, with his phone in his hand; None if he is not there, and why stands in the record."""
        if not self._ring_for or not self._people.is_in_plan(sent.by) or self._recalled(call):
            return None
        found = await self._found(call, sent, why)
        if isinstance(found, Line):
            return Partner(sent.by, found)
        self._chronicle.note(call.id, RecallMissed(sent.by, found))
        return None

    def _recalled(self, call: Call) -> bool:
        """Whether he was rung again already, by an earlier service."""
        record = self._chronicle.record(call.id)
        sent = record.transfers[-1].at if record and record.transfers else 0.0
        return bool(record and record.recalls and record.recalls[-1].at >= sent)

    async def _found(self, call: Call, sent: SentOn, why: Cause) -> Line | str:
        """His line, or why there is none."""
        to = self._reaching.destination(sent.by)
        if self._reaching.destination(sent.to).target == to.target:
            return "he had sent the caller to his own phone"
        state = self._floor.state_of(sent.by)
        if state is None or state in NOT_FREE:
            return NOT_FREE.get(state, "he is not here") if state else "he is not here"
        line = await self._rung(call, sent, to, why)
        if isinstance(line, Cause):
            return line.words
        return await self._taken(call, sent.by, to, line)

    async def _rung(self, call: Call, sent: SentOn, to: Destination, why: Cause) -> Line | Cause:
        shown = Caller(call.caller.number, SHOWN)
        told = (sent.by, sent.to, why.words)
        try:
            return await self._reaching.reach(
                to,
                call.id,
                Role.TRANSFER,
                shown,
                self._ring_for,
                rings=lambda leg: self._chronicle.note(call.id, Recalled(*told, leg)),
            )
        except DestinationBarred:
            return Cause.BARRED
        except SwitchRefused:
            return Cause.NO_ROUTE

    async def _taken(self, call: Call, person: PersonId, to: Destination, line: Line) -> Line | str:
        """At a seat he has the caller as he picks up. Outside he presses his key: no voicemail box gets a caller (P22)."""
        if not isinstance(to.target, Outside):
            return line
        taken = False
        try:
            verdict = await self._accepting.ask_for(line.leg, person, call.id, _queue_of(call, self._chronicle))
            taken = verdict.why is None
        finally:
            if not taken:
                await self._reaching.let_go(line)
        return line if taken else verdict.detail or "he did not take him"


def _queue_of(call: Call, chronicle: Chronicle) -> str:
    record = chronicle.record(call.id)
    return call.place.queue if call.place else record.queue if record else ""
