"""The plan that is live, and the earlier versions that calls in progress began with."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ivr.dialplan import Plan

FILES = 0
"""The number of what was never published: the files themselves, in development."""


class Editions:
    """Calls that begin now get `plan`, and `version` goes into their records. A call found again gets its own."""

    def __init__(self, plan: Plan, version: int = FILES, earlier: Mapping[int, Plan] | None = None) -> None:
        self.plan, self.version = plan, version
        self._earlier = dict(earlier or {})

    def of(self, version: int) -> Plan:
        """The plan of this version; the live one where it is not at hand any more."""
        return self.plan if version in (FILES, self.version) else self._earlier.get(version, self.plan)

    def replace(self, plan: Plan, version: int, still_used: Collection[int]) -> None:
        """Another plan is live. The earlier ones are kept while a call in progress began with them."""
        self._earlier[self.version] = self.plan
        self.plan, self.version = plan, version
        used = {*still_used} - {version, FILES}
        self._earlier = {number: each for number, each in self._earlier.items() if number in used}
