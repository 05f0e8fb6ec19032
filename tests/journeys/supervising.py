"""A talk that a leader steps into: caller, agent and leader on the switch in memory."""

from __future__ import annotations

from dataclasses import dataclass

from acd.messages import Paused
from acd.states import PersonState
from calls.contact import ContactRecord
from calls.happenings.supervision import Manner
from calls.ids import CallId, PersonId
from calls.switch import Outside, Seat
from console.ports.supervision import TakesPart
from service.watches import Leader
from tests.fakes.party import Answers, FakeCaller, FakePhone
from tests.journeys.centre import Centre

NUMBER = "13800001111"
AGENT, BOSS = PersonId("1001"), PersonId("1002")
WANG = Leader("wang", BOSS, Seat("1002"))
LI = Leader("li", PersonId(""), Outside("13900005555"))
STEPS = [Manner.LISTEN, Manner.WHISPER, Manner.JOIN]


@dataclass
class Talk:
    """A caller talks with agent 1001; 1002 is the leader, at rest, and picks up after two seconds."""

    centre: Centre
    caller: FakeCaller
    agent: FakePhone
    boss: FakePhone
    call: CallId

    async def part(self, manner: Manner, leader: Leader = WANG) -> TakesPart:
        return await self.centre.clock.run(self.centre.house.supervising.take_part(self.call, leader, manner))

    async def begin(self, manner: Manner, leader: Leader = WANG) -> None:
        """Take part, and be there."""
        await self.part(manner, leader)
        await self.centre.clock.until(lambda: any(not e.ringing for e in self.there() if e.user == leader.user))
        await self.centre.clock.settle()

    def there(self) -> tuple[TakesPart, ...]:
        return self.centre.house.supervising.taking_part(self.call)

    def record(self) -> ContactRecord:
        return self.centre.record(self.call)

    def manners(self) -> list[str]:
        return [span.whom for each in self.record().supervisions for span in each.manners]

    def state(self, person: PersonId) -> PersonState | None:
        return self.centre.house.floor.state_of(person)

    def expect_untouched(self) -> None:
        """Caller and agent talk, and only they."""
        assert (self.caller.hears, self.agent.hears) == ("1001", NUMBER)
        assert self.there() == ()


HEARD = {
    Manner.LISTEN: ("1001", NUMBER),
    Manner.WHISPER: ("1001", f"{NUMBER}+1002"),
    Manner.JOIN: ("1001+1002", f"{NUMBER}+1002"),
}
"""What caller and agent hear."""


async def begun(centre: Centre) -> Talk:
    """A talk as the tests find it."""
    for seat in ("1002", "1003"):
        centre.house.floor.tell(Paused(PersonId(seat), "leading"))
    agent, boss = (
        centre.switch.phone(Seat("1001"), Answers(after=1)),
        centre.switch.phone(Seat("1002"), Answers(after=2)),
    )
    caller = centre.switch.call_in("95106", number=NUMBER)
    await centre.clock.until(lambda: caller.hears == "1001")
    await centre.clock.settle()
    return Talk(centre, caller, agent, boss, centre.memory.record(NUMBER).call)
