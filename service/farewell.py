"""The end of every call, however its story went: nobody is left ringing or waiting, and the record is closed."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, MutableMapping
from typing import Any

import structlog

from acd.messages import Leaving
from calls.causes import Cause, EndedBy
from calls.errors import HotlineError, LegGone, SwitchLost, SwitchRefused
from calls.happenings.visit import Ended, Failed
from calls.ids import CallId, LegId
from calls.switch import Switch
from ivr.session import NumberUnknown
from service.call import Call
from service.chronicle import Chronicle
from service.consulting import Consulting
from service.conversation import Conversation
from service.lines import Lines
from service.means import Visitors
from service.metrics import Metrics
from service.patience import Patiences
from service.sounds import Sounds
from service.waiting import Waiting

log = structlog.get_logger(__name__)


class Farewell:
    """Comes after every call's story. One instance serves them all."""

    def __init__(
        self,
        switch: Switch,
        lines: Lines,
        chronicle: Chronicle,
        sounds: Sounds,
        waiting: Waiting,
        conversation: Conversation,
        visitors: Visitors,
        patience: Patiences,
        metrics: Metrics,
        attended: MutableMapping[CallId, Call],
        consulting: Consulting,
    ) -> None:
        """`attended`: every call whose story goes on, kept by this."""
        self._attended, self.consulting = attended, consulting
        self._switch, self._lines, self._chronicle, self._sounds = switch, lines, chronicle, sounds
        self._waiting, self._conversation = waiting, conversation
        self._visitors, self._patience, self._metrics = visitors, patience, metrics

    async def after(self, call: Call, story: Coroutine[Any, Any, None]) -> None:
        """The story, cut short when the caller hangs up, and the farewell that every call gets."""
        self._attended[call.id] = call
        self._metrics.open_calls.inc()
        self._visitors.meet(call)
        self._patience.meet(call)
        try:
            async with asyncio.TaskGroup() as group:
                task = group.create_task(self._told(call, story))
                call.line.when_ended(task.cancel)
            await self._say(call)
        except ExceptionGroup:
            # A fault of ours: the caller is told, the record says so, and the crew logs what it was.
            self._chronicle.note(call.id, Failed("a fault of the service: see its log"))
            call.end(EndedBy.HOTLINE, "a fault of the service", Cause.TEMPORARY_FAILURE)
            await self._say(call)
            raise
        finally:
            story.close()  # it may not have begun: the caller was gone before us
            self._visitors.parted(call)
            self._patience.parted(call)
            self._attended.pop(call.id, None)
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
            call.end(EndedBy.HOTLINE, error.told(), Cause.TEMPORARY_FAILURE)
            await self._apologise(call)

    async def _apologise(self, call: Call) -> None:
        try:
            await self._switch.play(call.leg, self._sounds.of(call.language, "sorry_technical"))
        except HotlineError:
            # Nothing more can be said to him.
            return

    async def _say(self, call: Call) -> None:
        if call.line.ended is not None and call.ended_by is EndedBy.CALLER:
            call.cause = call.line.ended.cause
        passed_on = await self.consulting.is_passed_on(call)
        partner, third = None if passed_on else call.partner or call.joining, call.third
        self._conversation.parted(call, call.ended_by, call.cause)
        if passed_on:
            self._waiting.let_be(call)
        else:
            self._waiting.leave(call, Leaving.HUNG_UP if call.waiting else Leaving.SERVED)
        for leg in (partner.leg if partner else None, third.leg if third else None, call.leg):
            if leg is not None:
                await self._hang_up(call, leg)
                self._lines.close(leg)
        self._chronicle.note(call.id, Ended(call.ended_by, call.cause, call.why))

    async def _hang_up(self, call: Call, leg: LegId) -> None:
        try:
            await self._switch.hang_up(leg, call.cause)
        except HotlineError as error:
            log.warning("could not hang up", call_id=call.id, error=error.told())
