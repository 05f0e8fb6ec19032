"""Caller and person talk. The first leg to end ends it; a hold, a transfer and a changed partner are followed."""

from __future__ import annotations

from dataclasses import dataclass

from acd.messages import Refusal, TalkEnded, TalkFailed, TalkStarted
from calls.causes import Cause, EndedBy
from calls.errors import LegGone, SwitchRefused
from calls.events import LegEnded, LegEvent, LegHeld, LegParted, LegResumed, LegTransferred
from calls.happenings import Connected, Held, Parted, Resumed, Transferred
from calls.ids import LegId, PersonId
from calls.switch import Switch
from service.call import Call, Partner
from service.chronicle import Chronicle
from service.floor import Floor
from service.lines import Line, Lines


@dataclass(frozen=True, slots=True)
class NotJoined:
    """The person hung up before caller and he heard each other."""


@dataclass(frozen=True, slots=True)
class Over:
    """The conversation ended and the caller is still there."""

    by: EndedBy
    cause: Cause


@dataclass(frozen=True, slots=True)
class SentOn:
    """The person sent the caller to another phone or number."""

    to: str
    by: PersonId


End = NotJoined | Over | SentOn


class Conversation:
    """Joins two legs and follows them to the end."""

    def __init__(self, switch: Switch, lines: Lines, floor: Floor, chronicle: Chronicle) -> None:
        self._switch, self._lines = switch, lines
        self._floor, self._chronicle = floor, chronicle

    async def hold(self, call: Call, partner: Partner) -> End:
        """Join them and stay until one ends it."""
        try:
            await self._switch.bridge(call.leg, partner.leg)
        except (LegGone, SwitchRefused) as error:
            await self._not_joined(call, partner, error)
            return NotJoined()
        self.begun(call, partner)
        return await self.follow(call)

    async def _not_joined(self, call: Call, partner: Partner, error: LegGone | SwitchRefused) -> None:
        if call.line.ended is not None:
            raise LegGone(call.leg, call.line.ended.cause)
        if partner.offer:
            refusal = Refusal.HUNG_UP if isinstance(error, LegGone) else Refusal.FAILED
            self._floor.tell(TalkFailed(partner.offer, refusal))
        await self._let_go(partner)

    def begun(self, call: Call, partner: Partner) -> None:
        """They hear each other."""
        call.waiting, call.partner = False, partner
        partner.line.follow(call.line, call.id)
        self._chronicle.note(call.id, Connected(partner.person, partner.leg))
        if partner.offer:
            self._floor.tell(TalkStarted(partner.offer))

    async def follow(self, call: Call) -> End:
        """Follow a conversation in progress until it ends."""
        while (partner := call.partner) is not None:
            end = self._hear(call, partner, await call.line.next())
            if end is not None:
                return await self._finish(call, end)
        raise LegGone(call.leg)

    def _hear(self, call: Call, partner: Partner, event: LegEvent) -> End | None:
        match event:
            case LegEnded(leg=leg, cause=cause) if leg == partner.leg:
                return Over(EndedBy.PERSON, cause)
            case LegParted(leg=leg) if leg == call.leg:
                return Over(EndedBy.PERSON, Cause.NORMAL)
            case LegTransferred(leg=leg, to=to, attended=False) if leg == call.leg:
                return SentOn(to, partner.person)
            case LegHeld(leg=leg) if leg == partner.leg:
                self._chronicle.note(call.id, Held(partner.person))
            case LegResumed(leg=leg) if leg == partner.leg:
                self._chronicle.note(call.id, Resumed(partner.person))
            case LegTransferred(leg=leg, to=to, attended=True) if leg == call.leg:
                self._changed_partner(call, partner, self._lines.open(LegId(to)))
            case _:
                pass
        return None

    def _changed_partner(self, call: Call, before: Partner, line: Line) -> None:
        """An attended transfer: the caller talks to somebody else now, whom the person had called before."""
        person = line.person or PersonId("")
        self.parted(call, EndedBy.PERSON, Cause.NORMAL)
        self._chronicle.note(call.id, Transferred(person or line.leg, before.person, attended=True))
        self.begun(call, Partner(person, line))

    async def _finish(self, call: Call, end: End) -> End:
        partner = call.partner
        if partner is None:
            return end
        by, cause = (end.by, end.cause) if isinstance(end, Over) else (EndedBy.PERSON, Cause.NORMAL)
        self.parted(call, by, cause)
        if isinstance(end, SentOn):
            self._chronicle.note(call.id, Transferred(end.to, end.by))
        await self._let_go(partner)
        return end

    def parted(self, call: Call, by: EndedBy, cause: Cause) -> None:
        """They hear each other no longer: the person is free for his wrap-up."""
        partner, call.partner = call.partner, None
        if partner is not None:
            self._chronicle.note(call.id, Parted(partner.person, by, cause))
            if partner.offer:
                self._floor.tell(TalkEnded(partner.person, call.id))

    async def _let_go(self, partner: Partner) -> None:
        await self._switch.hang_up(partner.leg)
        self._lines.close(partner.leg)
