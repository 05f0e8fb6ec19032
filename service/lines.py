"""The legs that the service follows: each has an inbox, and tells its end once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable

from calls.causes import Cause
from calls.events import DigitPressed, LegAnswered, LegEnded, LegEvent
from calls.ids import LegId, PersonId

ENDS_REMEMBERED = 1000


class Line:
    """One leg. Events wait in its inbox until somebody takes them.

    `person` is whose phone it is, if one of ours; `owner` is the conversation that will end it.
    """

    def __init__(self, leg: LegId) -> None:
        self.leg = leg
        self.person: PersonId | None = None
        self.owner = ""
        self.ended: LegEnded | None = None
        self._inbox: asyncio.Queue[LegEvent] = asyncio.Queue()
        self._kept: deque[LegEvent] = deque()
        self._when_ended: list[Callable[[], object]] = []
        self.when_pressed: Callable[[str], object] | None = None
        """Told every key as it is pressed, while somebody waits for one; it stays in the inbox as well."""

    def deliver(self, event: LegEvent) -> None:
        """Take an event; an end is also told to who asked for it."""
        self._inbox.put_nowait(event)
        if isinstance(event, DigitPressed) and self.when_pressed is not None:
            self.when_pressed(event.digit)
        if isinstance(event, LegEnded):
            self.end(event)

    def end(self, event: LegEnded) -> None:
        """The leg is gone: tell who asked for it."""
        self.ended = event
        for tell in self._when_ended:
            tell()

    @property
    def end_awaited(self) -> bool:
        """Somebody still has to be told of the end."""
        return self.ended is None and bool(self._when_ended)

    def when_ended(self, tell: Callable[[], object]) -> None:
        """Call this when the leg ends; at once if it has."""
        self._when_ended.append(tell)
        if self.ended is not None:
            tell()

    async def next(self) -> LegEvent:
        """The next event, in order."""
        return self._kept.popleft() if self._kept else await self._inbox.get()

    async def next_of(self, leg: LegId) -> LegEvent:
        """The next event of this leg; those of others stay for `next`, in order."""
        found = next((event for event in self._kept if event.leg == leg), None)
        if found is not None:
            self._kept.remove(found)
            return found
        while (event := await self._inbox.get()).leg != leg:
            self._kept.append(event)
        return event

    async def picked_up(self) -> Cause | None:
        """Follow a phone that rings: None when it was picked up, else why not."""
        while True:
            match await self.next():
                case LegAnswered():
                    return None
                case LegEnded(cause=cause):
                    return cause
                case _:
                    continue

    def follow(self, other: Line, owner: str) -> None:
        """From now on the events of this leg arrive in the inbox of `other`: two legs of one conversation."""
        self.owner = owner
        mine, self._inbox = self._inbox, other._inbox
        for event in [mine.get_nowait() for _ in range(mine.qsize())]:
            # What is about the leg it was joined with before stays for whoever follows that one.
            (self._inbox if event.leg == self.leg else mine).put_nowait(event)


class Lines:
    """Every leg that is followed. The end of a leg nobody follows yet is remembered for a while."""

    def __init__(self) -> None:
        self._lines: dict[LegId, Line] = {}
        self._closed: dict[LegId, Line] = {}
        self._ends: OrderedDict[LegId, LegEnded] = OrderedDict()

    def open(self, leg: LegId) -> Line:
        """Begin to follow a leg, or go on following it."""
        if leg not in self._lines:
            self._lines[leg] = Line(leg)
            if end := self._ends.pop(leg, None):
                self._lines[leg].deliver(end)
        return self._lines[leg]

    def knows(self, leg: LegId) -> bool:
        """Whether the leg is followed."""
        return leg in self._lines

    def close(self, leg: LegId) -> None:
        """Stop following a leg. Its end is still told to who asked for it: we hang up first, and it ends then."""
        line = self._lines.pop(leg, None)
        if line is not None and line.end_awaited:
            self._closed[leg] = line

    def clear(self) -> None:
        """Stop following everything."""
        self._lines.clear()
        self._closed.clear()

    def deliver(self, event: LegEvent) -> None:
        """An event to its leg."""
        line = self._lines.get(event.leg)
        if line is not None:
            line.deliver(event)
        elif isinstance(event, LegEnded):
            self._ended(event)

    def _ended(self, event: LegEnded) -> None:
        """The end of a leg that is not followed, any more or yet."""
        if closed := self._closed.pop(event.leg, None):
            closed.end(event)
            return
        self._ends[event.leg] = event
        if len(self._ends) > ENDS_REMEMBERED:
            self._ends.popitem(last=False)
