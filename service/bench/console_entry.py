"""How the benches get into the console: an account and a session, written where the service finds them."""

from __future__ import annotations

from calls.ids import PersonId
from console.audit import Audit
from console.roles import Role
from console.security.doors import Doors
from service.bench.console_viewers import Entry
from service.clock import SystemClock
from service.config import Settings
from service.desks.console_settings import settings_of
from store.accounts import Account
from store.audit import AuditLog
from store.database import Database


async def signed_in(
    database: Database, settings: Settings, address: str = "", role: Role = Role.ADMIN, person: str = ""
) -> Entry:
    """A session of somebody with this role, written where the service finds it."""
    clock = SystemClock()
    doors = Doors.of(database, clock, settings_of(settings), Audit(AuditLog(database), clock))
    user = f"bench.{role.value}"
    await doors.accounts.add(Account(user, "Bench", (role,), (), PersonId(person), "en"))
    secret, session = await doors.sessions.begin(user, "127.0.0.1", "the bench")
    return Entry(address, secret, session.csrf)
