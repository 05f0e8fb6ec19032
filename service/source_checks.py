"""What a plan asks must be there to be asked: its files with their columns, its databases, its secrets, its queries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from calls.problems import Place, Problem, did_you_mean
from connectors.answers import SourceFailed
from connectors.csv import Tables
from connectors.queries import QueryRefused, checked
from ivr.dialplan import Plan
from ivr.source_names import inquiries, secrets_of
from ivr.sources import CsvSource, Inquiry, SqlSource
from service.config_connectors import ConnectorSettings


def check_sources(plan: Plan, settings: ConnectorSettings, folder: Path) -> Iterator[Problem]:
    """Every source that could only fail, at the step that asks it. `folder`: where the plan's files lie."""
    tables = Tables(folder)
    for place, inquiry in inquiries(plan):
        yield from _secrets(place, inquiry, settings)
        match inquiry.source:
            case SqlSource() as source:
                yield from _sql(place, source, settings)
            case CsvSource() as source if source.file:
                yield from _csv(place, source, inquiry, tables)


def _secrets(place: Place, inquiry: Inquiry, settings: ConnectorSettings) -> Iterator[Problem]:
    for name in sorted(secrets_of(inquiry.source) - settings.secrets.keys()):
        hint = did_you_mean(name, settings.secrets) or f"HOTLINE_CONNECTORS__SECRETS__{name.upper()} in the environment"
        yield _problem(place, "unknown-secret", f"'secret.{name}'", "a secret of connectors.secrets", hint)


def _sql(place: Place, source: SqlSource, settings: ConnectorSettings) -> Iterator[Problem]:
    if source.database not in settings.databases:
        hint = did_you_mean(source.database, settings.databases) or "add it to the settings"
        yield _problem(place, "unknown-database", f"'{source.database}'", "a database of connectors.databases", hint)
        return
    from connectors.sql import checked_url  # only where a plan asks a database: it takes longer to import than to check

    url = checked_url(settings.databases[source.database].get_secret_value())
    try:
        query = checked(source.query, url.get_backend_name())
    except QueryRefused as refused:
        yield _problem(place, "refused-query", f"a query: {refused}", "one SELECT that only reads")
        return
    for name in sorted(query.names ^ source.values.keys()):
        bound = name in source.values
        expected = "a name that the query uses" if bound else "a value for every name of the query, under `values`"
        yield _problem(place, "unbound-name", f"'{name}'" if bound else f"':{name}'", expected)


def _csv(place: Place, source: CsvSource, inquiry: Inquiry, tables: Tables) -> Iterator[Problem]:
    try:
        table = tables.table(source)
    except SourceFailed as failed:
        yield _problem(
            place, "unknown-file", str(failed), "a file in the plan's folder, with that column", failed.remedy
        )
        return
    for wanted in sorted({each.path for each in inquiry.wanted.values()} - set(table.columns)):
        hint = did_you_mean(wanted, table.columns)
        yield _problem(place, "unknown-column", f"'{wanted}'", f"a column of {source.file}", hint)


def _problem(place: Place, code: str, found: str, expected: str, hint: str = "") -> Problem:
    return Problem(place.file, place.line, place.column, code, found, expected, hint)
