"""Queues from the section `queues:` of a plan."""

from __future__ import annotations

import re
from collections.abc import Mapping

from acd.queues import IDEAL, LAST_AGENT, MANAGER, Queue, Reserve, Rings, Words
from acd.reading_overflow import overflow_of
from acd.reading_parts import fields_of, skills
from acd.reading_parts import hours as hours_of
from acd.strategies import CHOICES, ORDERS
from calls.documents import Node
from calls.office_hours import OfficeHours

QUEUE_KEYS = (
    "weight",
    "answer_within",
    "skill",
    "ideal",
    "wishes",
    "strategy",
    "choice",
    "handling",
    "reserve",
    "easy",
    "hours",
    "capacity",
    "balk",
    "announce",
    "music",
    "overflow",
    "callback",
    "number",
)
WISHES_KEYS = ("order", "relax", "share")
RESERVE_KEYS = ("people", "most")
ANNOUNCE_KEYS = ("first", "every", "position", "wait", "callback")
CALLBACK_KEYS = ("key", "after", "flow")
CUSTOMER, PERSON = "customer", "person"
KEYS = tuple("0123456789*#")
OWN_WISHES = (IDEAL, MANAGER, LAST_AGENT)
BY_PATIENCE = "patience"
NO = ("no", "off", "false")
_PERCENT = re.compile(r"(100|[1-9]?[0-9])%")
_NUMBER = re.compile(r"[0-9]{2,8}")
_WISH = re.compile(r"[a-z_][a-z0-9_]{0,31}")


def queues_of(node: Node, hours: Mapping[str, OfficeHours]) -> dict[Node, tuple[Node, Queue]]:
    """Every queue by the node of its name, with that of its keys; `hours` are those that it may name."""
    items = node.items("names of queues, each with its keys")
    return {key: (value, _queue(key.name(), value, hours)) for key, value in items}


def _queue(name: str, node: Node, hours: Mapping[str, OfficeHours]) -> Queue:
    fields = fields_of(node, QUEUE_KEYS)
    return Queue(
        name,
        weight=fields.of("weight").integer(1, least=0, most=100),
        skill=skills(fields.of("skill")),
        strategy=fields.of("strategy").one_of(ORDERS, "priority"),
        choice=fields.of("choice").one_of(CHOICES, "longest_idle"),
        answer_within=fields.of("answer_within").seconds(20.0, least=1, most=3600),
        music=fields.of("music").name("default", "the name of a music class"),
        ideal=skills(fields.of("ideal")),
        rings=_rings(fields.of("wishes")),
        reserve=_reserve(fields.of("reserve")),
        handling=fields.of("handling").seconds(180.0, least=1, most=14400),
        easy=fields.of("easy").boolean(),
        hours=hours_of(fields.of("hours"), hours),
        capacity=_capacity(fields.of("capacity")),
        overflow=overflow_of(fields.of("overflow")),
        balk=fields.of("balk").name(expected="the name of a flow"),
        words=_words(fields.of("announce")),
        customer_first=_customer_first(fields.of("callback")),
        number=_number(fields.of("number")),
    )


def _customer_first(node: Node) -> bool | None:
    """`{first: customer}` or `{first: person}`."""
    if not node.present:
        return None
    first = node.mapping(("first",), required=("first",)).of("first")
    return first.one_of((CUSTOMER, PERSON), PERSON) == CUSTOMER


def _number(node: Node) -> str:
    number = node.written if node.present else ""
    if node.present and not _NUMBER.fullmatch(number):
        node.problem("wrong-value", "a number such as 7001", "2 to 8 digits")
        return ""
    return number


def _capacity(node: Node) -> int | None:
    return node.integer(1, least=1, most=100_000) if node.present else None


def _rings(node: Node) -> Rings:
    if not node.present:
        return Rings()
    fields = node.mapping(WISHES_KEYS)
    relax, share = fields.of("relax"), fields.of("share")
    by_patience = relax.written == BY_PATIENCE or not relax.present
    every = None if by_patience else relax.seconds(20.0, least=1, most=3600)
    if share.present and not by_patience:
        share.problem("no-effect", f"`relax: {BY_PATIENCE}`", "by fixed seconds nobody's patience is asked")
    return Rings(_order(fields.of("order")), _share(share), every)


def _order(node: Node) -> tuple[str, ...]:
    """Wishes by name, each once: those with a meaning of their own, or the name of a tag."""
    names = node.texts((), "names of wishes, the first to be dropped first")
    for each in node.values or ([node] if node.kind == "text" else []):
        if each.kind == "text" and not _WISH.fullmatch(each.written):
            each.problem("wrong-value", f"{', '.join(OWN_WISHES)}, or the name of a tag")
    if len(set(names)) < len(names):
        node.problem("twice", "each wish once", found=", ".join(names))
    return names


def _share(node: Node) -> float:
    """`0.1` or `10%`."""
    found = _PERCENT.fullmatch(node.written)
    share = int(found[1]) / 100 if found else node.number(0.1, least=0, most=1)
    if node.present and share == 0:
        node.problem("out-of-range", "a share above 0", "with 0 every wish is dropped at once")
    return share


def _reserve(node: Node) -> Reserve | None:
    """`no`, `yes`, or how much at most."""
    if not node.present:
        return None
    if node.kind == "text":
        return Reserve() if node.boolean() else None
    fields = node.mapping(RESERVE_KEYS)
    people = fields.of("people")
    found = _PERCENT.fullmatch(people.written)
    share = int(found[1]) / 100 if found else people.number(0.2, least=0, most=1)
    return Reserve(share, fields.of("most").seconds(Reserve().most, least=0, most=3600))


def _words(node: Node) -> Words:
    """What a waiting caller is told; `no` for nothing but music."""
    plain = Words()
    if not node.present:
        return plain
    if node.kind == "text" and node.written in NO:
        return Words(first=0.0, every=0.0)
    fields = node.mapping(ANNOUNCE_KEYS)
    callback = fields.of("callback")
    offered = callback.mapping(CALLBACK_KEYS, required=("flow",)) if callback.present else callback.nothing.mapping(())
    return Words(
        first=fields.of("first").seconds(plain.first, least=1, most=600),
        every=fields.of("every").seconds(plain.every, least=10, most=3600),
        position=fields.of("position").boolean(),
        wait=fields.of("wait").boolean(),
        key=offered.of("key").one_of(KEYS, plain.key),
        flow=offered.of("flow").name(expected="the name of a flow"),
        press=offered.of("after").seconds(plain.press, least=0, most=3600),
    )
