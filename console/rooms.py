"""What the pages and the API are made of: one field for each subject. `service/desks` fills it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from calls.clock import Clock
from console.audit import Audit
from console.live.hub import Hub
from console.ports.callbacks import Callbacks
from console.ports.calls import CallsPort
from console.ports.contacts import Contacts
from console.ports.floor import PeopleStates
from console.ports.phone import PhonePort
from console.ports.plan import PlanRoom
from console.ports.plan_versions import PlanVersions
from console.ports.prompts import PromptRoom
from console.ports.reports import ReportsPort
from console.ports.settings import ReadSettings
from console.ports.supervision import Supervision
from console.ports.switches import SwitchRoom
from console.ports.work import Work as PeoplesWork
from console.ports.wrapup import WrapUps
from console.security.doors import Doors
from console.settings import ConsoleSettings
from console.sip_line import SipLine
from console.webhooks.telling import Telling
from store.visits import Visits
from store.webhooks import Webhooks

if TYPE_CHECKING:
    from console.security.oidc import Oidc  # it needs the extra `oidc`, which few install

Work = Callable[[], Coroutine[Any, Any, None]]
"""Something that goes on for as long as the console does."""


@dataclass(slots=True)
class Rooms:
    """Everything that a route may ask for."""

    clock: Clock
    settings: ConsoleSettings
    audit: Audit
    doors: Doors
    told_settings: ReadSettings
    phone: PhonePort
    sip_line: SipLine
    hub: Hub
    states: PeopleStates
    calls: CallsPort
    reports: ReportsPort
    webhooks: Webhooks
    visits: Visits
    telling: Telling
    supervision: Supervision
    work: PeoplesWork
    wraps: WrapUps
    contacts: Contacts
    callbacks: Callbacks
    plan: PlanRoom
    plan_versions: PlanVersions
    switches: SwitchRoom
    prompts: PromptRoom
    oidc: Oidc | None = None
    """Signing in by an identity provider, where the settings name one."""
    works: dict[str, Work] = field(default_factory=dict)
    """What runs beside the requests, by name. A fault in one is logged, and ends only that one."""
