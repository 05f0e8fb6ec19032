"""The walls of the house: the rooms that know no story of a call. What is outside (switch, clock, journal) is given."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress

from acd.dispatcher import Dispatcher
from acd.estimates import Outlook
from acd.messages import Configured, Learned, Reachable
from acd.queues import Queue
from calls.clock import Clock
from calls.contact import ContactRecord
from calls.errors import SwitchLost
from calls.events import SwitchEvent
from calls.ids import CallId
from calls.switch import Switch
from service.alarms import Alarms
from service.call import Call
from service.callbacks import Callbacks
from service.chronicle import Chronicle, EntryWriter
from service.configuration import Configuration
from service.crew import Crew
from service.earlier import Earlier
from service.editions import Editions
from service.estimating import Queues
from service.floor import Floor
from service.holding import HoldRules
from service.hooks import Hooks, NoHooks
from service.hours_turned import HoursTurned
from service.ids import Ids
from service.inquiries import AskedInquiries
from service.keeping import PeopleKeeper
from service.knowing import Knowing
from service.last_served import LastServed
from service.leaving import Leaving
from service.lines import Lines
from service.means import Ears, Means
from service.messages import MessageBoxes
from service.metrics import Metrics
from service.occupancy import Occupancy
from service.patience import Patiences
from service.people import People
from service.recalling import RECALL_FOR
from service.sounds import PromptShelf, Sounds
from service.supervising import Supervising
from service.talk_codes import TalkCodes
from service.visitors import KnownVisitors
from store.patience import ModelKept


class Walls(ABC):
    """What every story of a call is told in; `_furnish` puts the stories in, as soon as the walls stand."""

    def __init__(
        self,
        configuration: Configuration,
        switch: Switch,
        clock: Clock,
        journal: EntryWriter,
        people_keeper: PeopleKeeper,
        shelf: PromptShelf,
        ears: Ears,
        leaving: Leaving,
        knowing: Knowing,
        metrics: Metrics,
        alarms: Alarms,
        earlier: Earlier = Earlier(),
        hooks: Hooks = NoHooks(),
        codes: TalkCodes = TalkCodes(),
        hold: HoldRules = HoldRules(),
        recall: float = RECALL_FOR,
    ) -> None:
        """`leaving`: what it takes to take messages and call people back; `knowing`: to know callers and look things up."""
        self.configuration, self.hooks, self.codes, self.hold = configuration, hooks, codes, hold
        self.recall = recall
        self.editions = Editions(configuration.plan, configuration.version, earlier.plans)
        self.switch, self.clock, self.metrics, self.alarms = switch, clock, metrics, alarms
        self.crew = Crew(self._fault)
        self.chores = Crew(self._fault)
        """Work that goes on over a lost link: reloads."""
        self.lines, self.ids = Lines(), Ids(clock)
        self.chronicle = Chronicle(journal, clock, self._call_ended)
        self.chronicle.load(earlier.open_records)
        self.last_served = LastServed(self.chronicle.record, earlier.served)
        self.sounds = Sounds(shelf, configuration.plan.languages)
        self.people = People(configuration.people, configuration.plan.languages[0])
        self.hours_turned = HoursTurned(knowing.forced)
        dispatcher = Dispatcher(*self.hours_turned.applied(configuration), self.ids.offer, once_known=earlier.queues())
        self.patience = self._patiences(knowing)
        self.floor = Floor(dispatcher, clock, self.chronicle, self.alarms, people_keeper.keep, self.patience.believe)
        self.occupancy = Occupancy(self.floor)
        rooms = (self.lines, self.floor, self.occupancy, self.chronicle, self.crew)
        self.supervising = Supervising(switch, clock, *rooms, self.ids.leg)
        self.queues = Queues(dispatcher.snapshot, lambda: self.configuration.queues, clock, self.patience.theta)
        self.leaving, self.messages, self.callbacks = leaving, self._boxes(leaving), self._callbacks(leaving)
        inquiries = AskedInquiries(knowing.asking, self.chronicle, metrics)
        self.visitors = self._visitors(knowing)
        self.means = Means(ears, inquiries, self.visitors, self.messages, self.callbacks)
        self.attended: dict[CallId, Call] = {}
        receive = self._furnish(people_keeper, clock.now() if earlier.down_since is None else earlier.down_since)
        self.floor.tell(Learned(knowing.patience.model))
        switch.attach(receive)

    @abstractmethod
    def _furnish(self, people_keeper: PeopleKeeper, down_since: float) -> Callable[[SwitchEvent], None]:
        """Put in the rooms that calls go through; to the one that is returned, every event of the switch comes."""

    def _fault(self, task: str) -> None:
        """A task failed by a fault of ours. In recovery that is grave: nothing is decided until it succeeds."""
        kind = task.partition(" ")[0]
        self.metrics.faults.labels(kind).inc()
        if kind == "recovery":
            self.alarms.raise_("recovery", "a fault of the service in its recovery: see its log, and start it anew")

    async def watch_what_was_left(self) -> None:
        """Look after messages and callbacks that people hear or cancel beside the service, for ever."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.messages.count(self.leaving.new_messages))
            tasks.create_task(self.callbacks.watch(self.leaving.cancelled))

    def _call_ended(self, record: ContactRecord) -> None:
        self.metrics.calls.labels(record.outcome.value).inc()
        self.queues.ended(record)
        self.callbacks.ended(record)
        self.patience.ended(record)
        self.last_served.ended(record)

    def learned(self, found: ModelKept) -> None:
        """Patience was learnt anew."""
        self.patience.learned(found.model, found.learnt_at)
        self.floor.tell(Learned(found.model))

    def _patiences(self, knowing: Knowing) -> Patiences:
        rooms = (self.clock, self.chronicle, self.crew, self._queue)
        return Patiences(knowing.patience, *rooms, lambda call: self.means.visitors.surroundings(call).profile())

    def _visitors(self, knowing: Knowing) -> KnownVisitors:
        return KnownVisitors(
            knowing.asking,
            lambda: self.configuration.plan,
            self.people.is_in_plan,
            self.queues.state,
            knowing.forced,
            self.clock,
            self.chronicle,
            self.metrics,
            self.crew,
            knowing.recall,
            self._profile_read,
        )

    def _profile_read(self, call: Call) -> None:
        if known := self.patience.known(call):
            self.floor.tell(known)

    def _boxes(self, leaving: Leaving) -> MessageBoxes:
        return MessageBoxes(
            self.switch,
            self.clock,
            self.chronicle,
            self.sounds,
            self.chores,
            self.alarms,
            self.metrics,
            leaving.folder,
            leaving.keeper.keep_left,
            leaving.recognisers,
            leaving.listener,
        )

    def _callbacks(self, leaving: Leaving) -> Callbacks:
        rooms = (self.clock, self.chronicle, self.crew, self.metrics)
        queues = (self.weight_of, self.has_queue)
        return Callbacks(*rooms, leaving.rules, leaving.keeper.keep_left, *queues, leaving.open_callbacks)

    def switches_looked_at(self) -> None:
        """The switches were read: hours that stand otherwise now are so for queues and people, too."""
        if self.hours_turned.moved(self.configuration):
            self.floor.tell(Configured(*self.hours_turned.applied(self.configuration)))

    def _queue(self, name: str) -> Queue | None:
        return self.configuration.named.get(name)

    def queue_of(self, name: str) -> Queue:
        """The queue as the plan has it now; one that is gone from it has no rules and no words of its own."""
        return self._queue(name) or Queue(name)

    def outlook(self, call: CallId) -> Outlook | None:
        return self.floor.dispatcher.outlook(call, self.clock.now())

    def weight_of(self, queue: str) -> int:
        return self.queue_of(queue).weight if self.has_queue(queue) else 0

    def has_queue(self, queue: str) -> bool:
        return queue in self.configuration.named

    def queue_numbered(self, number: str) -> str:
        return next((each.name for each in self.configuration.queues if number and each.number == number), "")

    def may_join(self, queue: str) -> bool:
        return self.floor.dispatcher.knows(queue)

    async def reconfigure(self, configuration: Configuration, shelf: PromptShelf) -> None:
        """A new plan is live for calls that begin now; people and queues change as a difference (P2)."""
        self.floor.tell(Configured(*self.hours_turned.applied(configuration)))
        self.people.replace(configuration.people, configuration.plan.languages[0])
        self.sounds.replace(shelf, configuration.plan.languages)
        self.configuration = configuration
        begun_with = {record.plan for record in self.chronicle.open_records()}
        self.editions.replace(configuration.plan, configuration.version, begun_with)
        # A new agent's phone may be registered already: no event will tell it. With the link lost, the recovery will see it.
        with suppress(SwitchLost):
            for seat in await self.switch.reachable_seats():
                if person := self.people.at_seat(seat):
                    self.floor.tell(Reachable(person, reachable=True))
