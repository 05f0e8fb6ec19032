"""A manager has picked up: he is told who calls, and presses a key to take the call, or not to."""

from __future__ import annotations

from dataclasses import dataclass

from acd.managers import Manager
from acd.messages import Person, Refusal
from acd.offers import KEY_TIME, Offer
from calls.clock import Clock
from calls.errors import LegGone, SwitchRefused
from calls.ids import CallId, LegId, PersonId
from calls.switch import InputRules, Switch
from service.brief import KEPT_FOR_LATER, brief
from service.chronicle import Chronicle
from service.people import People
from service.sounds import Sounds
from service.timing import before

ONE_KEY = InputRules(max_digits=1, first_within=4.0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What he decided: `why` is None when he takes the call. `goodbye`: the prompt that answers his key."""

    why: Refusal | None
    detail: str = ""
    goodbye: str = ""


TAKEN = Verdict(None)


class Accepting:
    """Asks managers. Silence is no answer: a voicemail box never gets a caller (P22)."""

    def __init__(self, switch: Switch, clock: Clock, people: People, chronicle: Chronicle, sounds: Sounds) -> None:
        self._switch, self._clock, self._people = switch, clock, people
        self._chronicle, self._sounds = chronicle, sounds

    async def ask(self, leg: LegId, offer: Offer) -> Verdict:
        """What he decides within his time."""
        return await self.ask_for(leg, offer.person, offer.contact, offer.queue)

    async def ask_for(self, leg: LegId, person: PersonId, contact: CallId, queue: str) -> Verdict:
        """The same for who is rung without an offer: he was to have this caller back."""
        manager = outside(self._people.person(person))
        try:
            asked = self._decided(leg, contact, queue, manager)
            return await before(self._clock, self._clock.now() + manager.accept_within, asked)
        except TimeoutError:
            return Verdict(Refusal.NOT_ACCEPTED, "no key")
        except LegGone:
            return Verdict(Refusal.NOT_ACCEPTED, "hung up without a key")
        except SwitchRefused as error:
            return Verdict(Refusal.FAILED, error.told())

    async def _decided(self, leg: LegId, contact: CallId, queue: str, manager: Manager) -> Verdict:
        """Tell him who calls until he presses one of his keys. The wait is told as it is each time."""
        keys = {manager.accept_key: TAKEN} | _noes(manager)
        while True:
            record, now = self._chronicle.record(contact), self._clock.now()
            spoken = brief(manager, record, queue, now, self._sounds)
            prompts = self._sounds.of(self._people.language, *spoken)
            keyed = (await self._switch.collect(leg, prompts, ONE_KEY)).digits
            if keyed in keys:
                return keys[keyed]


def outside(person: Person) -> Manager:
    """Who is rung on an outside phone has the keys and the time of a manager, be he an agent.

    A plan may have taken the phone away from him while it rang.
    """
    if isinstance(person, Manager):
        return person
    return Manager(person.id, person.name, next(iter(person.others), ""), later_key="", accept_within=KEY_TIME)


def _noes(manager: Manager) -> dict[str, Verdict]:
    noes = {manager.decline_key: Verdict(Refusal.DECLINED, f"pressed {manager.decline_key}")}
    if manager.later_key:
        noes[manager.later_key] = Verdict(Refusal.LATER, f"pressed {manager.later_key}", KEPT_FOR_LATER)
    return noes
