"""The names of phones in a browser: a seat has two endpoints, its desk phone `1001` and its browser `web-1001`."""

from __future__ import annotations

PREFIX = "web-"
TRY = "try"
"""What the numbers of phones begin with that a page tries the hotline with: `try1`, registered nowhere."""


def browser_of(seat: str) -> str:
    """The endpoint of the browser at a seat."""
    return f"{PREFIX}{seat}"


def is_browser(endpoint: str) -> bool:
    """Whether this endpoint is a browser at a seat."""
    return endpoint.startswith(PREFIX)


def seat_behind(endpoint: str) -> str:
    """The seat that an endpoint belongs to, whichever of its two phones it is."""
    return endpoint.removeprefix(PREFIX)
