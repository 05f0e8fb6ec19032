"""One leader's leg: rung, and then in the conversation in one manner or another."""

from __future__ import annotations

from collections.abc import Callable

from calls.causes import Cause
from calls.clock import Clock
from calls.events import Caller, LegAnswered, LegEnded, LegParted, LegRinging
from calls.happenings.supervision import Manner
from calls.ids import CallId
from calls.switch import RingOrder, Switch, Target
from console.ports.supervision_errors import NotTalking
from service.call import Partner
from service.chronicle import Chronicle
from service.timing import before
from service.watches import Watch

RINGS_FOR = 20.0


class TakingPart:
    """Carries out what leaders wish. `changed` is told the call in which somebody takes part otherwise than before."""

    def __init__(self, switch: Switch, clock: Clock, chronicle: Chronicle, changed: Callable[[CallId], object]) -> None:
        self._switch, self._clock, self._chronicle, self._changed = switch, clock, chronicle, changed

    async def ring(self, watch: Watch, phone: Target, partner: Partner) -> None:
        """Begin to ring his phone, which shows whom he is about to hear."""
        shown = Caller(partner.person, "Supervision")
        await self._switch.ring(RingOrder(watch.leg, phone, RINGS_FOR, shown, watch.marks))

    async def story(self, watch: Watch) -> None:
        """From the ringing to his end. Raises TimeoutError when he does not pick up, and as `let_him` does."""
        why_not = await before(self._clock, self._clock.now() + RINGS_FOR, self._picked_up(watch))
        watch.rang(why_not)
        if why_not is None:
            async with watch.lock:
                await self.let_him(watch, watch.wanted)
            await self.follow(watch)

    async def _picked_up(self, watch: Watch) -> Cause | None:
        while True:
            match await watch.line.next():
                case LegRinging():
                    watch.rang(None)
                case LegAnswered():
                    return None
                case LegEnded(cause=cause):
                    return cause
                case _:
                    continue

    async def go_on(self, watch: Watch) -> None:
        """Found after a restart: whom he hears is ordered anew, so that he can hear nobody else."""
        if watch.manner is not None and watch.manner is not Manner.JOIN:
            await self.let_him(watch, watch.manner)
        await self.follow(watch)

    async def follow(self, watch: Watch) -> None:
        """To his end. A leg that hears nothing any more, by a star or because the three were parted, listens again."""
        while True:
            match await watch.line.next():
                case LegEnded():
                    return
                case LegParted():
                    async with watch.lock:
                        await self.let_him(watch, Manner.WHISPER if watch.manner is Manner.WHISPER else Manner.LISTEN)
                case _:
                    continue

    async def let_him(self, watch: Watch, manner: Manner) -> None:
        """Let him take part so. Raises NotTalking, SwitchRefused, LegGone."""
        partner = watch.call.partner
        if partner is None or watch.over.is_set():
            raise NotTalking("the conversation is over")
        if manner in (Manner.LISTEN, Manner.WHISPER):
            await self._switch.overhear(watch.leg, partner.leg, whispering=manner is Manner.WHISPER)
        elif watch.manner is not Manner.JOIN:
            await self._switch.add(watch.leg, watch.call.leg)
        await self._note_manner(watch, partner, manner)
        if manner is Manner.TAKE_OVER:
            await self._switch.hang_up(partner.leg)

    async def _note_manner(self, watch: Watch, partner: Partner, manner: Manner) -> None:
        """In the record, where it is another than before, and on his leg."""
        lasting = Manner.JOIN if manner is Manner.TAKE_OVER else manner
        if lasting is not watch.manner:
            if manner is not Manner.TAKE_OVER:
                self._chronicle.note(watch.call.id, watch.happened(manner, partner.person))
            watch.manner = watch.wanted = lasting
            self._changed(watch.call.id)
            await self._switch.mark(watch.leg, watch.marks)
