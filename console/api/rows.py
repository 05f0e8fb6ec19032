"""Rows as JSON. They are many: orjson writes them as they are, and nothing checks again what we made ourselves."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.responses import Response

from console.live.frames import snapshot
from console.live.scope import Scope
from console.ports.floor import Topic
from console.rooms import Rooms
from console.visitor import Visitor


async def rows_of(here: Rooms, who: Visitor, topics: frozenset[Topic]) -> dict[str, dict[str, Any]]:
    """What he sees of these topics, by topic and key."""
    return snapshot(await here.hub.everything(), Scope.of(who, topics))


def as_json(content: object) -> Response:
    """JSON that was never anything else than ours."""
    return Response(orjson.dumps(content), media_type="application/json")
