"""What reports tell: service level, abandonment, waits, work, occupancy, resolution. Pure: from records and states only."""

from __future__ import annotations

from acd.measures.facts import Conversation, Result, Wait, conversations_of, visits_of, wait_of
from acd.measures.formulas import FORMULAS, Formula, agents_worth
from acd.measures.repeats import OtherCall, is_resolved
from acd.measures.report import By, Report, Rules
from acd.measures.states import Change, StateClock, Stretch
from acd.measures.tally import Tally

__all__ = [
    "FORMULAS",
    "By",
    "Change",
    "Conversation",
    "Formula",
    "OtherCall",
    "Report",
    "Result",
    "Rules",
    "StateClock",
    "Stretch",
    "Tally",
    "Wait",
    "agents_worth",
    "conversations_of",
    "is_resolved",
    "visits_of",
    "wait_of",
]
