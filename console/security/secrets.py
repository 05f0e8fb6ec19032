"""Secrets that we make: random, shown once, and kept as their SHA-256.

A plain digest is enough for 256 random bits (nothing can be guessed); passwords are another matter (`passwords.py`).
"""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32


def new_secret(prefix: str = "") -> str:
    """256 random bits, safe in a URL, a header and a cookie."""
    return prefix + secrets.token_urlsafe(BYTES)


def new_name() -> str:
    """A name for something that has a secret, by which it can be listed and ended."""
    return secrets.token_hex(8)


def digest(secret: str) -> str:
    """By what a secret is found again."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether they are equal, in a time that does not tell how much of them is."""
    return secrets.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
