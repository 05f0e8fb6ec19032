"""An Asterisk that somebody else runs: only linked to."""

from __future__ import annotations

from calls.errors import WrongSettings
from service.config import Settings
from service.configuration import Configuration
from telephony.ami.account import AmiAccount
from telephony.embedded.errors import PhonesOff


class ExternalSwitchboard:
    """An Asterisk that somebody else runs; see docs/external-asterisk.md for what it needs."""

    def __init__(self, settings: Settings) -> None:
        switch, self._websocket = settings.switch, settings.browser.websocket
        secret = switch.secret.get_secret_value()
        if not secret or switch.port == "auto":
            raise WrongSettings("switch.mode is external: switch.port and switch.secret are needed")
        self.account = AmiAccount(switch.host, switch.port, switch.user, secret, system_name=switch.system_name)

    @property
    def websocket(self) -> str:
        """As the settings say."""
        if not self._websocket:
            raise PhonesOff(
                "browser.websocket names no address of the external Asterisk", "see docs/external-asterisk.md"
            )
        return self._websocket

    async def start(self) -> str:
        """Nothing to start."""
        return f"external Asterisk at {self.account.where}"

    def begun_anew(self) -> bool:
        """Not known: whoever is not found any more is gone."""
        return False

    async def watch(self) -> None:
        """Nothing to watch: the link says whether it is there."""

    async def reload(self, configuration: Configuration) -> None:
        """Its people are configured by who runs it."""

    async def stop(self, calls_go_on: bool) -> None:
        """It is not ours to stop."""
