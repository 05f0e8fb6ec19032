"""What the access matrix sends to each route: a body that would be taken, and values for the parts of its path.

One line for each route that has either. A route without a body and without parts of a path needs none.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

BODIES: Mapping[str, Any] = MappingProxyType(
    {
        "POST /session": {"user": "nobody", "password": "correct horse battery"},
        "PUT /session/password": {"old": "correct horse battery", "new": "another horse battery"},
        "POST /first": {"link": "x" * 43, "user": "admin", "name": "Admin", "password": "correct horse battery"},
        "POST /accounts": {"user": "chen.yu", "name": "Chen Yu", "roles": ["agent"]},
        "PATCH /accounts/{user}": {"name": "Another"},
        "POST /offers/{offer}/answer": {"how": "decline"},
        "POST /calls/{call}/move": {"queue": "orders"},
        "POST /calls/{call}/priority": {"priority": 5},
        "PUT /calls/{call}/wrapup": {"disposition": "resolved", "note": "asked for the brochure", "done": True},
        "POST /calls/{call}/callback": {},
        "POST /contacts/{key}/notes": {"text": "calls in the mornings"},
        "POST /callbacks": {"number": "13911111111", "queue": "orders"},
        "PATCH /callbacks/{callback}": {"at": 1790000000},
        "POST /links": {"link": "x" * 43},
        "POST /calls/{call}/visit": {"starts": 1790000000},
        "PUT /visits/{visit}": {"starts": 1790000000},
        "POST /webhooks": {"name": "crm", "url": "https://crm.example/hotline", "events": ["call.ended"]},
        "PATCH /webhooks/{webhook}": {"active": False},
        "POST /tokens": {"name": "a program"},
        "POST /people/{person}/state": {"state": "ready"},
        "POST /plan/check": {},
        "POST /plan/read": {},
        "POST /plan/edit": {"draft": {"texts": {"main.yaml": "a: 1"}}, "changes": []},
        "POST /plan/diff": {},
        "POST /plan/graph": {},
        "POST /plan/simulate": {},
        "POST /plan/simulate/speech": {"sound": "UklGRg=="},
        "POST /plan/publish": {"draft": {"texts": {"main.yaml": "a: 1"}}},
        "POST /plan/rollback": {"version": 1},
        "PUT /switches/{switch}": {"stand": "auto"},
    }
)
"""`METHOD /path` as the router has it, and the JSON that goes along."""

PUBLIC: Mapping[str, str] = MappingProxyType(
    {
        "POST /session": "signing in",
        "POST /first": "a one-time link is what one has before a password",
        "POST /first/look": "the same",
        "POST /links": "the link of a call is what one has instead of a password",
        "GET /oidc": "the sign-in page asks whether there is a button",
        "GET /oidc/start": "signing in is for those who are not",
        "GET /oidc/back": "the provider vouches for him, in a browser that went to it",
        "GET /health": "a load balancer has no account",
    }
)
"""Routes that ask nobody who he is, and why that is right."""

PATHS: Mapping[str, str] = MappingProxyType(
    {
        "user": "somebody",
        "webhook": "0123456789abcdef",
        "visit": "visit-0123456789abcdef",
        "letter": "msg_0123456789abcdef",
        "person": "1003",
        "session": "0123456789abcdef",
        "token": "0123456789abcdef",
        "number": "1",
        "switch": "hours.office",
        "prompt": "greeting",
        "lang": "zh",
        "name": "0123456789abcdef",
        "offer": "offer-20261122-061530-7f3a9c01",
        "call": "call-20261122-061530-7f3a9c01",
        "key": "13911111111",
        "note": "note-20261122-061530-7f3a9c01",
        "callback": "callback-20261122-061530-7f3a9c01",
    }
)
"""Values for `{parts}` of paths, by their names."""
