"""Two agents by name."""

from __future__ import annotations

from calls.ids import PersonId

ONE, TWO = PersonId("1001"), PersonId("1002")
