"""Yes or no: by the keys 1 and 2, or by voice."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ivr.grammar import Choice, Grammar

YES, NO = "1", "2"
CONFIRM_KEYS = "confirm_keys"
"""The prompt that tells the two keys."""
CONFIRM_VOICE = "confirm_choice_yes_no"
"""The prompt that tells the keys and what may be said."""
PHRASES: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        YES: {
            "zh": ("对", "对的", "是", "是的", "没错", "正确", "好的"),
            "en": ("yes", "yes please", "that's right", "correct"),
        },
        NO: {
            "zh": ("不", "不对", "不是", "不是的", "错了", "不要"),
            "en": ("no", "no thanks", "that's wrong", "not that"),
        },
    }
)
"""What may be said instead, by language."""
_GRAMMAR = Grammar((Choice(YES, phrases=PHRASES[YES]), Choice(NO, phrases=PHRASES[NO])))


def yes_or_no() -> Grammar:
    """1 yes, 2 no, and what may be said for them."""
    return _GRAMMAR
