"""The caller in the menus: what the session asks for is done on the switch, what comes of it is told to the session."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any, assert_never

from calls.clock import Clock
from calls.errors import HotlineError, SwitchRefused
from calls.happenings.visit import Answered, Failed
from calls.switch import InputRules, Switch
from ivr.actions import (
    Action,
    Answer,
    AskCallback,
    AwaitProfile,
    Blocking,
    Collect,
    Enqueue,
    HangUp,
    LookUp,
    Note,
    Play,
    Speak,
    TakeMessage,
    Transfer,
)
from ivr.events import Digits, Done, Event, Gone, Started, Unheard, Uttered
from ivr.session import Session
from service.call import Call
from service.chronicle import Chronicle
from service.means import Means
from service.sounds import Sounds
from service.timing import before

Wish = Enqueue | Transfer | HangUp
"""What ends the menus, for a while or for good."""


class Dialogue:
    """Walks one call through the plan that was live when it began."""

    def __init__(
        self,
        call: Call,
        session: Session,
        switch: Switch,
        clock: Clock,
        chronicle: Chronicle,
        sounds: Sounds,
        means: Means,
    ):
        self._call, self._session, self._means = call, session, means
        self._switch, self._clock, self._chronicle, self._sounds = switch, clock, chronicle, sounds
        self._way = session.ways_back

    async def begin(self) -> Wish:
        """From the answer to the first wish."""
        return await self.go_on(Started())

    async def go_on(self, event: Event) -> Wish:
        """From what happened to the next wish."""
        try:
            return await self._walk(self._session.receive(event, self._clock.now()))
        finally:
            if self._call.line.ended is not None and not self._session.over:
                # What he heard only in part belongs into the record.
                self._note(self._session.receive(Gone(), self._clock.now()))

    async def _walk(self, actions: list[Action]) -> Wish:
        while True:
            action = self._note(actions)
            self._call.step = self._session.step or self._call.step
            await self._mark_way()
            match action:
                case Enqueue() | Transfer() | HangUp():
                    return action
                case _:
                    event = await self._in_time(self._do(action))
            now = self._clock.now()
            actions = self._session.receive(event, now) if event else self._session.tick(now)

    async def _mark_way(self) -> None:
        """The ways back are in the record: the step on the leg must be of the same moment, or a restart would mix them up."""
        if self._session.ways_back != self._way and not self._session.over:
            self._way = self._session.ways_back
            await self._switch.mark(self._call.leg, self._call.marks())

    async def _in_time(self, work: Coroutine[Any, Any, Event]) -> Event | None:
        """What came of it; None when the caller has been in the menus for too long."""
        deadline = self._session.next_deadline()
        if deadline is None:
            return await work
        try:
            return await before(self._clock, deadline, work)
        except TimeoutError:
            return None

    def _note(self, actions: list[Action]) -> Blocking:
        """Write down what is only told; return the one action that takes time."""
        for action in actions:
            match action:
                case Note(happening):
                    self._chronicle.note(self._call.id, happening)
                case Speak(language):
                    self._call.language = language
                case _:
                    return action
        return HangUp()

    async def _do(self, action: Answer | Play | Collect | AwaitProfile | LookUp | TakeMessage | AskCallback) -> Event:
        match action:
            case Answer():
                return await self._answer()
            case Play():
                return await self._play(action)
            case Collect():
                return await self._collect(action)
            case AwaitProfile():
                await self._means.visitors.known(self._call)
                return Done()
            case LookUp():
                return await self._means.inquiries.ask(self._call, action)
            case TakeMessage(prompts, language):
                return await self._means.messages.take(self._call, action, self._sounds.of(language, *prompts))
            case AskCallback():
                return await self._means.callbacks.keep(self._call, action)
            case _:
                assert_never(action)

    async def _answer(self) -> Done:
        await self._switch.answer(self._call.leg)
        self._chronicle.note(self._call.id, Answered())
        await self._switch.mark(self._call.leg, self._call.marks())
        return Done()

    async def _play(self, action: Play) -> Done:
        sounds = self._sounds.of(action.language, *action.prompts)
        try:
            return Done(await self._switch.play(self._call.leg, sounds, action.stop_on))
        except SwitchRefused as error:
            self._failed(error, action.step)
            return Done(heard=False)

    async def _collect(self, action: Collect) -> Digits | Uttered | Unheard:
        sounds = self._sounds.of(action.language, *action.prompts)
        await self._switch.mark(self._call.leg, self._call.marks())
        rules = InputRules(
            action.max_digits, action.terminator, action.first_within, action.next_within, action.barge_in
        )
        try:
            if action.speech is not None and self._means.ears.hears(action.speech.question.language):
                return await self._means.ears.collect(self._call, action, sounds)
            return await self._keyed(sounds, rules)
        except SwitchRefused as error:
            self._failed(error, action.step)
            return await self._keyed([], rules)

    async def _keyed(self, sounds: Sequence[Path], rules: InputRules) -> Digits:
        collected = await self._switch.collect(self._call.leg, sounds, rules)
        return Digits(collected.digits, collected.ended)

    def _failed(self, error: HotlineError, step: str) -> None:
        """A prompt that cannot be played is silence and an entry in the record, not a lost call."""
        self._chronicle.note(self._call.id, Failed(f"{step}: {error.told()}"))
