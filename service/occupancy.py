"""Who is in a call that is no offer of ours: any live leg of any phone of the person makes him busy (P18)."""

from __future__ import annotations

from collections import defaultdict

from acd.messages import Occupied
from acd.states import PersonState
from calls.ids import LegId, PersonId
from service.floor import Floor
from service.lines import Line


class Occupancy:
    """Counts the legs of each person and tells the floor when he becomes busy or free."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._legs: defaultdict[PersonId, set[LegId]] = defaultdict(set)

    def occupy(self, person: PersonId, line: Line) -> None:
        """The person is busy with this leg until it ends."""
        legs = self._legs[person]
        legs.add(line.leg)
        if len(legs) == 1:
            self._floor.tell(Occupied(person, busy=True))
        line.when_ended(lambda: self._free(person, line.leg))

    def _free(self, person: PersonId, leg: LegId) -> None:
        legs = self._legs[person]
        legs.discard(leg)
        if not legs:
            self._floor.tell(Occupied(person, busy=False))

    def busy(self, person: PersonId) -> bool:
        """Whether he is in such a call."""
        return bool(self._legs[person])

    def engaged(self, person: PersonId) -> bool:
        """Whether he talks, to a caller of ours or to anybody else."""
        return self.busy(person) or self._floor.state_of(person) is PersonState.TALKING

    def clear(self) -> None:
        """Start over: recovery counts anew."""
        self._legs.clear()
