"""The desks of people who talk to callers, put together: their work, wrap-ups, callers and callbacks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from console.live.hub import Hub
from service.desks.callbacks import CallbackDesk
from service.desks.contacts import ContactDesk
from service.desks.dispositions import Dispositions
from service.desks.menu_words import CurrentWords
from service.desks.work import WorkDesk
from service.desks.wrapup import WrapUpDesk
from service.patience_rules import patience_rules
from service.service import Service
from store.callbacks import CallbackKept


@dataclass(frozen=True, slots=True)
class AgentDesks:
    """One for each subject."""

    work: WorkDesk
    wraps: WrapUpDesk
    contacts: ContactDesk
    callbacks: CallbackDesk


def agent_desks(service: Service, hub: Hub) -> AgentDesks:
    """On the real service. `hub`: pages that people have open; offers are told to them."""
    house, database = service.house, service.database
    words = CurrentWords(lambda: house.configuration.plan, service.catalogue.text)
    wraps = WrapUpDesk(house, database, words, Dispositions.of(service.settings.desk))
    callbacks = CallbackDesk(house, database)
    house.callbacks.changed = partial(_announce, callbacks, hub)
    zone, rules = ZoneInfo(service.settings.centre.zone), patience_rules(service.settings)
    contacts = ContactDesk(house, database, words, callbacks, rules, zone)
    return AgentDesks(WorkDesk(house, database, words, wraps, hub), wraps, contacts, callbacks)


def _announce(callbacks: CallbackDesk, hub: Hub, kept: CallbackKept) -> None:
    """Pages that list callbacks ask anew: only the queue is told, which they see anyway."""
    concerned = {*callbacks.serving(kept.queue), kept.wanted}
    hub.announce(concerned, "callback", {"queue": kept.queue})
