"""Calls as the console looks for them: the open ones from the chronicle, the others from the store."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from acd.explain import lines
from acd.kept_explanation import from_json
from calls.contact import ContactRecord
from calls.ids import CallId, PersonId
from console.ports.calls import Step
from console.visitor import Visitor
from service.configuration import Configuration
from service.explaining import Explainer
from service.recordings import found
from service.service import Service
from service.told import fields_of, told_of
from store.contacts import ContactRow, Contacts
from store.seeking import CallSearch, Sought


def calls_desk(service: Service) -> CallsDesk:
    """Put together on this service."""
    zone = ZoneInfo(service.settings.centre.zone)
    search, contacts = CallSearch(service.database), service.contacts
    house, folder = service.house, service.settings.recordings_folder
    return CallsDesk(search, contacts, house.chronicle.record, lambda: house.configuration, zone, folder)


class CallsDesk:
    """`console.ports.calls.CallsPort` on the running service."""

    def __init__(
        self,
        search: CallSearch,
        contacts: Contacts,
        running: Callable[[CallId], ContactRecord | None],
        configuration: Callable[[], Configuration],
        zone: ZoneInfo,
        recordings: Path,
    ) -> None:
        self._search, self._contacts, self._running = search, contacts, running
        self._configuration, self._zone, self._recordings = configuration, zone, recordings

    async def page(self, sought: Sought) -> Sequence[ContactRow]:
        """From the store: what happened in the last tenths of a second may not be in it yet."""
        return await self._search.page(sought)

    async def record(self, reference: str) -> ContactRecord:
        """An open call as it is this moment."""
        return self._running(CallId(reference)) or await self._contacts.contact(reference)

    def steps(self, record: ContactRecord, masked: bool) -> Sequence[Step]:
        """With the story's words, as `hotline call-record` tells them."""
        return [
            Step(entry.at, type(entry.what).__name__, fields_of(entry, record, masked), told_of(entry, record, masked))
            for entry in record.entries
        ]

    def explained(self, record: ContactRecord, language: str, masked: bool) -> Sequence[str]:
        """The sentences of `hotline explain`."""
        return Explainer(language, self._zone, masked).lines(record)

    def reasons(self, explanation: str, language: str) -> Sequence[str]:
        """From the data that is kept with the offer."""
        why = from_json(explanation)
        return lines(why, language) if why else ()

    def people_of(self, who: Visitor) -> Collection[PersonId] | None:
        """By the plan that is live."""
        if not who.parts:
            return None
        return frozenset(person.id for person in self._configuration().people if who.sees(person.unit))

    def recording(self, record: ContactRecord) -> Path | None:
        """The first file that is still there."""
        return next((file for name in record.recordings if (file := found(self._recordings, name))), None)
