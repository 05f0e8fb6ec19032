"""Asterisk's list of registered phones: what recovery reads."""

from __future__ import annotations

from calls.errors import SwitchRefused
from telephony.commands import Commands
from telephony.naming import AmiWords


async def registered(commands: Commands) -> list[tuple[str, str, str]]:
    """Every contact that Asterisk has: address of record, URI, status."""
    try:
        answer = await commands.act("PJSIPShowContacts")
    except SwitchRefused:
        # Asterisk says "No Contacts found" as an error.
        return []
    return [(_aor_of(item), item.get("Uri"), item.get("Status")) for item in answer.events]


def _aor_of(item: AmiWords) -> str:
    """`ObjectName` of a contact is its address of record, `;@`, and a hash."""
    return item.get("ObjectName").partition(";@")[0].partition("@@")[0]
