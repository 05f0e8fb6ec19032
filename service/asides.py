"""What a manager does by codes while he talks: the caller back to his queue, a colleague asked and joined, a visit noted.

One inbox tells of all three legs (`call.line`), and every way out leaves the caller with somebody: the manager, the
colleague, or his place in the queue.
"""

from __future__ import annotations

from contextlib import suppress

from acd.managers import Manager
from calls.causes import Cause
from calls.clock import Clock
from calls.errors import DestinationBarred, LegGone, SwitchRefused
from calls.events import DigitPressed, LegEnded, LegEvent
from calls.happenings.talk import AllJoined, Consulted, Marked
from calls.happenings.visit import Failed
from calls.ids import PersonId
from calls.switch import InputRules, Role, Switch
from service.call import Call, Partner
from service.changes import Back, Change, SentOn
from service.chronicle import Chronicle
from service.lines import Line, Lines
from service.parting import Parting
from service.people import People
from service.reaching import Reaching
from service.sounds import Sounds
from service.talk_codes import Keyed, TalkCode, TalkCodes
from service.timing import unless

NUMBER = InputRules(max_digits=20, terminator="#", first_within=8.0, next_within=5.0)
VISIT = "visit"


class Asides:
    """Listens to the keys of managers. One instance serves all calls."""

    def __init__(
        self,
        switch: Switch,
        clock: Clock,
        lines: Lines,
        people: People,
        reaching: Reaching,
        chronicle: Chronicle,
        sounds: Sounds,
        codes: TalkCodes,
    ) -> None:
        self._switch, self._lines, self._people = switch, lines, people
        self._reaching, self._chronicle, self._sounds = reaching, chronicle, sounds
        self._codes, self._parting = codes, Parting(switch, clock, chronicle)

    async def heard(self, call: Call, partner: Partner, event: LegEvent) -> Change:
        """An event of a conversation. Most are nothing to us."""
        match event:
            case DigitPressed(leg=leg, at=at, digit=digit) if leg == partner.leg and self._listens_to(partner):
                return await self._keyed(call, partner, self._code(call, digit, at))
            case LegEnded(leg=leg) if call.third is not None and leg == call.third.leg:
                self._dismiss(call)
            case LegEnded(leg=leg) if call.third is not None and leg == partner.leg:
                third, call.third = call.third, None
                return third
            case _:
                pass
        return None

    def _listens_to(self, partner: Partner) -> bool:
        return self._people.is_in_plan(partner.person) and isinstance(self._people.person(partner.person), Manager)

    def _code(self, call: Call, digit: str, at: float) -> TalkCode | None:
        call.keyed = call.keyed or Keyed(self._codes)
        return call.keyed.press(digit, at)

    async def _keyed(self, call: Call, partner: Partner, code: TalkCode | None) -> Change:
        match code:
            case TalkCode.BACK:
                return await self._back(call, partner)
            case TalkCode.SEND if call.third is None:
                return await self._send(call, partner)
            case TalkCode.ADD if call.third is None:
                return await self._ask(call, partner)
            case TalkCode.ADD | TalkCode.SEND:
                await self._whisper(partner, "talk_refused")
            case TalkCode.MARK:
                self._chronicle.note(call.id, Marked(partner.person, VISIT))
                await self._whisper(partner, "talk_marked")
            case None:
                return None
        return None

    # --- back to the queue

    async def _back(self, call: Call, partner: Partner) -> Change:
        """Music for the caller first; then a word to the manager, whom the conversation lets go."""
        try:
            await self._parting.part(call, partner)
            await self._switch.music(call.leg, on=True)
            await self._say(partner, "talk_back")
        except (LegGone, SwitchRefused) as error:
            self._parting.left_early(call, error)
        return Back(partner.person)

    # --- sent on

    async def _send(self, call: Call, partner: Partner) -> Change:
        """The caller hears music while the manager keys where he is to go. Keys none: they talk on."""
        try:
            await self._parting.part(call, partner)
            await self._switch.music(call.leg, on=True)
            to = await self._number(partner)
            return SentOn(to, partner.person) if to else await self._rejoin(call, partner)
        except (LegGone, SwitchRefused) as error:
            self._parting.left_early(call, error)
            return await self._rescued(call, partner)

    async def _number(self, partner: Partner) -> str:
        prompt = self._sounds.of(self._people.language, "talk_number")
        return (await self._switch.collect(partner.leg, prompt, NUMBER)).digits

    # --- a colleague

    async def _ask(self, call: Call, partner: Partner) -> Change:
        """The caller hears music until the manager is back, has handed him over, or has joined all three."""
        try:
            await self._parting.part(call, partner)
            await self._switch.music(call.leg, on=True)
            third = await self._third(call, partner)
            return await (self._consult(call, partner, third) if third else self._rejoin(call, partner))
        except (LegGone, SwitchRefused) as error:
            self._parting.left_early(call, error)
            return await self._rescued(call, partner)

    async def resume(self, call: Call, partner: Partner) -> Change:
        """Found after a restart in the middle of it: the colleague is let go, the caller and the manager are joined."""
        call.aside = False
        if call.third is not None:
            call.third.line.follow(call.line, call.id)
        return await self._rescued(call, partner)

    async def _rescued(self, call: Call, partner: Partner) -> Change:
        """The caller is with the manager again, or at his old place in the queue: never with nobody."""
        if call.third is not None:
            await self._switch.hang_up(call.third.leg)
            await self._parting.until_parted(call, partner.leg)
        try:
            return await self._rejoin(call, partner)
        except (LegGone, SwitchRefused):
            return Back(partner.person)

    async def _third(self, call: Call, partner: Partner) -> Partner | None:
        """The colleague whom the manager keyed, on the phone; None if there is none. Raises LegGone when the manager is gone."""
        number = await self._number(partner)
        line = await self._reached(call, partner, number) if number else Cause.UNALLOCATED
        if isinstance(line, Cause):
            self._chronicle.note(call.id, Failed(f"a colleague at {number[:32]}: {line.words}"))
            await self._say(partner, "talk_not_reached")
            return None
        call.third = Partner(line.person or PersonId(number), line)
        return call.third

    async def _reached(self, call: Call, partner: Partner, number: str) -> Line | Cause:
        """The manager hears music while the colleague's phone rings; when he hangs up, it stops."""
        await self._switch.music(partner.leg, on=True)
        reach = self._reaching.reach(self._reaching.destination(number), call.id, Role.CONSULT, call.caller)
        try:
            return await unless(self._gone(call, partner), reach)
        except TimeoutError:
            raise LegGone(partner.leg) from None
        except DestinationBarred:
            return Cause.BARRED
        except SwitchRefused as error:
            self._chronicle.note(call.id, Failed(error.told()))
            return Cause.NO_ROUTE

    async def _gone(self, call: Call, partner: Partner) -> None:
        while not isinstance(await call.line.next_of(partner.leg), LegEnded):
            continue

    async def _consult(self, call: Call, partner: Partner, third: Partner) -> Change:
        """They talk. The manager hangs up: the colleague has the caller. The colleague does, or the code for back: as before."""
        third.line.follow(call.line, call.id)
        await self._switch.bridge(partner.leg, third.leg)
        self._chronicle.note(call.id, Consulted(partner.person, third.person, third.leg))
        while True:
            match await call.line.next():
                case LegEnded(leg=leg) if leg == partner.leg:
                    return await self._handed_over(call, third)
                case LegEnded(leg=leg) if leg == third.leg:
                    await self._parting.until_parted(call, partner.leg)
                    return await self._rejoin(call, partner)
                case DigitPressed(leg=leg, at=at, digit=digit) if leg == partner.leg:
                    if await self._decided(call, partner, third, self._code(call, digit, at)):
                        return None
                case _:
                    continue

    async def _decided(self, call: Call, partner: Partner, third: Partner, code: TalkCode | None) -> bool:
        """Whether the consultation is over: all three talk now."""
        if code is TalkCode.BACK:
            await self._switch.hang_up(third.leg)
        if code is TalkCode.ADD:
            await self._switch.add(call.leg, partner.leg)
            self._chronicle.note(call.id, AllJoined(partner.person, third.person))
        return code is TalkCode.ADD

    async def _handed_over(self, call: Call, third: Partner) -> Change:
        """The manager has left: the colleague and the caller are joined."""
        await self._parting.until_parted(call, third.leg)
        await self._switch.bridge(call.leg, third.leg)
        call.third = None
        return third

    async def _rejoin(self, call: Call, partner: Partner) -> Change:
        """As it was: manager and caller."""
        self._dismiss(call)
        await self._switch.bridge(call.leg, partner.leg)
        return None

    def _dismiss(self, call: Call) -> None:
        third, call.third = call.third, None
        if third is not None:
            self._lines.close(third.leg)

    # --- words

    async def _say(self, partner: Partner, prompt: str) -> None:
        await self._switch.play(partner.leg, self._sounds.of(self._people.language, prompt))

    async def _whisper(self, partner: Partner, prompt: str) -> None:
        """A word that cannot be said changes nothing; that he has left comes as an event."""
        with suppress(LegGone, SwitchRefused):
            await self._switch.whisper(partner.leg, self._sounds.of(self._people.language, prompt))
