"""What people and queues are both written with."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from calls.documents import Fields, Node, did_you_mean
from calls.office_hours import OfficeHours


def fields_of(node: Node, known: Collection[str]) -> Fields:
    """Keys that may all be left out: then nothing needs to stand after the name."""
    return Fields(node, {}, node.nothing) if node.empty else node.mapping(known)


def skills(node: Node) -> dict[str, float]:
    """Scores by the name of the skill."""
    return {
        key.name(expected="the name of a skill"): value.number(least=0, most=10)
        for key, value in node.items("skills, each from 0 to 10")
    }


def hours(node: Node, known: Mapping[str, OfficeHours]) -> OfficeHours | None:
    """The hours named here; None where none are, or nobody knows them."""
    name = node.name(expected="a name from the section hours")
    if name and name not in known:
        node.problem("unknown-hours", "a name from the section hours", did_you_mean(name, known))
    return known.get(name)
