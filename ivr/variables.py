"""The names in expressions that the whole plan must give a value: variables, fields of the profile, a clock's zone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calls.problems import Problem, did_you_mean
from ivr.dialplan import Plan
from ivr.known import PROFILE, ROOTS
from ivr.step import Kind, Reference

QUOTES = "a text needs quotes within the expression: \"'zh'\""


def unknown_values(plan: Plan, references: Sequence[Reference]) -> Iterator[Problem]:
    """Variables that no step gives a value, fields that no profile has, and a clock in no zone."""
    given = {reference.name for reference in references if reference.kind is Kind.GIVEN}
    for reference in references:
        match reference.kind:
            case Kind.VARIABLE if reference.name not in given:
                hint = did_you_mean(reference.name, given | set(ROOTS)) if given else ""
                yield _told(reference, "a variable that some step gives a value", hint or QUOTES)
            case Kind.FIELD if reference.name not in PROFILE and reference.name not in plan.profile_fields:
                hint = did_you_mean(reference.name, {*PROFILE, *plan.profile_fields})
                yield _told(reference, "a field of the profile, as written under `profiles:`", hint)
            case Kind.CLOCK if plan.zone is None:
                yield _told(reference, "a time zone for it", "add a section such as zone: Asia/Shanghai")


def _told(reference: Reference, expected: str, hint: str) -> Problem:
    at, code = reference.place, f"unknown-{_CODES[reference.kind]}"
    return Problem(at.file, at.line, at.column, code, f"'{reference.name}'", expected, hint)


_CODES = {Kind.VARIABLE: "variable", Kind.FIELD: "field", Kind.CLOCK: "zone"}
