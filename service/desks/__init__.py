"""The desks: what the console's pages and API see of the running service. One file a subject; `front` puts them together."""

from __future__ import annotations

from functools import partial

from console.audit import Audit
from console.rooms import Rooms
from console.security.doors import Doors
from console.sip_line import SipLine
from service.desks.agents import agent_desks
from service.desks.calls import calls_desk
from service.desks.console_settings import settings_of
from service.desks.live import LiveFloor, reports_of
from service.desks.manager_pages import pages_of
from service.desks.oidc import oidc_of
from service.desks.pauses import reasons_of
from service.desks.phone import phone_desk
from service.desks.planning import plan_desk, prompt_desk, switch_desk, versions_desk
from service.desks.reports import reports_desk
from service.desks.settings import told_settings
from service.desks.supervision import SupervisionDesk
from service.desks.webhooks import telling_of
from service.service import Service
from store.audit import AuditLog
from store.visits import Visits
from store.webhooks import Webhooks


def front(service: Service, port: int = 0) -> Rooms:
    """Everything that the console may ask this service. `port`: the one it is served on, where the settings leave it open."""
    clock, settings = service.house.clock, settings_of(service.settings, port)
    audit = Audit(AuditLog(service.database), clock)
    live = LiveFloor(service.house, settings.zone, reasons_of(service.settings.desk))
    doors = Doors.of(service.database, clock, settings, audit)
    desks = agent_desks(service, live.hub)
    calls, plan = calls_desk(service), plan_desk(service)
    webhooks = Webhooks(service.database)
    telling = telling_of(service, webhooks)
    rooms = Rooms(
        clock=clock,
        settings=settings,
        audit=audit,
        doors=doors,
        told_settings=partial(told_settings, service.settings),
        phone=phone_desk(service),
        sip_line=SipLine(clock),
        hub=live.hub,
        states=live.states,
        calls=calls,
        reports=reports_desk(service, calls.people_of),
        webhooks=webhooks,
        visits=Visits(service.database),
        telling=telling,
        supervision=SupervisionDesk(service.house, live.hub, service.settings.talk.tell_supervised),
        work=desks.work,
        wraps=desks.wraps,
        contacts=desks.contacts,
        callbacks=desks.callbacks,
        plan=plan,
        plan_versions=versions_desk(service, plan),
        switches=switch_desk(service),
        prompts=prompt_desk(service),
        oidc=oidc_of(service.settings, settings, doors, audit),
        works={
            "sessions": doors.sessions.run,
            "live events": live.hub.run,
            "webhooks": telling.run,
            "today": partial(live.today.run, partial(reports_of, service.settings)),
        },
    )
    service.house.hooks.pages_by(pages_of(service.house, rooms))
    return rooms
