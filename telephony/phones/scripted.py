"""Running a scripted phone: what `hotline call` and `hotline phone` do, telling each step as it happens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

from telephony.phones.audio import level, read_wav
from telephony.phones.call import PhoneCall
from telephony.phones.errors import CallNotUp
from telephony.phones.events import Answered, CallEvent, DigitHeard, Ended, Refused, Ringing, Side, Trying
from telephony.phones.phone import Phone
from telephony.phones.recording import Samples
from telephony.phones.reports import CallPlan, CallReport, FindPrompt, OnStep, PhonePlan, PhoneReport, Step
from telephony.phones.script import Action, Due, GivenUp, Press, Say, Script, SendTone, prompts_of

BUSY = 486


async def run_call(plan: CallPlan, on_step: OnStep) -> CallReport:
    """Make the call, go through the script, report. Cancelled (Ctrl-C), it hangs up before it ends.

    Raises ValueError for a prompt or a number that there is not, RegistrationFailed, PhoneNotOpened.
    """
    prompts = _prepare(plan)
    phone = Phone(plan.account)
    try:
        if plan.register:
            await phone.register()
        run = _Run(await phone.call(plan.number), Script(plan.actions, prompts, plan.patience), on_step, plan.record)
        run.step("calling", f"calling {plan.number} as {plan.account.user}")
        return await run.conduct(plan.ring_for, plan.stay)
    finally:
        await phone.close()


async def run_phone(plan: PhonePlan, on_step: OnStep) -> PhoneReport:
    """Be the phone until `plan.calls` calls are over. Cancelled (Ctrl-C), it hangs up before it ends. Raises as `run_call`."""
    prompts = _prepare(plan)
    reports: list[CallReport] = []
    async with Phone(plan.account, refuse_with=BUSY if plan.refuse_with == BUSY else None) as phone:
        on_step(Step(time.time(), "registered", f"phone {plan.account.user} is registered and waits for calls"))
        async with asyncio.TaskGroup() as tasks:
            number = 0
            async for call in phone.incoming():
                number += 1
                run = _Run(
                    call, Script(plan.actions, prompts, plan.patience), on_step, _numbered(plan.record, number), number
                )
                tasks.create_task(_attend(run, plan, reports))
                if number == plan.calls:
                    break
    return PhoneReport(plan.account.user, tuple(reports), plan.refuse_with is not None)


async def _attend(run: _Run, plan: PhonePlan, reports: list[CallReport]) -> None:
    reports.append(await run.attend(plan))


def _prepare(plan: CallPlan | PhonePlan) -> Mapping[str, Samples]:
    """What can be wrong is found before anybody is called."""
    if plan.record is not None and not plan.record.parent.is_dir():
        raise ValueError(f"cannot record to {plan.record}: there is no folder {plan.record.parent}")
    return load_prompts(plan.actions, plan.find_prompt)


def load_prompts(actions: tuple[Action, ...], find: FindPrompt) -> Mapping[str, Samples]:
    """The audio of every prompt a script waits for. Raises ValueError naming the one that is not there."""
    return {name: _load(name, find) for name in sorted(prompts_of(actions))}


def _load(name: str, find: FindPrompt) -> Samples:
    try:
        return read_wav(find(name))
    except (KeyError, FileNotFoundError) as fault:
        said = f"there is no prompt {name!r} to wait for: give a prompt's name, 'silence', or seconds after the answer"
        raise ValueError(said) from fault


def _numbered(record: Path | None, number: int) -> Path | None:
    return record.with_stem(f"{record.stem}-{number}") if record is not None and number > 1 else record


@dataclass
class _Run:
    """One call being conducted."""

    call: PhoneCall
    script: Script
    on_step: OnStep
    record: Path | None
    number: int = 1
    failed: str = field(default="", init=False)

    async def conduct(self, ring_for: float, stay: float | None) -> CallReport:
        """A call of ours: wait for the answer, then the script."""
        async with self._seen_to_its_end():
            self.call.follow(self._narrate)
            await self._answered(ring_for)
            await self._perform(stay)
        return self._report()

    async def attend(self, plan: PhonePlan) -> CallReport:
        """A call to us: ring, then answer or refuse, then the script."""
        async with self._seen_to_its_end():
            self.step("incoming", f"call from {self.call.number}")
            self.call.follow(self._narrate)
            if await self._rings(plan.answer_after):
                await self._take(plan.refuse_with)
            await self._perform(plan.stay)
        return self._report()

    @asynccontextmanager
    async def _seen_to_its_end(self) -> AsyncIterator[None]:
        """However the block ends, by an interruption at any instant too: hang up, and keep what was heard."""
        try:
            yield
        finally:
            try:
                if self.call.over is None:
                    await self.call.hang_up()
            finally:  # a second Ctrl-C breaks off the hanging up, which closing the phone completes
                self._save()

    async def _answered(self, ring_for: float) -> None:
        try:
            await self.call.outcome(within=ring_for)
        except TimeoutError:
            self.step("unanswered", f"not answered within {ring_for:g} s: cancelling")

    async def _rings(self, seconds: float | None) -> bool:
        """Let it ring; False when the caller has given up."""
        try:
            await self.call.ended(within=seconds)
        except TimeoutError:
            return True
        return False

    async def _take(self, refuse_with: int | None) -> None:
        if refuse_with is not None:
            await self.call.refuse(refuse_with)
            return
        try:
            await self.call.answer()
        except CallNotUp:
            return  # the caller gave up in this very moment; the narrator tells

    async def _perform(self, stay: float | None) -> None:
        try:
            if self.call.answered_at is not None:
                await self._act()
                await self._stay(stay)
        except CallNotUp as gone:
            self.failed = self.failed or str(gone)

    async def _act(self) -> None:
        """Go through the script, deciding ten times a second of audio."""
        while not self.script.done and not self.failed:
            match self.script.tick(self.call.recording):
                case Due(action, because):
                    await self._do(action, because)
                    self.script.finished(self.call.recording.seconds)
                case GivenUp(_, because):
                    self.failed = because
                    self.step("given_up", because)
                case None:
                    if not await self.call.recorded(self.call.recording.seconds + 0.1):
                        raise CallNotUp(self.call.number, self.call.state.value)

    async def _do(self, action: Action, because: str) -> None:
        self.step("because", because)
        match action:
            case Press(digits):
                await self.call.press(digits)
                self.step("pressed", f"pressed {digits}")
            case Say(wav):
                self.step("saying", f"saying {wav.name}")
                await self.call.say(wav)
            case SendTone(hz):
                self.call.tone(hz)
                self.step("tone", f"sending a tone of {hz:g} Hz")
            case _:
                assert_never(action)

    async def _stay(self, seconds: float | None) -> None:
        if self.failed:
            return
        if seconds is None:
            await self.call.ended()
        else:
            await self.call.recorded(self.call.recording.seconds + seconds)

    def _narrate(self, event: CallEvent) -> None:
        kind, text = _told(event, self.call)
        self.step(kind, text, event.at)

    def step(self, kind: str, text: str, at: float | None = None) -> None:
        """Tell a step."""
        self.on_step(Step(time.time() if at is None else at, kind, text, self.number))

    def _save(self) -> None:
        if self.record is not None and self.call.answered_at is not None:
            self.call.save(self.record)
            heard = self.call.recording.samples()
            self.step("recorded", f"recorded {len(heard) / 8000:.1f} s at {level(heard):.1f} dBFS to {self.record}")

    def _report(self) -> CallReport:
        over, began = self.call.over, self.call.answered_at
        return CallReport(
            self.call.number, began is not None, self.script.done and not self.failed,
            over.code if isinstance(over, Refused) else None, _told(over, self.call)[1] if over else "",
            over.at - began if over and began else 0.0, self.call.digits, self.record if began else None,
        )  # fmt: skip


def _told(event: CallEvent, call: PhoneCall) -> tuple[str, str]:
    """An event as a word and as a line."""
    match event:
        case Trying():
            return "trying", "the exchange has the call"
        case Ringing():
            return "ringing", "ringing"
        case Answered():
            return "answered", "answered"
        case Refused(_, 0, phrase):
            return "refused", phrase
        case Refused(_, code, phrase):
            return "refused", f"refused: {code} {phrase}"
        case DigitHeard(_, digit):
            return "key_heard", f"heard the key {digit}"
        case Ended(at, by, why):
            return "ended", _ending(by, why, at - call.answered_at if call.answered_at else None)
        case _:
            assert_never(event)


def _ending(by: Side, why: str, seconds: float | None) -> str:
    who = "this phone" if by is Side.NEAR else "the other side"
    if seconds is None:
        return f"{who} gave up before the answer"
    return f"{who} hung up after {seconds:.1f} s" + (f" ({why})" if why else "")
