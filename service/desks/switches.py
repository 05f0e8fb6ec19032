"""The switches' desk: as `hotline switch`, and known to calls at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from calls.clock import Clock
from console.errors import Unknown, WrongValue
from console.ports.switches import Stand, SwitchView
from ivr.dialplan import Plan
from ivr.steps.notice import SWITCH, Notice
from ivr.switches import HOURS, switches_of, unknown_switch
from service.configuration import Configuration
from store.switches import Position, Switches, Turned


@dataclass
class SwitchDesk:
    """`look`: have the running service read its switches now."""

    configuration: Callable[[], Configuration]
    store: Switches
    clock: Clock
    look: Callable[[], Awaitable[None]]

    async def switches(self) -> Sequence[SwitchView]:
        """Every switch of the live plan."""
        turned = {each.name: each for each in await self.store.turned()}
        return [self._view(name, turned.get(name)) for name in switches_of(self.configuration().plan)]

    def refuse(self, name: str, stand: Stand, until: float | None) -> None:
        """A switch that the plan has no longer may still be given back."""
        wrong = None if stand == "auto" else unknown_switch(self.configuration().plan, name)
        if wrong is not None:
            raise Unknown("no switch of the live plan is called so", wrong)
        if until is not None and until <= self.clock.now():
            raise WrongValue("that time is past", "choose a later one, or none")

    async def turn(self, name: str, stand: Stand, until: float | None, by: str) -> SwitchView:
        """Turn one."""
        self.refuse(name, stand, until)
        turned = Turned(name, Position(stand), self.clock.now(), None if stand == "auto" else until, by)
        await self.store.turn(turned)
        await self.look()
        return self._view(name, None if stand == "auto" else turned)

    def _view(self, name: str, turned: Turned | None) -> SwitchView:
        now = self.clock.now()
        holds = turned if turned is not None and turned.holds(now) else None
        stand: Stand = "auto" if holds is None else ("on" if holds.position is Position.ON else "off")
        since, until, by = (holds.since, holds.until, holds.by) if holds else (0.0, None, "")
        if name.startswith(HOURS):
            return self._hours(name, stand, since, until, by)
        return self._notice(name, stand, since, until, by)

    def _hours(self, name: str, stand: Stand, since: float, until: float | None, by: str) -> SwitchView:
        plan = self.configuration()
        hours = plan.plan.hours.get(name.removeprefix(HOURS))
        if hours is None:
            return SwitchView(name, "hours", stand, since, until, by)
        now = self.clock.now()
        is_open = hours.open_at(now) if stand == "auto" else stand == "on"
        used = [f"queue {each.name}" for each in plan.queues if each.hours is hours]
        used += [f"person {each.id}" for each in plan.people if each.hours is hours]
        change = hours.next_change(now)
        return SwitchView(name, "hours", stand, since, until, by, is_open, change, used_by=used)

    def _notice(self, name: str, stand: Stand, since: float, until: float | None, by: str) -> SwitchView:
        steps = list(_notices(self.configuration().plan, name.removeprefix(SWITCH)))
        heard = None if stand == "auto" and any(each.since or each.until for each in steps) else stand == "on"
        prompts = list(dict.fromkeys(str(part) for each in steps for part in each.prompts if isinstance(part, str)))
        return SwitchView(
            name, "notice", stand, since, until, by, heard, prompts=prompts, used_by=[s.id for s in steps]
        )


def _notices(plan: Plan, name: str) -> Sequence[Notice]:
    steps = (step for flow in plan.flows.values() for step in flow.steps)
    return [step for step in steps if isinstance(step, Notice) and step.name == name]
