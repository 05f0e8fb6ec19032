"""The tables as they are now; `migrations/` brings an older database here. Types are those SQLite and PostgreSQL share.

Times are epoch seconds. `journal`, `people_journal` and `audit` are only ever added to; the other tables follow from them.
"""

from __future__ import annotations

from store.schema.base import metadata
from store.schema.calling import callbacks, contacts, journal, messages
from store.schema.hooks import webhook_messages, webhooks
from store.schema.learnt import patience_callers, patience_models
from store.schema.own_work import caller_notes, visits, wrap_up_changes, wrap_ups
from store.schema.planned import plan_live, plan_versions, settings, switches
from store.schema.signing_in import access_links, accounts, api_tokens, sessions
from store.schema.staff import absences, people, people_journal
from store.schema.watched import audit

__all__ = [
    "absences",
    "access_links",
    "accounts",
    "api_tokens",
    "audit",
    "callbacks",
    "caller_notes",
    "contacts",
    "journal",
    "messages",
    "metadata",
    "patience_callers",
    "patience_models",
    "people",
    "people_journal",
    "plan_live",
    "plan_versions",
    "sessions",
    "settings",
    "switches",
    "visits",
    "webhook_messages",
    "webhooks",
    "wrap_up_changes",
    "wrap_ups",
]
