"""What an earlier service left behind when it ended or died: what the next one goes on from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from acd.queues import Queue
from calls.contact import ContactRecord
from calls.ids import PersonId
from ivr.dialplan import Plan
from service.configuration import Configuration


@dataclass(frozen=True, slots=True)
class Earlier:
    """Calls that it had, since when it is gone (epoch seconds; None: nobody knows), and what those calls began with.

    `configurations`: by version, those that open calls began with. `served`: who served a caller last, by number.
    """

    open_records: Sequence[ContactRecord] = ()
    down_since: float | None = None
    configurations: Mapping[int, Configuration] = field(default_factory=dict)
    served: Iterable[tuple[str, PersonId]] = ()

    @property
    def plans(self) -> dict[int, Plan]:
        """The menus in which those calls are."""
        return {version: each.plan for version, each in self.configurations.items()}

    def queues(self) -> Iterator[Queue]:
        """The queues that those menus may still lead to, the newest as they were last."""
        for version in sorted(self.configurations):
            yield from self.configurations[version].queues
