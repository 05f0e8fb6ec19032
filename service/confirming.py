"""Somebody whom we called back has picked up: he presses a key before a person is asked for him.

Silence is no answer: a voicemail box never gets a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from calls.clock import Clock
from calls.errors import LegGone, SwitchRefused
from calls.switch import Switch
from ivr.steps.choices import PRESS
from service.accepting import ONE_KEY
from service.call import Call
from service.sounds import Sounds
from service.timing import before

KEY = "1"
WITHIN = 20.0
"""Seconds in which he presses it: he hears twice what it is about."""
NO_KEY = "nobody pressed the key: a voicemail box, perhaps"


class Confirming:
    """Asks customers. One instance serves them all."""

    def __init__(self, switch: Switch, clock: Clock, sounds: Sounds) -> None:
        self._switch, self._clock, self._sounds = switch, clock, sounds

    async def why_not(self, call: Call) -> str:
        """'' when he has pressed the key; else why it did not come to that."""
        sounds = self._sounds.of(call.language, "callback_confirm_here", PRESS[KEY])
        try:
            await before(self._clock, self._clock.now() + WITHIN, self._key(call, sounds))
        except TimeoutError:
            return NO_KEY
        except LegGone:
            return "hung up without a key"
        except SwitchRefused as error:
            return error.told()
        return ""

    async def _key(self, call: Call, sounds: Sequence[Path]) -> None:
        while (await self._switch.collect(call.leg, sounds, ONE_KEY)).digits != KEY:
            continue
