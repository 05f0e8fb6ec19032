"""The rooms that a call goes through, put together around what the house has."""

from __future__ import annotations

from dataclasses import dataclass

from service.accepting import Accepting
from service.asides import Asides
from service.calling_back import CallingBackStory
from service.company import Company
from service.connecting import Connecting
from service.consulting import Consulting
from service.conversation import Conversation
from service.desk import Desk
from service.dialogues import Dialogues
from service.farewell import Farewell
from service.holding import Holding
from service.journey import Journey
from service.keeping import PeopleKeeper
from service.places import Places
from service.reaching import Reaching
from service.recalling import Recalling
from service.reception import Reception
from service.recovery import Recovery
from service.steering import Steering
from service.transferring import Transferring
from service.waiting import Waiting
from service.walls import Walls


@dataclass(frozen=True, slots=True)
class Furniture:
    """The rooms that others ask, too. To the reception every event comes."""

    connecting: Connecting
    steering: Steering
    reception: Reception


def furnish(house: Walls, people_keeper: PeopleKeeper, down_since: float) -> Furniture:
    """The rooms that calls go through."""
    switch, clock, lines, floor = house.switch, house.clock, house.lines, house.floor
    reaching = Reaching(switch, clock, lines, house.people, house.occupancy, house.ids.leg)
    connecting = Connecting(
        switch, clock, lines, floor, house.people, house.chronicle, house.sounds, house.crew, house.ids.leg, house.hooks
    )
    floor.employ(connecting)
    consulting = Consulting(clock, floor, house.chronicle, house.attended)
    watched = (_asides(house, reaching), _holding(house), house.supervising, consulting)
    conversation = Conversation(switch, clock, lines, floor, house.chronicle, *watched)
    company = Company(switch, clock, house.chronicle, house.sounds, house.queue_of, house.outlook)
    waiting = Waiting(switch, floor, house.chronicle, company, house.queue_of)
    steering = Steering(floor, house.chronicle, waiting, house.weight_of, house.has_queue)
    journey = _journey(house, reaching, waiting, connecting, conversation, consulting)
    rules, ids = house.leaving.rules, house.ids
    rooms = (house.chronicle, house.sounds, house.people, waiting, connecting, journey)
    house.callbacks.employ(CallingBackStory(switch, clock, lines, *rooms, rules, house.queue_of, ids.call, ids.leg))
    desk = Desk(switch, clock, lines, floor, house.people, house.occupancy, reaching, house.sounds)
    recovery = Recovery(
        switch,
        clock,
        lines,
        floor,
        house.people,
        house.occupancy,
        house.chronicle,
        connecting,
        journey,
        desk,
        house.crew,
        house.supervising,
        people_keeper.known,
    )
    reception = Reception(
        clock,
        lines,
        floor,
        house.people,
        house.occupancy,
        journey,
        desk,
        recovery,
        house.crew,
        house.alarms,
        house.metrics,
        lambda: frozenset(house.configuration.plan.numbers),
        house.ids.call,
        down_since,
        house.callbacks.resume,
    )
    return Furniture(connecting, steering, reception)


def _holding(house: Walls) -> Holding:
    rooms = (house.switch, house.clock, house.lines, house.people, house.occupancy, house.chronicle, house.sounds)
    return Holding(*rooms, house.crew, house.alarms, house.ids.leg, house.hold)


def _recalling(house: Walls, reaching: Reaching) -> Recalling:
    accepting = Accepting(house.switch, house.clock, house.people, house.chronicle, house.sounds)
    return Recalling(house.switch, house.floor, house.people, reaching, accepting, house.chronicle, house.recall)


def _asides(house: Walls, reaching: Reaching) -> Asides:
    rooms = (house.switch, house.clock, house.lines, house.people)
    return Asides(*rooms, reaching, house.chronicle, house.sounds, house.codes)


def _journey(
    house: Walls,
    reaching: Reaching,
    waiting: Waiting,
    connecting: Connecting,
    conversation: Conversation,
    consulting: Consulting,
) -> Journey:
    switch, clock, lines, chronicle, sounds = house.switch, house.clock, house.lines, house.chronicle, house.sounds
    visitors, metrics = house.means.visitors, house.metrics
    return Journey(
        switch,
        clock,
        lines,
        chronicle,
        sounds,
        house.editions,
        Dialogues(switch, clock, chronicle, sounds, house.editions, house.means),
        Places(
            clock,
            chronicle,
            house.weight_of,
            house.people.is_in_plan,
            house.last_served.of,
            house.has_queue,
            house.may_join,
            house.queue_numbered,
        ),
        waiting,
        connecting,
        conversation,
        Transferring(switch, reaching, conversation, chronicle, _recalling(house, reaching)),
        Farewell(
            switch,
            lines,
            chronicle,
            sounds,
            waiting,
            conversation,
            visitors,
            house.patience,
            metrics,
            house.attended,
            consulting,
        ),
        metrics,
    )
