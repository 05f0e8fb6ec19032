"""Sending a caller on: by the dialplan (`transfer`) or by the person he talked to (SIP REFER)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from calls.causes import Cause
from calls.contact import ContactRecord
from calls.errors import DestinationBarred, LegGone, SwitchRefused
from calls.happenings.talk import Transferred
from calls.happenings.visit import Failed
from calls.ids import LegId, PersonId
from calls.switch import LegSeen, Marks, Role, Switch
from service.call import Call, Partner
from service.changes import QUEUE, Back, SentOn
from service.chronicle import Chronicle
from service.conversation import Conversation, NotJoined, Over
from service.lines import Line
from service.reaching import RING_FOR, Reaching
from service.recalling import Recalling


class Transferring:
    """Rings somebody else for the caller, who hears music meanwhile, and joins them."""

    def __init__(
        self,
        switch: Switch,
        reaching: Reaching,
        conversation: Conversation,
        chronicle: Chronicle,
        recalling: Recalling | None = None,
    ) -> None:
        self._switch, self._reaching, self._recalling = switch, reaching, recalling
        self._conversation, self._chronicle = conversation, chronicle

    async def for_person(self, call: Call, sent: SentOn) -> Over | SentOn | Back | Cause:
        """Where a person sent him; when nobody takes him there, back to that person, if he is there."""
        # In the place of that person's second call he bears what is written there.
        await self._switch.mark(call.leg, call.marks())
        end = await self.send_on(call, sent.to) if sent.to_be_rung else Cause.UNKNOWN
        if not isinstance(end, Cause):
            return end
        partner = await self._recalling.back_to(call, sent, end) if self._recalling else None
        return await self._with(call, partner) if partner else end

    async def send_on(self, call: Call, to: str, ring_for: float = RING_FOR) -> Over | SentOn | Back | Cause:
        """To a person, a seat or a number. The end of the conversation, or why nobody was reached."""
        await self._switch.music(call.leg, on=True)
        found = await self._reach(call, to, ring_for)
        if isinstance(found, Cause):
            self._chronicle.note(call.id, Failed(f"transfer to {to[:32]}: {found.words}"))
            return found
        return await self._with(call, Partner(found.person or PersonId(to), found))

    async def _with(self, call: Call, partner: Partner) -> Over | SentOn | Back | Cause:
        end = await self._conversation.hold(call, partner)
        return Cause.ABSENT if isinstance(end, NotJoined) else end

    async def _reach(self, call: Call, to: str, ring_for: float) -> Line | Cause:
        try:
            destination = self._reaching.destination(to)
            return await self._reaching.reach(destination, call.id, Role.TRANSFER, call.caller, ring_for)
        except DestinationBarred as error:
            self._chronicle.note(call.id, Failed(error.told()))
            return Cause.BARRED
        except LegGone:
            raise
        except SwitchRefused as error:
            self._chronicle.note(call.id, Failed(error.told()))
            return Cause.NO_ROUTE


def found_on_his_way(record: ContactRecord) -> SentOn | Back:
    """Where a caller was being sent when a service ended. Whoever it rang is let go: nobody is rung twice by one wish."""
    last = record.transfers[-1]
    return Back(PersonId(last.by)) if last.to == QUEUE else SentOn(last.to, PersonId(last.by), to_be_rung=False)


def sent_meanwhile(leg: LegSeen, record: ContactRecord) -> Transferred | None:
    """Where the person who talked with him has sent him while no service was there to see it: he is not where he was."""
    talk = next((each for each in record.talks if each.until is None), None)
    known = {record.dialled, *(each.to for each in record.transfers)}
    if talk is None or not leg.dialled or leg.dialled in known:
        return None
    return Transferred(leg.dialled, PersonId(talk.whom))


def with_own_marks(seen: Iterable[LegSeen], records: Iterable[ContactRecord]) -> dict[LegId, LegSeen]:
    """The legs found. Who was put in the place of a person's second call bears what is written there: his record knows better."""
    owners = {record.leg: record for record in records}
    return {leg.leg: _own(leg, owners.get(leg.leg)) for leg in seen}


def _own(leg: LegSeen, record: ContactRecord | None) -> LegSeen:
    if record is None or leg.marks is None or leg.marks.call == record.call:
        return leg
    return replace(leg, marks=Marks(record.call, Role.CALLER, step=leg.marks.step, language=record.language))
