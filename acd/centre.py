"""The live state of the contact centre, held by one dispatcher. Its parts change by the functions in *_moves.py."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from acd.curves import Curves
from acd.deadlines import Deadlines
from acd.first_choices import Sought
from acd.flow import Flow
from acd.live import LiveContact
from acd.messages import Decision
from acd.offers import Offer
from acd.patience import PatienceModel
from acd.roster import Roster
from acd.strategies import Strategies
from acd.waiting_line import WaitingLine
from calls.ids import CallId, OfferId, PersonId

REMEMBERED = 10_000
"""Closed offers that are remembered, so that a late answer can be told what became of its caller."""


class Centre:
    """People, contacts, offers, deadlines, and the decisions of the event being worked on.

    `stirred`: waiting callers for whom something changed, to be looked at in the next match. `keeping`: queues in which a free
    person was kept from a caller, to be looked at again soon. `away`: who is not on the line, and is to be rung when his turn is
    near. `kept_free`: free people kept for one of them while his phone rings. `in_line`: how many stand in all lines together, so
    that nobody counts hundreds of lines at each event. `explained`: every offer says why it was made.
    """

    def __init__(
        self, new_offer_id: Callable[[float], OfferId], strategies: Strategies, explained: bool = True
    ) -> None:
        self.new_offer_id, self.explained = new_offer_id, explained
        self.strategies = strategies
        self.roster = Roster()
        self.contacts: dict[CallId, LiveContact] = {}
        self.lines: dict[str, WaitingLine] = {}
        self.in_line = 0
        self.sought = Sought()
        self.model = PatienceModel()
        self.curves = Curves()
        self.flow = Flow()
        self.stirred: dict[CallId, LiveContact] = {}
        self.keeping: set[str] = set()
        self.away: dict[CallId, LiveContact] = {}
        self.kept_free: dict[PersonId, CallId] = {}
        self.offers: dict[OfferId, Offer] = {}
        self.closed: OrderedDict[OfferId, CallId] = OrderedDict()
        self.deadlines = Deadlines()
        self.decisions: list[Decision] = []

    def decide(self, decision: Decision) -> None:
        """Add to the answer to the event being worked on."""
        self.decisions.append(decision)

    def decided(self) -> list[Decision]:
        """Hand over what was decided since the last time."""
        decisions, self.decisions = self.decisions, []
        return decisions

    def remember_closed(self, offer: Offer) -> None:
        """Forget an open offer, but not whom it was about."""
        self.offers.pop(offer.id, None)
        self.closed[offer.id] = offer.contact
        while len(self.closed) > REMEMBERED:
            self.closed.popitem(last=False)
