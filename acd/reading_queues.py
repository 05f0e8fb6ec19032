"""Queues from the section `queues:` of a plan."""

from __future__ import annotations

from acd.queues import Queue
from acd.reading_parts import fields_of, skills
from acd.strategies import CHOICES, ORDERS
from calls.documents import Node

_QUEUE = ("weight", "skill", "strategy", "choice", "answer_within", "music")


def queues_of(node: Node) -> dict[Node, Queue]:
    """Every queue, by the node of its name."""
    return {key: _queue(key.name(), value) for key, value in node.items("names of queues, each with its keys")}


def _queue(name: str, node: Node) -> Queue:
    fields = fields_of(node, _QUEUE)
    return Queue(
        name,
        weight=fields.of("weight").integer(1, least=0, most=100),
        skill=skills(fields.of("skill")),
        strategy=fields.of("strategy").one_of(ORDERS, "priority"),
        choice=fields.of("choice").one_of(CHOICES, "longest_idle"),
        answer_within=fields.of("answer_within").seconds(20.0, least=1, most=3600),
        music=fields.of("music").name("default"),
    )
