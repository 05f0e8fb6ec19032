"""Messages and callbacks on a real Asterisk: real speech into a file, and a customer who is rung over the trunk."""

from __future__ import annotations

import asyncio
import wave
from dataclasses import replace

import pytest

from calls.causes import EndedBy
from calls.contact import Outcome
from prompts.catalogue import Catalogue
from store.callbacks import Callbacks, CallbackState
from store.messages import MessageRow, Messages
from telephony.phones.account import Account
from telephony.phones.audio import read_wav
from telephony.phones.hearing import find
from telephony.phones.phone import Phone
from tests.asterisk.centre import Centre, eventually
from tests.asterisk.judges import sipp_calls
from tests.asterisk.plan import BACK, BOX
from tests.asterisk.provider import Behaviour, Provider

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(90)]
SPEECH = Catalogue.load().sound("greeting", "zh")
LISTENS_FIRST = 4000
"""Milliseconds that a caller listens to the number that is read out, before he confirms it."""


async def _message(centre: Centre, hang_up: bool) -> MessageRow:
    """Somebody says the greeting into the box, and is silent or hangs up."""
    known = centre.accounts["trial-caller5"]
    async with Phone(Account(known.user, known.secret, known.host, known.port)) as phone:
        call = await phone.call(BOX)
        await call.outcome(within=10)
        await call.recorded(1.0)
        await call.say(SPEECH)
        await (call.hang_up() if hang_up else call.ended(within=20))
    messages = Messages(centre.service.contacts._database)

    async def kept() -> list[MessageRow]:
        await centre.service.journal.flush()
        rows = await messages.messages()
        return [row for row in rows if centre.service.house.chronicle.record(row.kept.call) is None]

    (row, *_) = await eventually(kept, 10, "the message")
    return row


@pytest.mark.parametrize("hang_up", [False, True])
async def test_what_was_said_is_in_the_file(centre: Centre, hang_up: bool) -> None:
    row = await _message(centre, hang_up)
    file = centre.service.settings.messages_folder / row.kept.file
    with wave.open(str(file), "rb") as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 1, 2)
    said = find(read_wav(SPEECH), read_wav(file))
    assert said is not None
    assert said.score > 0.7
    assert row.kept.seconds == pytest.approx(len(read_wav(SPEECH)) / 8000, abs=1.0)
    record = await centre.service.contacts.contact(row.kept.call)
    assert (record.outcome, record.messages[0].file) == (Outcome.MESSAGE, row.kept.file)


async def _asks(centre: Centre, number: str) -> None:
    caller = centre.from_outside(number)
    result = await sipp_calls("trunk_menu_until_bye.xml", caller, BACK, before_ms=LISTENS_FIRST, within=40)
    assert result.ok, result.errors


async def test_who_asked_for_it_is_called_back_when_a_person_is_there(centre: Centre, provider: Provider) -> None:
    # He answers and talks until we hang up; the person does so, a while after the greeting that he hears first.
    number = f"1383333000{Behaviour.VOICEMAIL}"
    async with centre.seat("back1") as agent:
        asking = asyncio.create_task(_asks(centre, number))
        taken = await agent.incoming(within=30)
        await asking
        await agent.answer(taken)
        await centre.state("back1", "TALKING", within=20)
        await agent.hang_up(taken)
        back, first = await centre.records(number, 2, within=40)
    assert (first.outcome, back.outcome, back.person) == (Outcome.CALLBACK, Outcome.SERVED, "back1")
    assert back.calling_back is not None
    assert (back.calling_back.asked_in, back.queued_at) == (first.call, first.callbacks[0].joined_at)
    assert (back.ended_by, provider.rung[number]) == (EndedBy.PERSON, 1)
    await centre.nothing_left()


async def test_a_customer_who_hangs_up_in_the_greeting_leaves_nobody_behind(centre: Centre, provider: Provider) -> None:
    number = f"1383333000{Behaviour.HANGS_UP}"
    async with centre.answering_seat("back3"):
        await _asks(centre, number)
        back, _ = await centre.records(number, 2, within=40)
        await centre.state("back3", "READY")
    assert (back.outcome, back.ended_by, provider.rung[number]) == (Outcome.NOT_REACHED, EndedBy.CALLER, 1)
    await centre.nothing_left()


async def test_a_busy_customer_leaves_the_person_free_and_is_tried_later(centre: Centre, provider: Provider) -> None:
    number = f"1383333000{Behaviour.BUSY}"
    async with centre.answering_seat("back2"):
        await _asks(centre, number)
        back, first = await centre.records(number, 2, within=40)
        assert (first.outcome, back.outcome, back.why) == (Outcome.CALLBACK, Outcome.NOT_REACHED, "busy")
        await centre.state("back2", "READY")
    callbacks = centre.service.house.callbacks
    assert callbacks is not None
    (kept,) = callbacks.open
    assert (kept.tries, kept.state, provider.rung[number]) == (1, CallbackState.OPEN, 1)
    await centre.service.journal.flush()
    assert kept in [replace(each) for each in await Callbacks(centre.service.contacts._database).open_callbacks()]
    callbacks.cancel(kept.id)
    await centre.nothing_left()
