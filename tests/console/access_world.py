"""A centre with the same things in two parts of the organisation: calls, people, callbacks, accounts, and what hangs on them."""

from __future__ import annotations

import wave
from dataclasses import dataclass
from pathlib import Path

import orjson

from acd.messages import Readied
from calls.happenings.talk import RecordingKept
from calls.ids import CallId, PersonId
from calls.switch import Seat
from console.ports.callbacks import CallbackWish
from console.roles import Role
from console.visitor import Visitor
from store.accounts import Account
from store.visits import Visit
from store.webhooks import Letter, Webhook
from tests.console.desk import SEATS, Console
from tests.fakes.party import Answers, FakeCaller

WEBHOOK, LETTER = "0123456789abcdef", "msg_0123456789abcdef"


@dataclass(frozen=True, slots=True)
class Things:
    """What there is of one part. `call` is over, `talk` goes on, `wait` has not been answered; the rest are ids."""

    part: str
    person: str
    queue: str
    number: str
    call: str
    talk: str
    wait: str
    offer: str
    callback: str
    visit: str
    note: str
    account: str
    session: str
    token: str

    def of(self, mark: str) -> str:
        """How it stands in a reply; a bare 1001 may be a part of anything."""
        found = str(getattr(self, mark))
        return f'"{found}"' if mark == "person" else found


@dataclass(frozen=True, slots=True)
class World:
    """Two parts of one centre."""

    south: Things
    north: Things


async def furnish(console: Console) -> World:
    """1001 of the south and 1003 of the north each had a call, have another, and somebody waits for each."""
    south, north = ("south", "1001", "orders", "13800001111"), ("north", "1003", "desk", "13700002222")
    over = [await _over(console, seat, number) for _, seat, _, number in (south, north)]
    talks = [(await _talking(console, seat, number))[1] for _, seat, _, number in (south, north)]
    waits = [await _waiting(console, dialled) for dialled in ("95106", "95108")]
    await console.written()
    await _webhook(console)
    made = [await _made(console, *each) for each in zip((south, north), over, talks, waits, strict=True)]
    return World(*made)


async def _over(console: Console, seat: str, number: str) -> str:
    caller, call = await _talking(console, seat, number)
    await console.clock.advance(20)
    caller.hang_up()
    await console.clock.advance(60)
    await console.written()
    await _recorded(console, call)
    return call


async def _talking(console: Console, seat: str, number: str) -> tuple[FakeCaller, str]:
    """He is the only one whose phone is there."""
    _phones(console, seat)
    console.house.floor.tell(Readied(PersonId(seat)))
    caller = console.switch.call_in("95106", number=number, name=f"Ring {number}")
    await console.clock.until(lambda: caller.hears == seat)
    open_now = console.house.chronicle.open_records()
    return caller, next(each.call for each in open_now if each.number == number)


async def _waiting(console: Console, dialled: str) -> str:
    _phones(console, "")
    before = {each.call for each in console.house.chronicle.open_records()}
    console.switch.call_in(dialled, number="13600003333")
    await console.clock.advance(10)
    return next(each.call for each in console.house.chronicle.open_records() if each.call not in before)


def _phones(console: Console, seat: str) -> None:
    for each in SEATS:
        phone = console.switch.phone(Seat(each), Answers(after=2))
        (phone.register if each == seat else phone.unregister)()


async def _recorded(console: Console, call: str) -> None:
    record = await console.service.contacts.contact(call)
    _write(console.service.settings.recordings_folder / f"{call}.wav")
    last = record.entries[-1]
    console.service.journal.write(type(last)(record.call, last.seq + 1, last.at, RecordingKept(f"{call}.wav")))
    await console.written()


def _write(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(file), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(b"\0\0" * 800)


async def _webhook(console: Console) -> None:
    hook = Webhook(WEBHOOK, "crm", "https://crm.example/", "whsec_x", ("call.ended",), active=True, made_at=1.0)
    await console.rooms.webhooks.save(hook)
    body = orjson.dumps({"number": "13800001111"}).decode()
    await console.rooms.webhooks.add([Letter(LETTER, WEBHOOK, "call.ended", body, 1.0, 8, None, "away")])


async def _made(console: Console, who: tuple[str, str, str, str], call: str, talk: str, wait: str) -> Things:
    part, person, queue, number = who
    record = console.house.chronicle.record(CallId(talk))
    assert record is not None
    offer = record.offers[-1].offer
    account, session, token = await _account(console, part)
    callback, visit = await _callback(console, queue, number), await _visit(console, call, person, number)
    note = await console.rooms.contacts.add_note(number, f"{part} wants the brochure, ring {number}", account)
    ids = (callback, visit, note.id, account, session, token)
    return Things(part, person, queue, number, call, talk, wait, offer, *ids)


async def _callback(console: Console, queue: str, number: str) -> str:
    wish = CallbackWish(number, queue=queue, at=console.clock.now() + 3600, name=f"Ring {number}")
    return console.rooms.callbacks.take(await console.rooms.callbacks.checked(wish)).id


async def _visit(console: Console, call: str, person: str, number: str) -> str:
    made = Visit(
        id=f"visit-{call[-16:]}",
        call=CallId(call),
        person=PersonId(person),
        number=number,
        name=f"Ring {number}",
        starts=console.clock.now() + 3600,
        minutes=30,
        place="the branch",
        note="",
        remind=30,
        made_at=console.clock.now(),
    )
    await console.rooms.visits.save(made)
    return made.id


async def _account(console: Console, part: str) -> tuple[str, str, str]:
    """Somebody of this part, who has signed in, has a token, and stands in the audit log."""
    doors, user = console.rooms.doors, f"{part}.agent"
    account = await doors.accounts.add(Account(user, user.title(), (Role.AGENT,), (part,)))
    _, session = await doors.sessions.begin(user, "127.0.0.1", "a browser")
    who = Visitor(user, user, frozenset({Role.ADMIN}))
    _, token = doors.tokens.drawn(who, account, "a program", None, None)
    await doors.tokens.add(token)
    await console.rooms.audit.note(who, "session.begin", user)
    return user, session.id, token.id
