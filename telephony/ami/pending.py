"""Actions under way: who waits for which answer, and the lists being gathered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from telephony.ami.errors import ActionFailed, AmiError, LinkLost
from telephony.ami.event_lists import ends_with
from telephony.ami.messages import AmiEvent, AmiResponse
from telephony.ami.seal import whole


@dataclass(slots=True, eq=False)
class Pending:
    """One action that was sent. `future` gets the whole answer, list included, or the error."""

    action_name: str
    future: asyncio.Future[AmiResponse]
    response: AmiResponse | None = None
    events: list[AmiEvent] = field(default_factory=list)

    def settle(self) -> None:
        """Hand the answer over, unless whoever asked has gone."""
        if self.future.done() or self.response is None:
            return
        if self.response.is_error():
            self.future.set_exception(ActionFailed(self.response, self.action_name))
            return
        self.response.events = self.events
        self.future.set_result(self.response)


class PendingActions:
    """All of one connection. An answer counts by its ActionID alone."""

    def __init__(self) -> None:
        self._asked: dict[str, Pending] = {}
        self._gathering: dict[str, tuple[Pending, str]] = {}

    def __len__(self) -> int:
        """How many answers somebody is waiting for."""
        return len(self._asked)

    @property
    def gathers(self) -> bool:
        """Whether an event may belong to a list; while false no event need be looked at."""
        return bool(self._gathering)

    def add(self, action_id: str, pending: Pending) -> None:
        """An action is about to be sent. Raises AmiError if an action of that id is under way."""
        if action_id in self._asked:
            raise AmiError(f"ActionID {action_id} is under way already")
        self._asked[action_id] = pending
        end = ends_with(pending.action_name)
        if end is not None:
            self._gathering[action_id] = (pending, end)

    def forget(self, action_id: str, future: asyncio.Future[AmiResponse]) -> None:
        """Nobody waits any more.

        A list on its way is still gathered, and dropped: it is an answer and no news.
        """
        pending = self._asked.get(action_id)
        if pending is not None and pending.future is future:
            del self._asked[action_id]

    def answered(self, response: AmiResponse) -> None:
        """A response came in. An action with a list behind it stays open until the list is complete."""
        action_id = response.get("ActionID")
        gathering = self._gathering.get(action_id)
        if gathering is not None and "EventList" in response and not response.is_error():
            gathering[0].response = response
            return
        self._gathering.pop(action_id, None)
        pending = self._asked.pop(action_id, None)
        if pending is not None:
            pending.response = response
            pending.settle()

    def gathered(self, event: AmiEvent) -> bool:
        """Take the event if it is part of a list that was asked for."""
        action_id = event.get("ActionID")
        gathering = self._gathering.get(action_id)
        if gathering is None:
            return False
        pending, end = gathering
        if event.name != end:
            if action_id in self._asked and whole(event):
                pending.events.append(event)
            return True
        del self._gathering[action_id]
        self._asked.pop(action_id, None)
        pending.settle()
        return True

    def fail(self, why: str) -> None:
        """The link is gone: every answer still awaited becomes LinkLost."""
        asked, self._asked, self._gathering = self._asked, {}, {}
        for pending in asked.values():
            if not pending.future.done():
                pending.future.set_exception(LinkLost(f"{pending.action_name} was under way; {why}"))
