"""A leader moves a caller who waits to another queue, or gives him another priority."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from acd.messages import NOBODY, Redirected, Reprioritised
from calls.happenings.supervision import Moved, PriorityChanged
from calls.ids import CallId
from console.ports.supervision_errors import NoSuchQueue, NotWaiting, UnknownCall
from service.call import Call, Place
from service.chronicle import Chronicle
from service.floor import Floor
from service.waiting import Waiting, queued


class Steering:
    """Tells the floor, the record and the call; nothing here takes time, so that no phone answers in between."""

    def __init__(
        self,
        floor: Floor,
        chronicle: Chronicle,
        waiting: Waiting,
        weight_of: Callable[[str], int],
        has_queue: Callable[[str], bool],
    ) -> None:
        self._floor, self._chronicle, self._waiting = floor, chronicle, waiting
        self._weight_of, self._has_queue = weight_of, has_queue

    def place(self, call: CallId) -> Place:
        """Where he waits. Raises UnknownCall, NotWaiting."""
        return self._found(call)[1]

    def move(self, call_id: CallId, queue: str, by: str) -> Place:
        """To another queue, with all that he has waited; a phone that rings for him stops. Raises as `place`, and NoSuchQueue."""
        call, before = self._found(call_id)
        if not self._has_queue(queue):
            raise NoSuchQueue(f"no queue is named {queue!r}")
        weight = self._weight_of(queue)
        place = replace(before, queue=queue, priority=weight, own=False, wanted=NOBODY, last_agent=NOBODY)
        self._chronicle.note(call.id, Moved(by, before.queue, queue))
        self._chronicle.note(call.id, queued(place))
        call.move(place)
        self._floor.tell(Redirected(call.id, queue, place.priority))
        return place

    def prioritise(self, call_id: CallId, priority: int, by: str) -> Place:
        """Another priority, from now on. Raises as `place`."""
        call, before = self._found(call_id)
        place = replace(before, priority=priority, own=True)
        if before.priority != priority:
            self._chronicle.note(call.id, PriorityChanged(by, before.priority, priority))
            call.move(place)
            self._floor.tell(Reprioritised(call.id, priority))
        return place

    def _found(self, name: CallId) -> tuple[Call, Place]:
        if self._chronicle.record(name) is None:
            raise UnknownCall("there is no such call now")
        call = self._waiting.of(name)
        if call is None or call.place is None or not self._floor.dispatcher.may_be_moved(name):
            raise NotWaiting("the caller does not wait")
        return call, call.place
