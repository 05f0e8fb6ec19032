"""`profiles:`: where the centre finds who calls, and which field of the answer is which of the profile."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.known import PROFILE
from ivr.sources import Inquiry


@dataclass(frozen=True, slots=True)
class Profiles:
    """The question that is asked about each caller. Its `wanted` are the fields of the profile; seconds in `within`."""

    inquiry: Inquiry

    @property
    def others(self) -> frozenset[str]:
        """The fields beyond those that every profile has."""
        return frozenset(self.inquiry.wanted) - PROFILE.keys()
