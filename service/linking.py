"""The manager link and the switch on top of it, tied together."""

from __future__ import annotations

import asyncio

from asterisk.ami import Action

from calls.masking import printable
from service.alarms import Alarms
from service.switchboard import Switchboard
from telephony.ami.client import AmiClient
from telephony.ami.errors import ActionTimedOut, AmiRefused
from telephony.ami.link import AmiLink
from telephony.ami.messages import AmiEvent, AmiResponse
from telephony.asterisk_switch import AsteriskSwitch


class Linked:
    """Carries the switch's actions, and tells it what Asterisk and the link have to say."""

    def __init__(self, switchboard: Switchboard, alarms: Alarms) -> None:
        self._switchboard, self._alarms = switchboard, alarms
        self._switch: AsteriskSwitch | None = None
        self._link = AmiLink(
            switchboard.account, on_up=self._up, on_down=self._down, listeners=[self._hear], on_forged=self._forged
        )
        self._was_up = False
        self.refused: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        """Done when Asterisk refuses our login: why."""

    def serve(self, switch: AsteriskSwitch) -> None:
        """Name the switch that rides on this link."""
        self._switch = switch

    async def run(self) -> None:
        """Keep the link until cancelled."""
        await self._link.run()

    async def send(self, action: Action, timeout: float | None = None) -> AmiResponse:  # noqa: ASYNC109 - the port's
        """One action and its whole answer.

        A switch that does not answer in time is as good as lost: the link is cut, and when it is up again everything is
        read anew.
        """
        try:
            return await self._link.send(action, timeout)
        except ActionTimedOut:
            self._link.client.disconnect()
            raise

    def send_action(self, action: Action) -> object:
        """One action without waiting."""
        return self._link.client.send_action(action)

    def _up(self, _client: AmiClient) -> None:
        self._was_up = True
        if self._switch is not None:
            self._switch.link_up(self._switchboard.begun_anew())

    def _forged(self, event: AmiEvent) -> None:
        """A caller wrote an event into his number. It is ignored; whom it names is his word, and nobody is hung up for it."""
        named = printable(f"{event.name}, leg {event.get('Uniqueid')}")
        self._alarms.happened("forged_event", f"a caller tried to forge an event of the switch ({named})")

    def _down(self, why: str, _retry_in: float) -> None:
        self._alarms.raise_("switch_link", why)
        if why.startswith(AmiRefused.code) and not self.refused.done():
            self.refused.set_result(why)
        if self._was_up and self._switch is not None:
            self._switch.link_lost(why)
        self._was_up = False

    def _hear(self, event: AmiEvent, source: AmiClient) -> None:  # noqa: ARG002 - a listener's shape
        if self._switch is not None:
            self._switch.hear(event)
