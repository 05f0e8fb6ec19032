"""Phones in a browser, as the console asks for them: accounts, and lines lent to pages that try the hotline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from acd.agents import Agent
from calls.clock import Clock
from calls.contact import ContactRecord
from calls.happenings.entry import Entry
from calls.happenings.visit import Arrived, Ended
from calls.ids import PersonId
from calls.switch import Seat
from console.ports.calls import Step
from console.ports.phone import SipAccount, Tried
from console.ports.phone_errors import AllLent, NoPhones, NoSeat
from service.configuration import Configuration
from service.people import People
from service.service import Service
from service.switchboard import try_lines
from service.told import fields_of, told_of
from telephony.browser import browser_of
from telephony.embedded.conf.browser import ECHO, NO_NUMBER
from telephony.embedded.errors import PhonesOff
from telephony.embedded.keys import Keys, open_keys
from telephony.embedded.settings import TrialLine

KEPT_UNUSED = 60.0
"""Seconds for which a lent line waits for its page, before it is first connected and after it was."""


@dataclass(slots=True)
class Loan:
    """A line that a session has. `pages` are connected; without one it ends at `until`."""

    line: TrialLine
    until: float
    pages: int = 0
    tried: Tried = field(default_factory=Tried)


def phone_desk(service: Service) -> PhoneDesk:
    """Put together on this service. Lines for trying are configured in an Asterisk of ours only."""
    house, settings = service.house, service.settings
    folder = settings.data.folder.absolute()
    lines = try_lines(open_keys(folder), settings) if settings.switch.mode == "embedded" else ()
    desk = PhoneDesk(
        house.clock,
        house.people,
        lambda: house.configuration,
        lambda: service.switchboard.websocket,
        lambda: open_keys(folder),
        lines,
    )
    house.chronicle.watch(desk.heard)
    return desk


class PhoneDesk:
    """`console.ports.phone.PhonePort` on the running service."""

    def __init__(
        self,
        clock: Clock,
        people: People,
        configuration: Callable[[], Configuration],
        websocket: Callable[[], str],
        keys: Callable[[], Keys],
        lines: Sequence[TrialLine],
    ) -> None:
        self._clock, self._people, self._configuration = clock, people, configuration
        self._websocket, self._keys, self._lines = websocket, keys, tuple(lines)
        self._loans: dict[str, Loan] = {}

    def websocket(self) -> str:
        """Where Asterisk takes SIP from us."""
        try:
            return self._websocket()
        except PhonesOff as error:
            raise NoPhones(str(error), error.remedy) from None

    def own(self, person: PersonId) -> SipAccount:
        """The browser at his seat."""
        self.websocket()
        who = self._people.person(person) if self._people.is_in_plan(person) else None
        if not isinstance(who, Agent):
            raise NoSeat("this account has no seat in the centre")
        return SipAccount(browser_of(who.seat), self._keys().browser(who.seat), who.name, Seat(who.seat).name)

    def echo(self) -> str:
        """It answers with what it hears."""
        return ECHO

    def numbers(self) -> Sequence[str]:
        """Those of the plan that is live."""
        return [number for number in self._configuration().plan.numbers if number != "any"] or [NO_NUMBER]

    def lend(self, session: str) -> SipAccount:
        """The first line that is free."""
        self.websocket()
        self._sweep()
        if session not in self._loans:
            self._loans[session] = Loan(self._free(), 0.0)
        loan = self._loans[session]
        loan.until = self._clock.now() + KEPT_UNUSED
        return SipAccount(loan.line.name, loan.line.secret, loan.line.number, loan.line.number)

    def _free(self) -> TrialLine:
        lent = {loan.line.name for loan in self._loans.values()}
        found = next((line for line in self._lines if line.name not in lent), None)
        if found is None:
            raise AllLent(f"all {len(self._lines)} lines for trying are in use")
        return found

    def lent(self, session: str) -> str:
        """The user of its line."""
        self._sweep()
        loan = self._loans.get(session)
        return loan.line.name if loan else ""

    def hold(self, session: str, held: bool) -> None:
        """A page came or went."""
        if loan := self._loans.get(session):
            loan.pages = max(0, loan.pages + (1 if held else -1))
            loan.until = self._clock.now() + KEPT_UNUSED

    def give_back(self, session: str) -> None:
        """It is not needed any more."""
        self._loans.pop(session, None)

    def tried(self, session: str) -> Tried:
        """The newest call of its line."""
        loan = self._loans.get(session)
        return loan.tried if loan else Tried()

    def heard(self, entry: Entry, record: ContactRecord) -> None:
        """Something happened in a call: it is told to who tries, if the call is his."""
        loan = next((each for each in self._loans.values() if each.line.number == record.number), None)
        if loan is None:
            return
        before = Tried(entry.call) if isinstance(entry.what, Arrived) else loan.tried
        if before.call == entry.call:
            words = told_of(entry, record, masked=False)
            what = Step(entry.at, type(entry.what).__name__, fields_of(entry, record, masked=False), words)
            loan.tried = Tried(entry.call, isinstance(entry.what, Ended), (*before.happened, what))

    def _sweep(self) -> None:
        now = self._clock.now()
        self._loans = {who: loan for who, loan in self._loans.items() if loan.pages or now < loan.until}
