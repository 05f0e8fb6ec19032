"""What a house needs besides its rooms to take messages and to call people back: a folder, a store, rules, ears."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from service.callback_rules import CallbackRules
from service.config import Settings
from service.ears_recognition import Recognisers
from speech.voice_activity import VoiceActivity
from store.callbacks import CallbackKept
from store.messages import MessageKept
from telephony.dialling import allows


class LeavingKeeper(Protocol):
    """Who keeps what callers leave: the store."""

    def keep_left(self, left: MessageKept | CallbackKept) -> None:
        """Keep it as it is now. Never blocks."""
        ...


def callback_rules(settings: Settings) -> CallbackRules:
    """The rules that the settings say."""
    said, patterns = settings.callbacks, settings.outgoing.allowed
    return CallbackRules(
        lambda number: allows(patterns, number),
        said.tries,
        said.pause,
        said.ring,
        said.begins,
        said.ends,
        ZoneInfo(settings.centre.zone),
        said.keep_days * 86400,
        said.at_most,
        said.first == "customer",
        said.confirm,
    )


@dataclass(frozen=True, slots=True)
class Leaving:
    """`folder` holds the boxes. `open_callbacks`: those of an earlier service. The last three ask the store, or listen."""

    folder: Path
    keeper: LeavingKeeper
    rules: CallbackRules
    open_callbacks: Sequence[CallbackKept]
    recognisers: Recognisers | None
    cancelled: Callable[[], Awaitable[Iterable[str]]]
    new_messages: Callable[[], Awaitable[dict[str, int]]]
    listener: Callable[[], Callable[[bytes], bool]] = lambda: VoiceActivity().hear
