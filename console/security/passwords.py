"""Passwords: what is taken for one, and how one is kept.

Argon2id with 46 MiB, one pass, one lane: the first of the settings that OWASP calls equal
(https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html). One lane and one pass, because calls run
on the same processors; at most two at once, because each takes its memory. A change here re-hashes at the next sign-in.

Rules after NIST SP 800-63B, section 5.1.1.2: length, and a list of what everybody tries; no rules about kinds of letters.
"""

from __future__ import annotations

import asyncio
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from console.errors import WrongValue
from console.security.common_passwords import is_common

SHORTEST, LONGEST = 12, 256
AT_ONCE = 2
HASHER = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)


class Passwords:
    """Hashes and checks, beside the event loop."""

    def __init__(self, hasher: PasswordHasher = HASHER) -> None:
        self._hasher = hasher
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._nobodys = ""

    async def hashed(self, password: str) -> str:
        """As it is kept."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, normal(password))

    async def fits(self, password: str, kept: str) -> bool:
        """Whether it is the one. Without one kept it takes as long, and is not: nobody learns which names exist."""
        async with self._turns:
            self._nobodys = self._nobodys or await asyncio.to_thread(self._hasher.hash, "nobody's")
            return await asyncio.to_thread(self._verify, kept or self._nobodys, normal(password)) and bool(kept)

    def is_old(self, kept: str) -> bool:
        """Whether it was hashed with other settings than today's."""
        return self._hasher.check_needs_rehash(kept)

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False


def normal(password: str) -> str:
    """One form for one password, whichever keyboard it comes from (SP 800-63B: NFKC before hashing)."""
    return unicodedata.normalize("NFKC", password)


def checked_password(password: str, user: str, name: str = "") -> str:
    """The password, if it can be one; else WrongValue that says why."""
    if len(password) < SHORTEST:
        raise WrongValue(f"a password has at least {SHORTEST} characters", "several words are easy to remember")
    if len(password) > LONGEST:
        raise WrongValue(f"a password has at most {LONGEST} characters")
    if is_common(normal(password), user, name):
        raise WrongValue(
            "this password is one of those that are tried first", "take several words that do not belong together"
        )
    return password
