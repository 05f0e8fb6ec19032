"""Our marks on a channel: one channel variable that reads back after a restart of ours.

Written as a query string: no comma, quote or line break can appear in it, which AMI and the dialplan would split at.
"""

from __future__ import annotations

from math import isfinite
from urllib.parse import parse_qsl, urlencode

from calls.ids import CallId, OfferId, PersonId
from calls.switch import Marks, Role

VARIABLE = "HOTLINE_MARKS"


def write(marks: Marks) -> str:
    """The marks as one safe word."""
    fields = {
        "call": marks.call,
        "role": marks.role.value,
        "offer": marks.offer,
        "person": marks.person,
        "queue": marks.queue,
        "priority": marks.priority or "",
        "joined_at": f"{marks.joined_at:.3f}" if marks.joined_at else "",
        "step": marks.step,
        "language": marks.language,
        "wanted": marks.wanted,
    }
    return urlencode({name: value for name, value in fields.items() if value != ""})


def read(text: str) -> Marks | None:
    """The marks again; None where there are none, or where somebody else wrote them."""
    found = dict(parse_qsl(text))
    if "call" not in found or found.get("role") not in {role.value for role in Role}:
        return None
    try:
        joined_at = float(found.get("joined_at", "0"))
        if not isfinite(joined_at):
            return None
        return Marks(
            CallId(found["call"]),
            Role(found["role"]),
            OfferId(found.get("offer", "")),
            PersonId(found.get("person", "")),
            found.get("queue", ""),
            int(found.get("priority", "0")),
            joined_at,
            found.get("step", ""),
            found.get("language", ""),
            PersonId(found.get("wanted", "")),
        )
    except ValueError:
        return None
