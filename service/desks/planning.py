"""The desks of the dialplan, its switches and its prompts, around a running service."""

from __future__ import annotations

from service.desks.plan import PlanDesk
from service.desks.plan_publishing import VersionsDesk
from service.desks.prompts import PromptDesk
from service.desks.switches import SwitchDesk
from service.plans import own_prompts
from service.service import Service
from store.switches import Switches
from store.versions import Versions


def plan_desk(service: Service) -> PlanDesk:
    """The plan that runs, versions and drafts: what is in them."""
    versions = Versions(service.database)
    return PlanDesk(service.settings, service.live, versions, lambda: service.catalogue, service.recognition)


def versions_desk(service: Service, plan: PlanDesk) -> VersionsDesk:
    """Publishing and going back."""
    house = service.house
    return VersionsDesk(plan, plan.versions, house.clock, house.alarms, service.take_up)


def switch_desk(service: Service) -> SwitchDesk:
    """Turned here, known to calls at once."""
    house, board = service.house, service.outside.board

    async def look() -> None:
        await board.look()
        house.switches_looked_at()

    return SwitchDesk(lambda: house.configuration, Switches(service.database), house.clock, look)


def prompt_desk(service: Service) -> PromptDesk:
    """What the hotline says."""
    plan = service.house
    return PromptDesk(
        own_prompts(service.settings), lambda: service.catalogue, lambda: plan.configuration.plan, service.take_up
    )
