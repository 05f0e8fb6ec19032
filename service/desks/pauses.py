"""Why people pause: the words that are recorded, and how a page shows them, as the settings say."""

from __future__ import annotations

from console.ports.floor import Reason
from service.config_desk import DeskSettings


def reasons_of(settings: DeskSettings) -> tuple[Reason, ...]:
    """To choose from, in order. A star code of a phone records a word of its own, whether it stands here or not."""
    return tuple(Reason(name, dict(words)) for name, words in settings.reasons.items())
