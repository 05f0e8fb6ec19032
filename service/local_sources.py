"""What a simulated call can learn from files beside the plan. Nothing is asked of other systems: they fail, and say so."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from calls.events import Caller
from calls.profile import UNKNOWN, Profile
from ivr.actions import LookUp
from ivr.dialplan import Plan
from ivr.events import Found, NotFound
from ivr.sources import CsvSource, Inquiry
from service.asking import Asking, Outcome
from service.config_connectors import ConnectorSettings
from service.visitors import asked_about, profile_of


class LocalSources:
    """Tables in the folder of a plan."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def look_up(self, asked: LookUp) -> Found | NotFound:
        """The answer of a table."""
        outcome = self._ask(asked.inquiry, asked.values)
        return Found(outcome.values) if outcome.found else NotFound(outcome.how, outcome.failed)

    def profile(self, plan: Plan, caller: Caller, dialled: str) -> Profile:
        """Who calls, if a table of the plan says so."""
        if plan.profiles is None or not isinstance(plan.profiles.inquiry.source, CsvSource):
            return UNKNOWN
        outcome = self._ask(plan.profiles.inquiry, asked_about(caller, dialled, plan.profiles))
        return profile_of(outcome.values) if outcome.found else UNKNOWN

    def _ask(self, inquiry: Inquiry, values: Mapping[str, str]) -> Outcome:
        if not isinstance(inquiry.source, CsvSource):
            return Outcome("only files are asked in a simulation", failed=True)
        return asyncio.run(self._answer(inquiry, values))

    async def _answer(self, inquiry: Inquiry, values: Mapping[str, str]) -> Outcome:
        asking = Asking.by(ConnectorSettings(), self._folder)
        try:
            return await asking.answer(replace(inquiry, cache_for=0.0), values)
        finally:
            await asking.close()
