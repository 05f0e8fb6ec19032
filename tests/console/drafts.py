"""Drafts of the plan, as a page makes and sends them."""

from __future__ import annotations

from typing import Any

import httpx

API = "/api/v1/plan"


async def draft_of(client: httpx.AsyncClient) -> dict[str, Any]:
    live = (await client.get(API)).json()
    plan: dict[str, Any] = live["plan"]
    return plan


async def changed(client: httpx.AsyncClient, before: str, after: str, file: str = "main.yaml") -> dict[str, Any]:
    """The live plan with one text in place of another."""
    draft = await draft_of(client)
    assert before in draft["texts"][file]
    draft["texts"][file] = draft["texts"][file].replace(before, after)
    return draft


async def posted(client: httpx.AsyncClient, path: str, body: object, status: int = 200) -> Any:
    reply = await client.post(f"{API}/{path}", json=body)
    assert reply.status_code == status, reply.text
    return reply.json()
