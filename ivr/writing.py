"""Expressions, templates and spoken values as an admin writes them: read from a node, with each mistake at its place."""

from __future__ import annotations

from calls.nodes import Node
from calls.problems import Place
from calls.speaking import ValueKind
from ivr.expression_checks import mistakes, unknown
from ivr.expression_tokens import Wrong
from ivr.expression_tree import Name
from ivr.expressions import Expression, expression
from ivr.known import is_secret, needs_profile
from ivr.phrases import Part, Saying
from ivr.step import Kind, Reference
from ivr.templates import NO_TEXT, Template, template

EXPRESSION = "an expression such as caller.value > 1000"
NOTHING = Expression("", expression("''").tree)
SPOKEN = tuple(kind.value for kind in ValueKind)
"""The kinds of values that can be said."""


def read_expression(node: Node, references: list[Reference]) -> Expression:
    """A condition or a value; the names in it are added to the references."""
    written = node.text(expected=EXPRESSION)
    if not written:
        return NOTHING
    try:
        read = expression(written)
    except Wrong as wrong:
        report(node, wrong)
        return NOTHING
    for mistake in mistakes(read.tree):
        report(node, mistake, "wrong-type")
    for name in read.names:
        _refer(node, name, references)
    return read


def read_template(node: Node, references: list[Reference], expected: str, secrets: bool = False) -> Template:
    """A text with names in braces, which are added to the references. `secrets`: `{secret.crm}` may stand in it."""
    written = node.text(expected=expected)
    try:
        read = template(written)
    except Wrong as wrong:
        report(node, wrong)
        return NO_TEXT
    for name in read.names:
        if not (secrets and is_secret(name)):
            _refer(node, name, references)
    return read


def read_saying(node: Node, references: list[Reference]) -> Part | None:
    """`{digits: "{order_no}"}`; None if it is none."""
    (key, value), *more = node.pairs
    if more or key.written not in SPOKEN:
        wrong = more[0][0] if more else key
        wrong.problem("unknown-key", f"one of {', '.join(SPOKEN)}", "each value in braces of its own")
        return None
    text = read_template(value, references, 'a text such as "{order_no}"')
    saying = Saying(ValueKind(key.written), text)
    if not text.fixed:
        return saying
    try:
        return saying.spoken("".join(map(str, text.pieces))) if text.pieces else None
    except ValueError as wrong:
        value.problem("wrong-value", f"what can be read out: {wrong}", 'a name stands in braces, such as "{order_no}"')
        return None


def place_in(node: Node, at: int) -> Place:
    """The place of this character of a text that is written on one line."""
    return Place(node.file, node.line, node.column + at + (0 if node.plain else 1))


def report(node: Node, wrong: Wrong, code: str = "wrong-expression") -> None:
    """Tell a mistake at its very character."""
    node.problems.report(place_in(node, wrong.at), code, wrong.found, wrong.expected, wrong.hint)


def _refer(node: Node, name: Name, references: list[Reference]) -> None:
    """A name is checked when the whole plan was read: variables, queues and hours may be written further down."""
    wrong = unknown(name)
    if wrong:
        report(node, wrong, "unknown-name")
        return
    place = place_in(node, name.at)
    match name.parts:
        case (variable,):
            references.append(Reference(Kind.VARIABLE, variable, place))
        case ("queue", queue, _):
            references.append(Reference(Kind.QUEUE, queue, place, asked=True))
        case ("open", hours):
            references.append(Reference(Kind.HOURS, hours, place))
        case ("time", _):
            references.append(Reference(Kind.CLOCK, name.parts[1], place))
        case ("caller", field) if needs_profile(name):
            references.append(Reference(Kind.FIELD, field, place))
        case _:
            return
