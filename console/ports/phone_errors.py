"""What can go wrong between a page and its phone."""

from __future__ import annotations

from console.errors import ConsoleError


class NoPhones(ConsoleError):
    """There are no phones in a browser here, or none now."""

    code, status = "HL831", 409


class NoSeat(ConsoleError):
    """Whoever is signed in has no seat, so no phone in the browser."""

    code, status, remedy = "HL832", 404, "an admin names the agent of this account under Accounts"


class AllLent(ConsoleError):
    """Every line for trying is in use."""

    code, status = "HL833", 409
    remedy = "wait until somebody else has tried it, or set browser.callers higher"


class NotYourLine(ConsoleError):
    """A page spoke SIP in a way that it may not, or as somebody else."""

    code, status, refusal = "HL834", 403, True
