"""The phone in the browser: accounts of agents, and lines lent to pages that try the hotline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from calls.ids import PersonId
from console.ports.calls import Step

DOMAIN = "hotline.invalid"
"""The domain of SIP addresses over the websocket: a name that leads nowhere (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class SipAccount:
    """What a page needs to register as `user`. `name` is shown to whom it calls, `number` is what others dial."""

    user: str
    secret: str = field(repr=False)
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Tried:
    """The newest call of a lent line, so far. `call` is '' before the first one."""

    call: str = ""
    over: bool = False
    happened: tuple[Step, ...] = ()


class PhonePort(Protocol):
    """What the console asks of the service about phones in a browser. `session` is the id of who is signed in."""

    def websocket(self) -> str:
        """Where Asterisk takes SIP from us. Raises NoPhones."""
        ...

    def own(self, person: PersonId) -> SipAccount:
        """The account of the browser at this person's seat. Raises NoPhones, NoSeat."""
        ...

    def echo(self) -> str:
        """What a page of an agent dials to hear itself."""
        ...

    def numbers(self) -> Sequence[str]:
        """The hotline's numbers, that a lent line can dial."""
        ...

    def lend(self, session: str) -> SipAccount:
        """A caller's line for this session, the same one as long as it has it. Raises NoPhones, AllLent."""
        ...

    def lent(self, session: str) -> str:
        """The SIP user of the line that this session has; '' for none."""
        ...

    def hold(self, session: str, held: bool) -> None:
        """Its page is connected, or no more: a lent line that is not connected is given back after a while."""
        ...

    def give_back(self, session: str) -> None:
        """The line is free for others."""
        ...

    def tried(self, session: str) -> Tried:
        """What happened in the newest call of its line."""
        ...
