"""The message box: what a caller says is recorded, kept in a file, and written down after the call."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path

import structlog

from calls.clock import Clock
from calls.errors import HotlineError, LegGone, SwitchRefused
from calls.happenings.leaving import MessageLeft
from calls.happenings.visit import Failed
from calls.speech import Question
from calls.switch import Switch
from ivr.actions import TakeMessage
from ivr.events import MessageMissed, MessageTaken
from service.alarms import Alarms
from service.call import Call
from service.chronicle import Chronicle
from service.crew import Crew
from service.ears_recognition import Recognisers
from service.metrics import Metrics
from service.recording import A_SECOND, Recording, write_wav
from service.sounds import Sounds
from speech.voice_activity import VoiceActivity
from store.messages import MessageKept

log = structlog.get_logger(__name__)
STOP = "#"
MOST_TRANSCRIPTS = 20
"""Messages that may wait to be written down; one more is left without its words."""
RECOGNISED_WITHIN = 60.0
"""Seconds for one piece of a message: nobody waits for it."""
TRIES, PAUSE = 5, 20.0
"""How often, and after how many seconds, a recogniser that is needed for callers is asked again."""
COUNTED_EVERY = 30.0


class MessageBoxes:
    """Takes messages. `chores` outlives calls: a message that was spoken is kept even if its caller has hung up."""

    def __init__(
        self,
        switch: Switch,
        clock: Clock,
        chronicle: Chronicle,
        sounds: Sounds,
        chores: Crew,
        alarms: Alarms,
        metrics: Metrics,
        folder: Path,
        keep: Callable[[MessageKept], None],
        recognisers: Recognisers | None,
        listener: Callable[[], Callable[[bytes], bool]] = lambda: VoiceActivity().hear,
    ) -> None:
        """`listener` makes a detector of voices for one message."""
        self._switch, self._clock, self._chronicle, self._sounds = switch, clock, chronicle, sounds
        self._chores, self._alarms, self._metrics = chores, alarms, metrics
        self._folder, self._keep, self._recognisers, self._listener = folder, keep, recognisers, listener
        self._one_at_a_time, self._transcripts = asyncio.Lock(), 0

    # --- taking

    async def take(self, call: Call, asked: TakeMessage, sounds: Sequence[Path]) -> MessageTaken | MessageMissed:
        """Play, record, keep. Who hangs up, or whose time is up, has finished his message: it is kept as well."""
        recording = Recording(asked.silence, asked.at_most, self._listener())
        try:
            await self._prompt(call, asked, sounds)
            await self._record(call, recording)
        except SwitchRefused as error:
            self._chronicle.note(call.id, Failed(f"{asked.step}: no message: {error.told()}"))
            return MessageMissed(error.told())
        except (LegGone, asyncio.CancelledError):
            await self._finish(call, asked, recording)
            raise
        return await self._finish(call, asked, recording)

    async def _prompt(self, call: Call, asked: TakeMessage, sounds: Sequence[Path]) -> None:
        try:
            await self._switch.play(call.leg, sounds)
        except SwitchRefused as error:
            # A prompt that cannot be played is silence and an entry in the record, not a lost message.
            self._chronicle.note(call.id, Failed(f"{asked.step}: {error.told()}"))

    async def _record(self, call: Call, recording: Recording) -> None:
        async with self._switch.listen(call.leg) as hearing:
            async for frame in hearing:
                if hearing.key() == STOP or recording.hear(frame):
                    return

    async def _finish(self, call: Call, asked: TakeMessage, recording: Recording) -> MessageTaken | MessageMissed:
        """Keep it if there is enough of it. Done as a chore: cancelling the call does not break it off."""
        if recording.spoken < asked.at_least:
            said = f"only {recording.spoken:.1f} s were spoken" if recording.spoken else "nothing was said"
            return MessageMissed(said, again=recording.spoken > 0)
        found: asyncio.Future[MessageTaken | MessageMissed] = asyncio.get_running_loop().create_future()
        await _through(self._chores.start(f"message {call.id}", self._to_disk(call, asked, recording, found)))
        return found.result() if found.done() else MessageMissed("a fault of the service: see its log")

    async def _to_disk(
        self,
        call: Call,
        asked: TakeMessage,
        recording: Recording,
        found: asyncio.Future[MessageTaken | MessageMissed],
    ) -> None:
        kept = self._named(call, asked, len(recording.audio) / A_SECOND)
        try:
            await asyncio.to_thread(write_wav, self._folder / kept.file, recording.audio)
        except OSError as error:
            found.set_result(await self._not_kept(call, asked, error))
            return
        self._alarms.clear("messages")
        self._chronicle.note(call.id, MessageLeft(asked.box, kept.file, kept.seconds))
        self._keep(kept)
        self._metrics.messages.labels(asked.box).inc()
        if asked.transcribe:
            self._write_down_later(kept, recording)
        found.set_result(MessageTaken(kept.seconds))

    def _named(self, call: Call, asked: TakeMessage, seconds: float) -> MessageKept:
        """The first message of a call has the call's name, another one a number behind it."""
        record = self._chronicle.record(call.id)
        before = len(record.messages) if record else 0
        name = f"{call.id}-{before + 1}" if before else str(call.id)
        number, file = call.caller.number, f"{asked.box}/{name}.wav"
        return MessageKept(name, call.id, asked.box, number, asked.language, file, round(seconds, 2), self._clock.now())

    async def _not_kept(self, call: Call, asked: TakeMessage, error: OSError) -> MessageMissed:
        """The disk is full, or the folder not ours: the caller hears that we are sorry, the admin why."""
        why = f"a message could not be kept in {self._folder}: {error.strerror or error}"
        self._alarms.raise_("messages", why)
        self._chronicle.note(call.id, Failed(f"{asked.step}: {why}"))
        if call.line.ended is None:
            try:
                await self._switch.play(call.leg, self._sounds.of(asked.language, "sorry_technical"))
            except HotlineError as refused:
                log.warning("could not apologise", call_id=call.id, error=refused.told())
        return MessageMissed(why)

    # --- writing down

    def _write_down_later(self, kept: MessageKept, recording: Recording) -> None:
        hears = self._recognisers is not None and kept.language in self._recognisers.languages
        if not hears or self._transcripts >= MOST_TRANSCRIPTS:
            log.info(
                "no transcript", message=kept.id, why="too many wait" if hears else f"nobody hears {kept.language}"
            )
            return
        self._transcripts += 1
        self._chores.start(f"transcript {kept.id}", self._write_down(kept, list(recording.pieces())))

    async def _write_down(self, kept: MessageKept, pieces: list[bytes]) -> None:
        try:
            async with self._one_at_a_time:
                texts = [await self._text(kept.language, piece) for piece in pieces]
            self._keep(replace(kept, transcript=("" if kept.language == "zh" else " ").join(filter(None, texts))))
        except HotlineError as error:
            log.warning("no transcript", message=kept.id, error=error.told())
        finally:
            self._transcripts -= 1

    async def _text(self, language: str, piece: bytes) -> str:
        """What is said in one piece. Callers come first: while they need the recognisers, this waits."""
        for _ in range(TRIES - 1):
            try:
                return await self._recognised(language, piece)
            except HotlineError as error:
                log.info("transcript waits", error=error.told())
                await self._clock.wait_until(self._clock.now() + PAUSE)
        return await self._recognised(language, piece)

    async def _recognised(self, language: str, piece: bytes) -> str:
        assert self._recognisers is not None
        utterance = self._recognisers.begin(Question(language))
        try:
            await utterance.hear(piece)
            return (await utterance.finish(RECOGNISED_WITHIN)).text
        finally:
            utterance.drop()

    # --- counting

    async def count(self, new: Callable[[], Awaitable[dict[str, int]]]) -> None:
        """Show how many messages nobody has heard, for ever. `new` asks the store."""
        boxes: set[str] = set()
        while True:
            try:
                counted = await new()
            except HotlineError as error:
                # The figures stay as they were known last: nobody is told that there is nothing new.
                log.warning("could not count messages", error=error.told())
            else:
                boxes |= set(counted)
                for box in boxes:
                    self._metrics.new_messages.labels(box).set(counted.get(box, 0))
            await self._clock.wait_until(self._clock.now() + COUNTED_EVERY)


async def _through(task: asyncio.Task[None]) -> None:
    """Wait to the end of it, even cancelled meanwhile: the record of a call is closed when its message is kept."""
    cancelled = False
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            cancelled = True
    if cancelled:
        raise asyncio.CancelledError
