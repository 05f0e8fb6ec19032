"""What becomes of a caller by the act of the person he talks with: another partner, another phone, or his old place."""

from __future__ import annotations

from dataclasses import dataclass

from calls.ids import PersonId
from service.call import Partner

QUEUE = "queue"
"""Where the record says that a caller was sent who was given back."""


@dataclass(frozen=True, slots=True)
class Back:
    """The person gave the caller back: he is to wait at his old place."""

    by: PersonId


@dataclass(frozen=True, slots=True)
class SentOn:
    """The person sent the caller to another phone, number or queue. Not `to_be_rung`: an earlier service rang there."""

    to: str
    by: PersonId
    to_be_rung: bool = True


Change = Back | SentOn | Partner | None
"""The caller goes back or elsewhere, or talks with this partner now, or all is as it was."""
