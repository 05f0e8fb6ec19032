"""`holidays:` of office hours: `CN`, or with its region and its manners."""

from __future__ import annotations

from collections.abc import Callable

from calls import holidays
from calls.holidays import Holidays
from calls.nodes import Fields, Node
from calls.office_hours import Span
from calls.problems import did_you_mean

KEYS = ("country", "region", "observed", "makeup", "except", "hours")
Spans = tuple[Span, ...]


def parse_holidays(node: Node, spans: Callable[[Node], Spans]) -> tuple[Holidays | None, Spans]:
    """The holidays, and the hours on them; None if there are none."""
    if not node.present:
        return None, ()
    if node.kind != "mapping":
        country = _country(node)
        return (Holidays(country), ()) if country else (None, ())
    fields = node.mapping(KEYS, ("country",))
    country = _country(fields.of("country")) if "country" in fields else ""
    opened = spans(fields.of("hours")) if "hours" in fields else ()
    return (_long(country, fields), opened) if country else (None, opened)


def _long(country: str, fields: Fields) -> Holidays:
    region = _region(country, fields.of("region"))
    observed, makeup = fields.of("observed").boolean(True), fields.of("makeup").boolean(True)
    return Holidays(country, region, observed, _left_out(country, region, fields.of("except")), makeup)


def _country(node: Node) -> str:
    expected = "a country by its two letters, such as CN"
    code = node.text(expected=expected)
    if code and code not in holidays.countries():
        upper = code.upper() in holidays.countries()
        node.problem("unknown-country", expected, f"write {code.upper()}" if upper else "the codes of ISO 3166")
        return ""
    return code


def _region(country: str, node: Node) -> str:
    region, known = node.text(expected="a region of the country"), holidays.regions(country)
    if region and region not in known:
        node.problem("unknown-region", f"a region of {country}", did_you_mean(region, known) or "it has none here")
        return ""
    return region


def _left_out(country: str, region: str, node: Node) -> frozenset[str]:
    """Names of holidays on which the office works."""
    wanted = node.texts(expected="a name of a holiday, or a list of them")
    known = holidays.names(country, region) if wanted else frozenset()
    for name in (name for name in wanted if name and name not in known):
        node.problem("unknown-holiday", f"a holiday of {country}", did_you_mean(name, known), f"'{name}'")
    return frozenset(wanted)
