"""The API: one router a subject, below /api/v1. Whoever adds a subject adds its router to ROUTERS."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.routing import APIRoute, APIWebSocketRoute

from console.api import (
    accounts,
    audit,
    callbacks,
    calls,
    contacts,
    first,
    floor,
    health,
    links,
    live,
    offers,
    oidc,
    people_states,
    phone,
    plan,
    prompts,
    queues,
    reports,
    session,
    settings,
    supervision,
    switches,
    tokens,
    try_it,
    visits,
    webhooks,
    wrapup,
)

PREFIX = "/api/v1"
ROUTERS: tuple[APIRouter, ...] = (
    session.router,
    first.router,
    oidc.router,
    accounts.router,
    tokens.router,
    audit.router,
    settings.router,
    health.router,
    phone.router,
    try_it.router,
    live.router,
    floor.router,
    queues.router,
    people_states.router,
    calls.router,
    reports.router,
    webhooks.router,
    links.router,
    visits.router,
    supervision.router,
    offers.router,
    wrapup.router,
    contacts.router,
    callbacks.router,
    plan.router,
    switches.router,
    prompts.router,
)


def routes() -> Iterator[APIRoute | APIWebSocketRoute]:
    """Every route of the API, its path without PREFIX."""
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute | APIWebSocketRoute), (
                f"{route}: routes stand in the router of their subject"
            )
            yield route
