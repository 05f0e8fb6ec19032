"""What is tried first: words that everybody takes, repeated or counted on, and the user's own name.

All of at least twelve characters are made of these, so a short list of parts does what a long list of passwords does.
"""

from __future__ import annotations

import re
from itertools import pairwise

PARTS = """
    password passwort passwd p@ssw0rd passw0rd qwertyuiop qwerty asdfghjkl zxcvbnm iloveyou woaini admin administrator root
    welcome letmein monkey dragon sunshine princess football baseball superman batman master login changeme default secret
    hotline asterisk callcenter callcentre contactcenter telephone service kefu dianhua mima aini nihao zhongguo beijing
    1234567890 0987654321 123456789 987654321 12345678 1234567 123456 654321 12345 54321 1234 4321 123 321 520 1314 5201314
    1q2w3e4r5t6y 1q2w3e4r 1qaz2wsx3edc 1qaz2wsx qazwsxedc qazwsx qwe asd zxc abcdefghijkl abcdefgh abcd1234 abc123 abcd abc
    2020 2021 2022 2023 2024 2025 2026 2027 summer winter spring autumn hello test user guest love you my the
"""
_ONLY_PARTS = re.compile("(?:" + "|".join(sorted(map(re.escape, PARTS.split()), key=len, reverse=True)) + r"|[\W_])+")
FEWEST_LETTERS = 5
"""Different characters; fewer is a key that was leant on."""


def is_common(password: str, user: str, name: str = "") -> bool:
    """Whether it is made of nothing but common parts, few characters, a run, or the user's own name."""
    plain = password.casefold()
    if len(set(plain)) < FEWEST_LETTERS or _is_run(plain):
        return True
    for own in (user.casefold(), name.casefold()):
        if len(own) > 2:
            plain = plain.replace(own, " ")
    return bool(_ONLY_PARTS.fullmatch(plain)) or plain.strip(" 0123456789!.@#$%_-") == ""


def _is_run(text: str) -> bool:
    """Each character follows the one before: `abcdefghijkl`, `lkjihgfedcba`."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps <= {1} or steps <= {-1}
