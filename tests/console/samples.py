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
        "POST /tokens": {"name": "a program"},
    }
)
"""`METHOD /path` as the router has it, and the JSON that goes along."""

PATHS: Mapping[str, str] = MappingProxyType({"user": "somebody", "name": "0123456789abcdef"})
"""Values for `{parts}` of paths, by their names."""
