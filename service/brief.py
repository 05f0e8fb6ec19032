"""What a manager hears before he takes a call: who it is, what about, how long he has waited, and the keys.

"A call from the hotline. A VIP customer, personal finance, has waited 20 seconds. Press 1 to take the call, 2 to decline,
3 to be called again in five minutes." Whatever there is no prompt for is left out.
"""

from __future__ import annotations

import re

from acd.managers import Manager
from calls.contact import ContactRecord
from calls.speaking import Spoken, SpokenValue, ValueKind
from ivr.steps.choices import PRESS
from service.sounds import Sounds

OPENING = "manager_brief"
KEYS = "brief_keys"
"""The three keys in one sentence, for a manager who has left them as they are: it is understood better than its parts."""
USUAL = ("1", "2", "3")
KEPT_FOR_LATER = "brief_later_kept"
_PROMPT = re.compile(r"[a-z0-9_]{1,64}")


def brief(manager: Manager, record: ContactRecord | None, queue: str, now: float, sounds: Sounds) -> tuple[Spoken, ...]:
    """The prompts and values, in order. `record`: of the caller, as far as it is known."""
    return (OPENING, *_caller(record, queue, now, sounds), *keys(manager))


def _caller(record: ContactRecord | None, queue: str, now: float, sounds: Sounds) -> tuple[Spoken, ...]:
    """Class, such as `segment_vip`; what about: `queue_wealth`, or the name of the choice, `name_wealth`; and how long."""
    segment = _named(sounds, f"segment_{record.segment}") if record and record.segment else ""
    about = _named(sounds, f"queue_{queue}") or _named(sounds, f"name_{queue}")
    since = record.queued_at if record else None
    waited = () if since is None else (SpokenValue(ValueKind.WAITED, str(int(max(0.0, now - since)))),)
    return (*(each for each in (segment, about) if each), *waited)


def _named(sounds: Sounds, prompt: str) -> str:
    """This prompt, if there is such a one. Classes come from customer data: what is no name of a prompt is none."""
    name = prompt.lower().replace("-", "_")
    return name if _PROMPT.fullmatch(name) and sounds.has(name) else ""


def keys(manager: Manager) -> tuple[Spoken, ...]:
    """What he may press."""
    if (manager.accept_key, manager.decline_key, manager.later_key) == USUAL:
        return (KEYS,)
    words = {
        "brief_accept": manager.accept_key,
        "brief_decline": manager.decline_key,
        "brief_later": manager.later_key,
    }
    return tuple(each for prompt, key in words.items() if key for each in (prompt, PRESS[key]))
