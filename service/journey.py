"""One call, from arrival to record. Read `_story` aloud."""

from __future__ import annotations

from typing import assert_never

from acd.messages import Leaving
from calls.causes import Cause, EndedBy
from calls.clock import Clock
from calls.errors import LegGone, SwitchRefused
from calls.events import CallArrived
from calls.happenings.visit import Arrived
from calls.ids import CallId, PersonId
from calls.switch import Switch
from ivr.actions import Enqueue, HangUp, Transfer
from ivr.events import Event, GivenBack, Served, TransferFailed
from service.call import Call, Partner, Place
from service.changes import Back, SentOn
from service.chronicle import Chronicle
from service.connecting import Connecting
from service.conversation import Conversation, NotJoined, Over
from service.dialogue import Dialogue, Wish
from service.dialogues import Dialogues
from service.editions import Editions
from service.endings import handed_over, plan_ended
from service.farewell import Farewell
from service.lines import Lines
from service.metrics import Metrics
from service.places import Places
from service.sounds import Sounds
from service.transferring import Transferring, found_on_his_way
from service.waiting import GoesElsewhere, Waiting


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
        dialogues: Dialogues,
        places: Places,
        waiting: Waiting,
        connecting: Connecting,
        conversation: Conversation,
        transferring: Transferring,
        farewell: Farewell,
        metrics: Metrics,
    ) -> None:
        self._switch, self._clock, self._lines, self._chronicle = switch, clock, lines, chronicle
        self._sounds, self._editions, self._dialogues, self._places = sounds, editions, dialogues, places
        self._waiting, self._connecting = waiting, connecting
        self._conversation, self._transferring = conversation, transferring
        self._farewell, self._metrics = farewell, metrics

    # --- ways in

    async def attend(self, arrival: CallArrived, call_id: CallId, person: PersonId | None = None) -> None:
        """A new call, to its end and into the record; `person`: of ours, who has dialled."""
        call = Call(call_id, self._lines.open(arrival.leg), arrival.dialled, arrival.caller, "", arrival.at)
        caller, version = arrival.caller, self._editions.version
        arrived = Arrived(call.leg, arrival.dialled, caller.number, caller.name, version)
        self._chronicle.note(call.id, arrived, arrival.at)
        self._farewell.consulting.begins(call, person)
        await self._farewell.after(call, self._from_arrival(call))

    async def resume_in_menu(self, call: Call) -> None:
        """A call found in a menu after a restart: the same step again."""
        await self._farewell.after(call, self._from_menu(call))

    async def resume_waiting(self, call: Call) -> None:
        """A call found waiting: his place is on the floor already."""
        await self._farewell.after(call, self._from_waiting(call))

    async def resume_served(self, call: Call) -> None:
        """A call found after its conversation: the plan goes on after it."""
        await self._farewell.after(call, self._on_from(call, Served()))

    async def resume_sent_on(self, call: Call) -> None:
        """A call found on its way to another phone: back to who sent him there, or to his old place."""
        await self._farewell.after(call, self._from_sent_on(call))

    async def resume_talking(self, call: Call, partner: Partner) -> None:
        """A call found in conversation."""
        call.partner = partner
        partner.line.follow(call.line, call.id)
        await self._farewell.after(call, self._from_talking(call))

    async def called_back(self, call: Call, partner: Partner) -> None:
        """Somebody whom we called back has answered, and the person who called waits for him."""
        await self._farewell.after(call, self._from_called_back(call, partner))

    async def called_out(self, call: Call, word: str) -> None:
        """Somebody whom we called back has answered, and waits at his place: his turn is near."""
        await self._farewell.after(call, self._from_called_out(call, word))

    # --- the story

    async def _story(self, call: Call, talk: Dialogue, wish: Wish) -> None:
        """Menus, a wait, a conversation, and menus again, until the call is to end."""
        event: Event | None = None
        while not isinstance(wish, HangUp):
            event = await self._grant(call, wish)
            wish = await talk.go_on(event)
        plan_ended(call, event, wish)

    async def _grant(self, call: Call, wish: Enqueue | Transfer) -> Event:
        match wish:
            case Enqueue():
                return await self._enqueue(call, self._places.of(call, wish))
            case Transfer(to, ring_for):
                return await self._transfer(call, to, ring_for)
            case _:
                assert_never(wish)

    async def _enqueue(self, call: Call, place: Place | None) -> Event:
        if place is None:
            return GivenBack("", "no plan has his queue any more")
        await self._waiting.join(call, place)
        event = await self._until_served(call)
        if isinstance(event, Served):
            call.place = None
        return event

    async def _until_served(self, call: Call) -> Event:
        """Wait, be offered, talk; with a person who hangs up before they are joined, wait on at the same place."""
        while True:
            offer = await self._waiting.for_somebody(call)
            if isinstance(offer, GoesElsewhere):
                return GivenBack(offer.flow, offer.why)
            partner = self._connecting.hand_over(offer.id)
            if partner is None:
                self._waiting.lost_person(offer)
                continue
            self._metrics.waits.observe(self._clock.now() - call.place.joined_at if call.place else 0.0)
            end = await self._conversation.hold(call, partner)
            if not isinstance(end, NotJoined):
                return await self._after_talk(call, end)
            await self._waiting.music(call)

    async def _after_talk(self, call: Call, end: Over | SentOn | Back) -> Event:
        """He was served; or he is sent on, to a phone or to a queue. Nobody there: to who sent him, else to his old place."""
        while isinstance(end, SentOn):
            if place := self._places.dialled(call, end.to):
                if question := self._farewell.consulting.question(call, end.to):
                    await self._switch.hang_up(question.leg)  # he is in its place, though its leg may talk on
                return await self._to_queue(call, place)
            after = await self._transferring.for_person(call, end)
            if isinstance(after, Cause):
                return await self._to_queue(call, self._places.untaken(call))
            end = after
        if isinstance(end, Back):
            return await self._to_queue(call, self._places.again(call, end.by))
        return Served()

    async def _to_queue(self, call: Call, place: Place | None) -> Event:
        """To his queue; who never stood in one goes where the plan sends those whom nobody took."""
        if place is None:
            return GivenBack("", "nobody took him, and he has stood in no queue")
        try:
            await self._waiting.join(call, place)
            return await self._until_served(call)
        except SwitchRefused:
            partner = await self._conversation.found_with(call)
            if partner is None:
                raise
            self._waiting.leave(call, Leaving.MOVED)
            end = await self._conversation.go_on(call, partner)
            return Served() if isinstance(end, NotJoined) else await self._after_talk(call, end)

    async def _transfer(self, call: Call, to: str, ring_for: float) -> Event:
        end = await self._transferring.send_on(call, to, ring_for)
        if isinstance(end, Cause):
            return TransferFailed(end)
        after = await self._after_talk(call, end)
        if isinstance(after, GivenBack):
            return after
        handed_over(call)
        raise LegGone(call.leg)

    # --- beginnings
    async def _from_arrival(self, call: Call) -> None:
        talk = self._dialogues.new(call)
        await self._story(call, talk, await talk.begin())

    async def _from_menu(self, call: Call) -> None:
        talk = self._dialogues.found(call)
        await self._story(call, talk, await talk.begin())

    async def _from_waiting(self, call: Call) -> None:
        await self._waiting.music(call)
        await self._on_from(call, await self._until_served(call))

    async def _from_talking(self, call: Call) -> None:
        end = await self._conversation.follow(call)
        await self._on_from(call, await self._after_talk(call, end) if not isinstance(end, NotJoined) else Served())

    async def _from_sent_on(self, call: Call) -> None:
        record = self._chronicle.record(call.id)
        end = found_on_his_way(record) if record else Back(PersonId(""))
        await self._on_from(call, await self._after_talk(call, end))

    async def _from_called_back(self, call: Call, partner: Partner) -> None:
        """He hears why we call, and is joined. Without the person, who may be gone by now, he waits at his old place."""
        call.joining = partner
        await self._switch.mark(call.leg, call.marks())
        await self._switch.play(call.leg, self._sounds.of(call.language, "callback_for_you"))
        end = await self._conversation.hold(call, partner)
        if isinstance(end, NotJoined):
            await self._waiting.music(call)
            await self._callback_over(call, await self._until_served(call))
        else:
            await self._callback_over(call, await self._after_talk(call, end))

    async def _from_called_out(self, call: Call, word: str) -> None:
        """He hears `word`, such as why we call, while a person is rung, and music if that takes longer: never silence."""
        await self._switch.play(call.leg, self._sounds.of(call.language, word))
        await self._waiting.music(call)
        await self._callback_over(call, await self._until_served(call))

    async def _callback_over(self, call: Call, event: Event) -> None:
        """No plan goes on after a callback: whom his queue gave away hears that this is the end, and is not cut off."""
        if not isinstance(event, GivenBack):
            call.end(EndedBy.PERSON, "the person hung up")
            return
        await self._switch.play(call.leg, self._sounds.of(call.language, "sorry_technical", "goodbye"))
        call.end(EndedBy.HOTLINE, event.why)

    async def _on_from(self, call: Call, event: Event) -> None:
        """Go on after the step at which an earlier service left the call, `enqueue` or `transfer`. A callback has none."""
        record = self._chronicle.record(call.id)
        if record is not None and record.calling_back is not None:
            await self._callback_over(call, event)
            return
        talk = self._dialogues.found(call)
        wish = await talk.begin()
        if isinstance(wish, Transfer) and isinstance(event, Served):
            handed_over(call)
            return
        if isinstance(wish, Enqueue | Transfer):
            wish = await talk.go_on(event)
        if isinstance(wish, HangUp):
            plan_ended(call, event, wish)
        else:
            await self._story(call, talk, wish)
