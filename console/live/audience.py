"""Who looks on, and whom a piece of news concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator

from calls.ids import PersonId
from console.live.frames import Change
from console.live.viewer import Viewer
from console.ports.floor import CallRow, Topic


class Audience:
    """Every open stream, in the order in which they came."""

    def __init__(self) -> None:
        self._viewers: dict[Viewer, None] = {}
        self._by_person: defaultdict[PersonId, dict[Viewer, None]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self._viewers)

    def __iter__(self) -> Iterator[Viewer]:
        return iter(self._viewers)

    def add(self, viewer: Viewer) -> None:
        """He looks on."""
        self._viewers[viewer] = None
        if viewer.person:
            self._by_person[viewer.person][viewer] = None

    def drop(self, viewer: Viewer) -> None:
        """He does so no more."""
        self._viewers.pop(viewer, None)
        streams = self._by_person.get(viewer.person)
        if streams is not None:
            streams.pop(viewer, None)
            if not streams:
                del self._by_person[viewer.person]

    def of(self, person: PersonId) -> Collection[Viewer]:
        """The streams of one person."""
        return self._by_person.get(person, {})

    def seeing(self, changes: Iterable[Change]) -> Collection[Viewer]:
        """Who may see something of these: everybody but those who see one person alone, whom they do not concern."""
        concerned = _concerned(changes)
        return {each for each in self._viewers if each.scope.only is None or each.scope.only in concerned}

    def wake(self, concerned: Container[Viewer], last: int) -> None:
        """There is news for these, up to number `last`; nobody else needs to look at it."""
        for viewer in self._viewers:
            if viewer in concerned:
                viewer.news.set()
            elif viewer.at == last - 1 and not viewer.news.is_set():
                viewer.at = viewer.heard = last

    def wake_all(self) -> None:
        """There is news for everybody."""
        for viewer in self._viewers:
            viewer.news.set()


def _concerned(changes: Iterable[Change]) -> set[str]:
    """Who is in these changes: the person, and whose call it is or was."""
    found = set()
    for change in changes:
        if change.topic is Topic.PEOPLE:
            found.add(change.key)
        elif change.topic is Topic.CALLS:
            found |= {row.person for row in (change.before, change.after) if isinstance(row, CallRow)}
    return found
