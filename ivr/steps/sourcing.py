"""Sources as an admin writes them, in a `lookup` and under `profiles:`: a web service, a database, or a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import urlsplit

from calls.nodes import Fields, Node
from ivr.reading import VARIABLE
from ivr.sources import CsvSource, HttpSource, Inquiry, Source, SqlSource, ValueType, Wanted
from ivr.steps.manuals import Key, Shape
from ivr.templates import Template

SOURCE_KEYS = (
    Key("url", 'a web service that answers with JSON: `"https://crm.example/orders/{order_no}"`', shape=Shape.TEXT),
    Key("method", "GET or POST", "GET; POST with a `body`", shape=Shape.TEXT, words=("GET", "POST")),
    Key(
        "headers", 'headers of the request, such as `{Authorization: "Bearer {secret.crm}"}`', shape=Shape.TEXT_BY_NAME
    ),
    Key("body", "what is sent as JSON: names with texts", shape=Shape.TEXT_BY_NAME),
    Key("sql", "a query with `:names` that reads one row: `SELECT state FROM orders WHERE no = :no`", shape=Shape.TEXT),
    Key("database", "the database for it, as named in the settings under `connectors.databases`", shape=Shape.NAME),
    Key("values", 'what the `:names` of the query are: `{no: "{order_no}"}`', shape=Shape.TEXT_BY_NAME),
    Key("csv", "a file beside the plan whose first line names its columns: `data/orders.csv`", shape=Shape.TEXT),
    Key("where", "the column of the file to look in", shape=Shape.TEXT),
    Key("equals", 'what must stand in that column: `"{order_no}"`', shape=Shape.TEXT),
)
ONE_SOURCE = "one of url, sql and csv"
BELONGING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"url": ("method", "headers", "body"), "sql": ("database", "values"), "csv": ("where", "equals")}
)
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}")
_COLUMN = re.compile(r"[^\x00-\x1f]{1,100}")
_HOST = re.compile(r"[A-Za-z0-9.:\[\]_-]{1,255}")

TemplateOf = Callable[..., Template]
"""`Reading.template`."""


def parse_source(fields: Fields, template: TemplateOf) -> Source | None:
    """The one source that is written; None, with a problem, if none is or several are."""
    kinds = [kind for kind in BELONGING if kind in fields]
    if len(kinds) != 1:
        found = " and ".join(kinds) or "no source"
        fields.node.problem("missing-key" if not kinds else "wrong-value", ONE_SOURCE, found=found)
        return None
    _refuse_strays(fields, kinds[0])
    return {"url": _http, "sql": _sql, "csv": _csv}[kinds[0]](fields, template)


def _refuse_strays(fields: Fields, kind: str) -> None:
    for other, keys in BELONGING.items():
        for key in keys:
            if other != kind and key in fields:
                fields.of(key).problem(
                    "wrong-value", f"only what belongs to {kind}", found=f"the key '{key}' of {other}"
                )


def _http(fields: Fields, template: TemplateOf) -> Source:
    node = fields.of("url")
    url = template(node, "a web address")
    if url.written:
        _check_url(node, url)
    headers = {key.written: _header(key, value, template) for key, value in fields.of("headers").items()}
    body = {key.text(): template(value, "a text", secrets=True).written for key, value in fields.of("body").items()}
    method = fields.of("method").one_of(("GET", "POST"), "POST" if body else "GET")
    return HttpSource(url.written, method, headers, body)


def _check_url(node: Node, url: Template) -> None:
    """Names fill the path and the query, never the host: nobody who calls chooses whom we ask."""
    expected = "an address that begins with https:// or http:// and a host without names in braces"
    try:
        parts = urlsplit(url.written)
        fits = parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.netloc)) and (parts.port or 1) > 0
    except ValueError:
        fits = False
    if not fits:
        node.problem("wrong-value", expected)


def _header(key: Node, value: Node, template: TemplateOf) -> str:
    if not _HEADER.fullmatch(key.written) or key.written.lower() in ("host", "content-length", "transfer-encoding"):
        key.problem("wrong-value", "the name of a header that may be set, such as Authorization")
    return template(value, "the text of the header", secrets=True).written


def _sql(fields: Fields, template: TemplateOf) -> Source:
    query, database = fields.of("sql").text(expected="a query"), fields.of("database")
    if not database.present:
        fields.of("sql").problem("missing-key", "the key 'database'", found="no 'database'")
    values = {key.written: template(value).written for key, value in fields.of("values").items()}
    return SqlSource(database.name(expected="the name of a database"), query, values)


def _csv(fields: Fields, template: TemplateOf) -> Source:
    for missing in (key for key in BELONGING["csv"] if key not in fields):
        fields.of("csv").problem("missing-key", f"the key '{missing}'", found=f"no '{missing}'")
    file = fields.of("csv").text(expected="a file beside the plan")
    if file.startswith(("/", "\\", "~")) or ".." in re.split(r"[/\\]", file):
        fields.of("csv").problem("wrong-value", "a file in the plan's own folder, such as data/orders.csv")
    equals = (
        template(fields.of("equals"), 'what must stand there, such as "{order_no}"') if "equals" in fields else None
    )
    return CsvSource(file, fields.of("where").text(expected="a column"), equals.written if equals else "")


def parse_wanted(node: Node, name: Callable[[Node], str], types: Mapping[str, ValueType]) -> dict[str, Wanted]:
    """`{state: order.state, due: {path: order.due, type: date}}`; `types` are those that a name has by itself."""
    wanted: dict[str, Wanted] = {}
    for key, value in node.items("names, each with the field of the answer that it gets"):
        called = name(key)
        if called:
            wanted[called] = _wanted(value, types.get(called, ValueType.TEXT))
    return wanted


def _wanted(node: Node, default: ValueType) -> Wanted:
    if node.kind != "mapping":
        return Wanted(_path(node), default)
    fields = node.mapping(("path", "type"), ("path",))
    written = fields.of("type").one_of([each.value for each in ValueType], default.value)
    return Wanted(_path(fields.of("path")), ValueType(written))


def _path(node: Node) -> str:
    path = node.text(expected="the way to a field, such as order.items.0.state, or a column")
    if path and not _COLUMN.fullmatch(path):
        node.problem("wrong-value", "the way to a field, of at most 100 characters")
    return path


def field_name(node: Node) -> str:
    """The name of a field of the profile."""
    name = node.text(expected="the name of a field")
    if name and not VARIABLE.fullmatch(name):
        node.problem("wrong-value", "the name of a field", "letters a-z, digits and _")
        return ""
    return name


def inquiry_of(
    source: Source | None, wanted: Mapping[str, Wanted], fields: Fields, within: float, retries: int
) -> Inquiry:
    """The question, with the times that are written."""
    asked = Inquiry(source or CsvSource("", "", ""), wanted, within, retries)
    return replace(asked, cache_for=fields.of("cache").seconds(0.0, most=86400))
