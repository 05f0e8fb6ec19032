"""One call, from arrival to record. Read `_story` aloud."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, assert_never

import structlog

from acd.messages import Leaving
from calls.causes import Cause, EndedBy
from calls.clock import Clock
from calls.errors import HotlineError, LegGone, SwitchLost, SwitchRefused
from calls.events import CallArrived
from calls.happenings.visit import Arrived, Ended, Failed
from calls.ids import CallId, LegId, PersonId
from calls.profile import NO_VALUES
from calls.switch import Switch
from ivr.actions import Enqueue, HangUp, Transfer
from ivr.dialplan import Plan
from ivr.events import Event, Served, TransferFailed
from ivr.session import NumberUnknown, Session
from service import dialogue
from service.call import Call, Partner, Place
from service.chronicle import Chronicle
from service.connecting import Connecting
from service.conversation import Conversation, NotJoined, Over, SentOn
from service.dialogue import Dialogue, Wish
from service.editions import FILES, Editions
from service.lines import Lines
from service.means import Means
from service.metrics import Metrics
from service.sounds import Sounds
from service.transferring import Transferring
from service.waiting import Waiting

log = structlog.get_logger(__name__)


class Journey:
    """Attends calls. One instance serves them all; what belongs to one call is in its `Call`."""

    def __init__(
        self,
        switch: Switch,
        clock: Clock,
        lines: Lines,
        chronicle: Chronicle,
        sounds: Sounds,
        editions: Editions,
        weight_of: Callable[[str], int],
        waiting: Waiting,
        connecting: Connecting,
        conversation: Conversation,
        transferring: Transferring,
        metrics: Metrics,
        means: Means,
        person_exists: Callable[[PersonId], bool],
    ) -> None:
        self._switch, self._clock, self._lines, self._chronicle = switch, clock, lines, chronicle
        self._sounds, self._editions, self._weight_of = sounds, editions, weight_of
        self._waiting, self._connecting = waiting, connecting
        self._conversation, self._transferring = conversation, transferring
        self._metrics, self._means, self._person_exists = metrics, means, person_exists

    # --- ways in

    async def attend(self, arrival: CallArrived, call_id: CallId) -> None:
        """A new call, to its end and into the record."""
        call = Call(call_id, self._lines.open(arrival.leg), arrival.dialled, arrival.caller, "", arrival.at)
        caller, plan, version = arrival.caller, self._editions.plan, self._editions.version
        arrived = Arrived(call.leg, arrival.dialled, caller.number, caller.name, version)
        self._chronicle.note(call.id, arrived, arrival.at)
        await self._follow(call, self._from_arrival(call, plan))

    async def resume_in_menu(self, call: Call) -> None:
        """A call found in a menu after a restart: the same step again."""
        await self._follow(call, self._from_menu(call))

    async def resume_waiting(self, call: Call) -> None:
        """A call found waiting: his place is on the floor already."""
        await self._follow(call, self._from_waiting(call))

    async def resume_served(self, call: Call) -> None:
        """A call found after its conversation: the plan goes on after it."""
        await self._follow(call, self._on_from(call, Served()))

    async def resume_talking(self, call: Call, partner: Partner) -> None:
        """A call found in conversation."""
        call.partner = partner
        partner.line.follow(call.line, call.id)
        await self._follow(call, self._from_talking(call))

    async def called_back(self, call: Call, partner: Partner) -> None:
        """Somebody whom we called back has answered, and the person who called waits for him."""
        await self._follow(call, self._from_called_back(call, partner))

    # --- the story

    async def _story(self, call: Call, talk: Dialogue, wish: Wish) -> None:
        """Menus, a wait, a conversation, and menus again, until the call is to end."""
        event: Event | None = None
        while not isinstance(wish, HangUp):
            event = await self._grant(call, wish)
            wish = await talk.go_on(event)
        self._plan_ended(call, event, wish)

    def _plan_ended(self, call: Call, last: Event | None, wish: HangUp) -> None:
        """Nothing is left to do: because the person hung up, or because the dialplan says so."""
        if isinstance(last, Served):
            self._end(call, EndedBy.PERSON, "the person hung up", wish.cause)
        else:
            self._end(call, EndedBy.HOTLINE, "the dialplan hung up", wish.cause)

    async def _grant(self, call: Call, wish: Enqueue | Transfer) -> Event:
        match wish:
            case Enqueue():
                await self._waiting.join(call, self._place(call, wish))
                event = await self._until_served(call)
                call.place = None
                return event
            case Transfer(to, ring_for):
                return await self._transfer(call, to, ring_for)
            case _:
                assert_never(wish)

    async def _until_served(self, call: Call) -> Event:
        """Wait, be offered, talk; with a person who hangs up before they are joined, wait on at the same place."""
        while True:
            offer = await self._waiting.for_somebody(call)
            partner = self._connecting.hand_over(offer.id)
            if partner is None:
                self._waiting.lost_person(offer)
                continue
            self._metrics.waits.observe(self._clock.now() - call.place.joined_at if call.place else 0.0)
            end = await self._conversation.hold(call, partner)
            if not isinstance(end, NotJoined):
                return await self._after_talk(call, end)
            await self._switch.music(call.leg, on=True)

    async def _after_talk(self, call: Call, end: Over | SentOn) -> Event:
        """He was served; or he is sent on, and when nobody is there, waits again at his old place."""
        while isinstance(end, SentOn):
            after = await self._transferring.send_on(call, end.to)
            if isinstance(after, Cause):
                return await self._back_to_queue(call)
            if isinstance(after, NotJoined):
                return await self._back_to_queue(call)
            end = after
        return Served()

    async def _back_to_queue(self, call: Call) -> Event:
        if call.place is None:
            return Served()
        await self._waiting.join(call, call.place)
        return await self._until_served(call)

    async def _transfer(self, call: Call, to: str, ring_for: float) -> Event:
        end = await self._transferring.send_on(call, to, ring_for)
        if isinstance(end, Cause):
            return TransferFailed(end)
        if isinstance(end, Over | SentOn):
            await self._after_talk(call, end)
        self._end(call, EndedBy.PERSON, "the other phone hung up")
        raise LegGone(call.leg)

    def _place(self, call: Call, wish: Enqueue) -> Place:
        """A caller who comes back keeps the time at which he first joined: he does not start anew."""
        since = call.place.joined_at if call.place else self._clock.now()
        priority = wish.priority or self._weight_of(wish.queue)
        return Place(wish.queue, priority, since, self._wanted(call, wish.wanted), tuple(wish.wishes.items()))

    def _wanted(self, call: Call, name: str) -> PersonId:
        """The person to ask first. Who is not in the plan is told and left out: a profile or a lookup may name anybody."""
        if not name or self._person_exists(PersonId(name)):
            return PersonId(name)
        self._chronicle.note(call.id, Failed(f"{call.step}: {name!r}, to be asked first, is not in the plan: ignored"))
        return PersonId("")

    # --- beginnings

    async def _from_arrival(self, call: Call, plan: Plan) -> None:
        session = dialogue.begin(plan, call, self._clock.now(), self._means)
        await self._walk(call, session)

    async def _from_menu(self, call: Call) -> None:
        await self._walk(call, self._resumed(call))

    async def _walk(self, call: Call, session: Session) -> None:
        talk = self._dialogue(call, session)
        await self._story(call, talk, await talk.begin())

    async def _from_waiting(self, call: Call) -> None:
        await self._switch.music(call.leg, on=True)
        await self._on_from(call, await self._until_served(call))

    async def _from_talking(self, call: Call) -> None:
        end = await self._conversation.follow(call)
        await self._on_from(call, await self._after_talk(call, end) if isinstance(end, Over | SentOn) else Served())

    async def _from_called_back(self, call: Call, partner: Partner) -> None:
        """He hears why we call, and is joined. Without the person, who may be gone by now, he waits at his old place."""
        call.joining = partner
        await self._switch.mark(call.leg, call.marks())
        await self._switch.play(call.leg, self._sounds.of(call.language, "callback_for_you"))
        end = await self._conversation.hold(call, partner)
        if isinstance(end, NotJoined):
            await self._switch.music(call.leg, on=True)
            await self._until_served(call)
        else:
            await self._after_talk(call, end)
        self._end(call, EndedBy.PERSON, "the person hung up")

    async def _on_from(self, call: Call, event: Event) -> None:
        """Go on after the `enqueue` step at which an earlier service left the call."""
        talk = self._dialogue(call, self._resumed(call))
        wish = await talk.begin()
        if isinstance(wish, Enqueue):
            wish = await talk.go_on(event)
        if isinstance(wish, HangUp):
            self._plan_ended(call, event, wish)
        else:
            await self._story(call, talk, wish)

    def _resumed(self, call: Call) -> Session:
        """The session of a call that was found again: on the plan it began with, with what had been learnt."""
        record = self._chronicle.record(call.id)
        known = record.variables if record else NO_VALUES
        # A secret is masked in the record: what it was is not known any more.
        variables = {name: value for name, value in known.items() if str(value).strip("*") or not value}
        plan = self._editions.of(record.plan if record else FILES)
        return dialogue.resume(plan, call, self._clock.now(), self._means, variables)

    def _dialogue(self, call: Call, session: Session) -> Dialogue:
        call.language = session.language
        return Dialogue(call, session, self._switch, self._clock, self._chronicle, self._sounds, self._means)

    # --- the end

    async def _follow(self, call: Call, story: Coroutine[Any, Any, None]) -> None:
        """The story, cut short when the caller hangs up, and the farewell that every call gets."""
        self._metrics.open_calls.inc()
        self._means.visitors.meet(call)
        try:
            async with asyncio.TaskGroup() as group:
                task = group.create_task(self._told(call, story))
                call.line.when_ended(task.cancel)
            await self._farewell(call)
        except ExceptionGroup:
            # A fault of ours: the caller is told, the record says so, and the crew logs what it was.
            self._chronicle.note(call.id, Failed("a fault of the service: see its log"))
            self._end(call, EndedBy.HOTLINE, "a fault of the service", Cause.TEMPORARY_FAILURE)
            await self._farewell(call)
            raise
        finally:
            story.close()  # it may not have begun: the caller was gone before us
            self._means.visitors.parted(call)
            self._metrics.open_calls.dec()

    async def _told(self, call: Call, story: Coroutine[Any, Any, None]) -> None:
        try:
            await story
        except LegGone:
            return
        except SwitchLost:
            # The link is lost, and this task about to be cancelled for it: recovery finds the caller where he is.
            await asyncio.get_running_loop().create_future()
        except (SwitchRefused, NumberUnknown) as error:
            self._chronicle.note(call.id, Failed(error.told()))
            self._end(call, EndedBy.HOTLINE, error.told(), Cause.TEMPORARY_FAILURE)
            await self._apologise(call)

    async def _apologise(self, call: Call) -> None:
        try:
            await self._switch.play(call.leg, self._sounds.of(call.language, "sorry_technical"))
        except HotlineError:
            # Nothing more can be said to him.
            return

    def _end(self, call: Call, by: EndedBy, why: str, cause: Cause = Cause.NORMAL) -> None:
        call.ended_by, call.why, call.cause = by, why, cause

    async def _farewell(self, call: Call) -> None:
        """Whatever happened: nobody is left ringing or waiting, and the record is closed."""
        if call.line.ended is not None and call.ended_by is EndedBy.CALLER:
            call.cause = call.line.ended.cause
        partner = call.partner or call.joining
        self._conversation.parted(call, call.ended_by, call.cause)
        self._waiting.leave(call, Leaving.HUNG_UP if call.waiting else Leaving.SERVED)
        for leg in (partner.leg if partner else None, call.leg):
            if leg is not None:
                await self._hang_up(call, leg)
                self._lines.close(leg)
        self._chronicle.note(call.id, Ended(call.ended_by, call.cause, call.why))

    async def _hang_up(self, call: Call, leg: LegId) -> None:
        try:
            await self._switch.hang_up(leg, call.cause)
        except HotlineError as error:
            log.warning("could not hang up", call_id=call.id, error=error.told())
