"""Caller and person talk. The first leg to end ends it; a hold, a transfer and a changed partner are followed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from acd.messages import Refusal, TalkEnded, TalkFailed, TalkStarted
from calls.causes import Cause, EndedBy
from calls.clock import Clock
from calls.errors import LegGone, SwitchRefused
from calls.events import LegEnded, LegEvent, LegHeld, LegParted, LegResumed, LegTransferred
from calls.happenings.talk import Connected, Held, Parted, Resumed, Transferred
from calls.ids import LegId, PersonId
from calls.switch import Marks, Role, Switch
from service.asides import Asides
from service.call import Call, Partner
from service.caller_news import given_back, joined, sent_on
from service.changes import QUEUE, Back, Change, SentOn
from service.chronicle import Chronicle
from service.consulting import Consulting
from service.floor import Floor
from service.holding import Holding
from service.lines import Line, Lines
from service.supervising import Supervising
from service.timing import before
from service.watches import Successor

GIVEN_BACK_WITHIN = 1.0
"""Seconds in which the news about the caller's leg follows the end of the person's; measured under 1 ms."""


@dataclass(frozen=True, slots=True)
class NotJoined:
    """The person hung up before caller and he heard each other."""


@dataclass(frozen=True, slots=True)
class Over:
    """The conversation ended and the caller is still there."""

    by: EndedBy
    cause: Cause


End = NotJoined | Over | SentOn | Back


class Conversation:
    """Joins two legs and follows them to the end."""

    def __init__(
        self,
        switch: Switch,
        clock: Clock,
        lines: Lines,
        floor: Floor,
        chronicle: Chronicle,
        asides: Asides | None = None,
        holding: Holding | None = None,
        supervising: Supervising | None = None,
        consulting: Consulting | None = None,
    ) -> None:
        self._switch, self._clock, self._lines = switch, clock, lines
        self._floor, self._chronicle, self._asides = floor, chronicle, asides
        self._holding, self._supervising, self._consulting = holding, supervising, consulting

    async def hold(self, call: Call, partner: Partner) -> End:
        """Join them and stay until one ends it."""
        call.joining = partner
        try:
            await self._switch.bridge(call.leg, partner.leg)
        except (LegGone, SwitchRefused) as error:
            await self._not_joined(call, partner, error)
            return NotJoined()
        if call.passed_on.is_set():  # a caller has that person by now: this was a question, and its leg is about to end
            raise LegGone(call.leg)
        return await self.go_on(call, partner)

    async def _not_joined(self, call: Call, partner: Partner, error: LegGone | SwitchRefused) -> None:
        if call.line.ended is not None or await self._is_passed_on(call):
            raise LegGone(call.leg, call.line.ended.cause if call.line.ended else Cause.NORMAL)
        if partner.offer:
            refusal = Refusal.HUNG_UP if isinstance(error, LegGone) else Refusal.FAILED
            self._floor.tell(TalkFailed(partner.offer, refusal))
        call.joining = None
        await self._let_go(partner)

    def begun(self, call: Call, partner: Partner) -> None:
        """They hear each other."""
        call.waiting, call.partner, call.joining, call.keyed = False, partner, None, None
        partner.line.follow(call.line, call.id)
        self._chronicle.note(call.id, Connected(partner.person, partner.leg))
        if self._supervising is not None:
            self._supervising.began(call)
        if partner.offer and not partner.contact:
            self._floor.tell(TalkStarted(partner.offer))

    async def found_with(self, call: Call) -> Partner | None:
        """With whom the switch itself joined a caller, whom it put in the place of a question just answered. None: it has not."""
        try:
            news = await before(self._clock, self._clock.now() + GIVEN_BACK_WITHIN, joined(call))
        except TimeoutError:
            return None
        if self._consulting is None or not self._lines.knows(news.other):
            return None
        return self._consulting.reached(self._lines.open(news.other))

    async def go_on(self, call: Call, partner: Partner) -> End:
        """Follow two whom the switch has joined already."""
        self.begun(call, partner)
        return await self.follow(call)

    async def follow(self, call: Call) -> End:
        """Follow a conversation in progress until it ends."""
        self._taken_up(call)
        while (partner := call.partner) is not None:
            change, event = await self._change(call, partner)
            if isinstance(change, Successor | Partner):
                await self._passed_on(call, partner, change)
                continue
            end = change or self._hear(call, partner, event)
            if isinstance(end, Over):
                end, event = await self._reason(call, partner, end, event)
            if isinstance(event, LegTransferred) and event.attended and event.leg == call.leg:
                await self._changed_partner(call, partner, self._lines.open(LegId(event.to)))
            if end is not None:
                return await self._finish(call, end)
        raise LegGone(call.leg)

    def _taken_up(self, call: Call) -> None:
        """Whoever talks, since now or since before a restart."""
        if call.partner is not None:
            self._hold(call, call.partner)
            if self._supervising is not None:
                self._supervising.began(call)

    async def _passed_on(self, call: Call, partner: Partner, to: Successor | Partner) -> None:
        if isinstance(to, Successor):
            await self._taken_over(call, partner, to)
        else:
            await self._changed_partner(call, partner, to.line)

    async def _change(self, call: Call, partner: Partner) -> tuple[Change | Successor, LegEvent]:
        """What happens next, and whether it was an aside, or gave the caller to a leader."""
        if self._asides is not None and call.aside:
            change = await self._asides.resume(call, partner)
            return change, LegResumed(partner.leg, self._clock.now())
        event = await call.line.next()
        change = await self._asides.heard(call, partner, event) if self._asides else None
        if change is None and self._supervising is not None:
            return self._supervising.successor(call, partner, event), event
        return change, event

    async def _reason(
        self, call: Call, partner: Partner, end: Over, event: LegEvent
    ) -> tuple[Over | SentOn | None, LegEvent]:
        """The switch may tell of an end before the transfer that brought it about, and of a leg's before the other is free."""
        asked = self._consulting is not None and self._consulting.asks_about(call)
        if isinstance(event, LegParted) and await self._is_passed_on(call):
            raise LegGone(call.leg)
        if isinstance(event, LegParted) and not asked:
            return end, event
        try:
            news = await before(
                self._clock, self._clock.now() + GIVEN_BACK_WITHIN, sent_on(call) if asked else given_back(call)
            )
        except TimeoutError:
            return end, event
        return (self._hear(call, partner, news), news) if isinstance(news, LegTransferred) else (end, event)

    async def _is_passed_on(self, call: Call) -> bool:
        """This was a question, and a caller has whom it reached."""
        return self._consulting is not None and await self._consulting.is_passed_on(call)

    def _hear(self, call: Call, partner: Partner, event: LegEvent) -> Over | SentOn | None:
        match event:
            case LegEnded(leg=leg, cause=cause) if leg == partner.leg:
                return Over(EndedBy.PERSON, cause)
            case LegParted(leg=leg) if leg == call.leg:
                return Over(EndedBy.PERSON, Cause.NORMAL)
            case LegTransferred(leg=leg, to=to, attended=False) if leg == call.leg:
                return SentOn(to, partner.person)
            case LegHeld(leg=leg) if leg == partner.leg:
                self._chronicle.note(call.id, Held(partner.person))
                self._hold(call, partner)
            case LegResumed(leg=leg) if leg == partner.leg:
                self._chronicle.note(call.id, Resumed(partner.person))
                self._hold_over(call)
            case _:
                pass
        return None

    def _hold(self, call: Call, partner: Partner) -> None:
        """He hears music until the person is back; found so after a restart, since when he was."""
        record = self._chronicle.record(call.id)
        since = next((hold.since for hold in record.holds if hold.until is None), None) if record else None
        if self._holding is not None and since is not None:
            self._holding.began(call, partner.person, since)

    def _hold_over(self, call: Call) -> None:
        if self._holding is not None:
            self._holding.over(call.id)

    async def _changed_partner(self, call: Call, former: Partner, line: Line) -> None:
        """An attended transfer: the caller talks to somebody else now, whom the person had called before."""
        asked = self._consulting.reached(line) if self._consulting else None
        partner = asked or Partner(line.person or PersonId(""), line)
        self.parted(call, EndedBy.PERSON, Cause.NORMAL)
        self._chronicle.note(call.id, Transferred(partner.person or line.leg, former.person, attended=True))
        self.begun(call, partner)
        await self._let_go(former)

    async def _taken_over(self, call: Call, former: Partner, now: Successor) -> None:
        """The person has left, and the leader who had joined goes on with the caller."""
        self.parted(call, EndedBy.HOTLINE, Cause.NORMAL)
        self._chronicle.note(call.id, now.told)
        self.begun(call, now.partner)
        self._lines.close(former.leg)
        with suppress(LegGone, SwitchRefused):  # he may have left in this moment: that comes as an event
            await self._switch.mark(now.partner.leg, Marks(call.id, Role.TRANSFER, person=now.partner.person))

    async def _finish(self, call: Call, end: End) -> End:
        partner = call.partner
        if partner is None:
            return end
        by, cause = (end.by, end.cause) if isinstance(end, Over) else (EndedBy.PERSON, Cause.NORMAL)
        self.parted(call, by, cause)
        if isinstance(end, SentOn | Back):
            self._chronicle.note(call.id, Transferred(end.to if isinstance(end, SentOn) else QUEUE, end.by))
        await self._let_go(partner)
        return end

    def parted(self, call: Call, by: EndedBy, cause: Cause) -> None:
        """They hear each other no longer: the person is free for his wrap-up."""
        partner, call.partner = call.partner, None
        self._hold_over(call)
        if self._supervising is not None:
            self._supervising.ended(call.id)
        if partner is not None:
            self._chronicle.note(call.id, Parted(partner.person, by, cause))
            if partner.offer:
                self._floor.tell(TalkEnded(partner.person, partner.contact or call.id))

    async def _let_go(self, partner: Partner) -> None:
        await self._switch.hang_up(partner.leg)
        self._lines.close(partner.leg)
