"""Sending a caller on: by the dialplan (`transfer`) or by the person he talked to (SIP REFER)."""

from __future__ import annotations

from calls.causes import Cause
from calls.errors import DestinationBarred, LegGone, SwitchRefused
from calls.happenings.visit import Failed
from calls.ids import PersonId
from calls.switch import Role, Switch
from service.asides import Back
from service.call import Call, Partner
from service.chronicle import Chronicle
from service.conversation import Conversation, NotJoined, Over, SentOn
from service.lines import Line
from service.reaching import RING_FOR, Reaching


class Transferring:
    """Rings somebody else for the caller, who hears music meanwhile, and joins them."""

    def __init__(self, switch: Switch, reaching: Reaching, conversation: Conversation, chronicle: Chronicle) -> None:
        self._switch, self._reaching = switch, reaching
        self._conversation, self._chronicle = conversation, chronicle

    async def send_on(self, call: Call, to: str, ring_for: float = RING_FOR) -> Over | SentOn | Back | Cause:
        """To a person, a seat or a number. The end of the conversation, or why nobody was reached."""
        await self._switch.music(call.leg, on=True)
        found = await self._reach(call, to, ring_for)
        if isinstance(found, Cause):
            self._chronicle.note(call.id, Failed(f"transfer to {to[:32]}: {found.words}"))
            return found
        end = await self._conversation.hold(call, Partner(found.person or PersonId(to), found))
        return Cause.ABSENT if isinstance(end, NotJoined) else end

    async def _reach(self, call: Call, to: str, ring_for: float) -> Line | Cause:
        try:
            destination = self._reaching.destination(to)
            return await self._reaching.reach(destination, call.id, Role.TRANSFER, call.caller, ring_for)
        except DestinationBarred as error:
            self._chronicle.note(call.id, Failed(error.told()))
            return Cause.BARRED
        except LegGone:
            raise
        except SwitchRefused as error:
            self._chronicle.note(call.id, Failed(error.told()))
            return Cause.NO_ROUTE
