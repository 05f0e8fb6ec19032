"""What the hotline of the bench of speech asks its callers.

Its phrases are sentences that shipped prompts say, so that callers have a voice wherever the bench runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES = ("zh", "en")
TALK: Mapping[str, str] = MappingProxyType({"zh": "95105", "en": "95106"})
"""Who calls this number is asked again and again in this language; each answer leads to the other of two menus."""
LONG: Mapping[str, str] = MappingProxyType({"zh": "95107", "en": "95108"})
"""Who calls this number hears one long prompt that a voice may interrupt."""
ECHO: Mapping[str, str] = MappingProxyType({"zh": "95110", "en": "95111"})
"""Who calls this number hears ordinary prompts `ECHOED` times, and is hung up on."""
KEYS = "95109"
"""Who calls this number is asked for a key again and again, in a menu without phrases."""
VOICES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "zh": {"connecting_now": "马上为您接通", "goodbye": "感谢您的来电再见"},
        "en": {"connecting_now": "you are being connected now", "goodbye": "thank you for calling goodbye"},
    }
)
"""By language: the prompts that lend callers their voice, and what they say."""
SHORT, LONGEST, KEY = "joined", "main_menu", "1"
ORDINARY, ECHOED = ("greeting", "noinput", "nomatch"), 8
_MISSES = "noinput: {tries: 9, then: gone}, nomatch: {tries: 9, then: gone}, operator: no"


def plan() -> str:
    """As an admin writes it."""
    numbers = [f'"{number}": {name}_{tongue}' for name, row in _NUMBERS.items() for tongue, number in row.items()]
    flows = [_two_menus(tongue) + _long_prompt(tongue) for tongue in LANGUAGES]
    return f"""
numbers: {{{", ".join([*numbers, f'"{KEYS}": keys_one'])}}}
languages: [{", ".join(LANGUAGES)}]
at_most: 1h
flows:
{"".join(flows)}
  keys_one:
    - menu: {{prompt: {SHORT}, choices: {{{KEY}: keys_two}}, {_MISSES}}}
  keys_two:
    - menu: {{prompt: {SHORT}, choices: {{{KEY}: keys_one}}, {_MISSES}}}
  gone:
    - hang_up
"""


_NUMBERS = {"talk": TALK, "long": LONG, "echo": ECHO}


def _two_menus(tongue: str) -> str:
    return f"""
  talk_{tongue}:
    - language: {tongue}
    - goto: one_{tongue}
  one_{tongue}:
    - menu: {{prompt: {SHORT}, choices: {_choices(tongue, "two")}, {_MISSES}}}
  two_{tongue}:
    - menu: {{prompt: {SHORT}, choices: {_choices(tongue, "one")}, {_MISSES}}}
"""


def _long_prompt(tongue: str) -> str:
    return f"""
  long_{tongue}:
    - language: {tongue}
    - menu: {{prompt: {LONGEST}, first_within: 1s, choices: {_choices(tongue, "one")}, {_MISSES}}}
  echo_{tongue}:
    - language: {tongue}
    - menu:
        prompt: [{", ".join(ORDINARY)}]
        first_within: 1s
        choices: {_choices(tongue, "one")}
        noinput: {{tries: {ECHOED}, then: gone}}
        operator: no
"""


def _choices(tongue: str, then: str) -> str:
    choices = [
        f"{key}: {{go: {then}_{tongue}, phrases: {{{tongue}: [{phrase}]}}}}"
        for key, phrase in enumerate(VOICES[tongue].values(), 1)
    ]
    return f"{{{', '.join(choices)}}}"
