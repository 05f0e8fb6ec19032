"""What the routes and the flow of a sign-in by an identity provider say to each other."""

from __future__ import annotations

from dataclasses import dataclass

COOKIE = "hotline_oidc"
LASTS = 600
"""Seconds from the button until the provider sends the browser back."""


class Failed(Exception):
    """`why` is a word for the sign-in page: provider, state, token, denied, often, unknown, closed, roles."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Returned:
    """What the provider sent back by way of the browser. `error` instead of `code` when it refused."""

    state: str
    code: str
    error: str
    issuer: str
