"""What a verb's parser is given besides the text: the step's place, and a list for the names it uses."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from calls.nodes import Node
from ivr.expression_parsing import CONSTANTS, WORDS
from ivr.expressions import Expression
from ivr.grammar import KEYS
from ivr.known import MASKED, ROOTS
from ivr.phrases import Part
from ivr.step import Kind, Reference, Spot
from ivr.templates import NO_TEXT, Template
from ivr.writing import read_expression, read_saying, read_template

MOMENT = "a moment such as 2026-10-01 09:00"
PROMPT_EXPECTED = "the id of a prompt, or a list of them"

NAME_EXPECTED = {kind: f"the name of a {kind.value}" for kind in Kind}
PHONE_EXPECTED = "an agent's name or a phone number"
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
TAKEN = frozenset({*ROOTS, MASKED, *WORDS, *CONSTANTS})
"""Words that no variable can be called."""
_NUMBER = re.compile(r"\+?[0-9]{2,32}")
_SPACING = str.maketrans("", "", " -()")


class Reading:
    """The reading of one step. Every name that is read through it is checked later, at its own place."""

    def __init__(self, node: Node, step_id: str, languages: Collection[str]) -> None:
        self._node, self._id = node, step_id
        self.languages = languages
        self._references: list[Reference] = []

    def spot(self) -> Spot:
        """The step's place with all names read so far: call it last."""
        return Spot(self._id, self._node.place, tuple(self._references))

    def refer(self, kind: Kind, node: Node, alone: bool = False, returns: bool = False) -> str:
        """A name of this kind; '' if it was not written. `returns`: the flow is left again for the step behind."""
        name = node.name(expected=NAME_EXPECTED[kind])
        if name:
            self._references.append(Reference(kind, name, node.place, alone, returns))
        return name

    def flow(self, node: Node, alone: bool = False) -> str:
        """The name of a flow to go to; `alone` if the caller gets there without keying or saying anything."""
        return self.refer(Kind.FLOW, node, alone)

    def prompts(self, node: Node) -> tuple[str, ...]:
        """One prompt id or a list of them."""
        if not node.present:
            return ()
        nodes = node.sequence() if node.kind == "list" else [node]
        if not nodes:
            node.problem("wrong-type", PROMPT_EXPECTED, found="an empty list")
        return tuple(name for name in (self._prompt(each) for each in nodes) if name)

    def prompts_or(self, node: Node, default: tuple[str, ...]) -> tuple[str, ...]:
        """The prompts written here, else the verb's own, which are proved to exist as well."""
        if node.present:
            return self.prompts(node)
        self._references += [Reference(Kind.PROMPT, name, self._node.place) for name in default]
        return default

    def _prompt(self, node: Node) -> str:
        name = node.name(expected=PROMPT_EXPECTED)
        if name:
            self._references.append(Reference(Kind.PROMPT, name, node.place))
        return name

    # --- what the call gives ----------------------------------------------------------------------------------

    def expression(self, node: Node) -> Expression:
        """A condition or a value, worked out during the call: `caller.value > 1000`."""
        return read_expression(node, self._references)

    def template(self, node: Node, expected: str = "a text, with names in braces", secrets: bool = False) -> Template:
        """A text with names in braces, filled during the call; empty if it was not written."""
        if not node.present:
            return NO_TEXT
        return read_template(node, self._references, expected, secrets)

    def person(self, node: Node) -> Template:
        """A person of the plan, or a text in braces that comes to one during the call; empty if it was not written."""
        if "{" in node.written:
            return self.template(node)
        name = self.refer(Kind.PERSON, node)
        return Template(name, (name,) if name else ())

    def spoken(self, node: Node) -> tuple[Part, ...]:
        """What is said: a prompt's id, `{digits: "{order_no}"}`, or a list of these. `Walk.spoken` makes it be said."""
        if not node.present:
            return ()
        nodes = node.sequence() if node.kind == "list" else [node]
        if not nodes:
            node.problem("wrong-type", PROMPT_EXPECTED, found="an empty list")
        return tuple(part for part in map(self._part, nodes) if part)

    def _part(self, node: Node) -> Part | None:
        return read_saying(node, self._references) if node.kind == "mapping" and node.pairs else self._prompt(node)

    def given(self, node: Node) -> str:
        """The name of a variable that gets a value in this step; '' if it was not written, or cannot be one."""
        name = node.text(expected="the name of a variable")
        if name and (not VARIABLE.fullmatch(name) or name in TAKEN):
            hint = "letters a-z, digits and _" if name not in TAKEN else "this word has a meaning of its own"
            node.problem("wrong-value", "the name of a variable", hint)
            return ""
        if name:
            self._references.append(Reference(Kind.GIVEN, name, node.place))
        return name

    def moment(self, node: Node) -> datetime | None:
        """A date and a time of day by the plan's clock; None if it was not written."""
        written = node.text(expected=MOMENT)
        if not written:
            return None
        try:
            moment = datetime.fromisoformat(written)
        except ValueError:
            node.problem("wrong-value", MOMENT)
            return None
        if moment.tzinfo is not None:
            node.problem("wrong-value", MOMENT, "the plan's own `zone` counts")
        self._references.append(Reference(Kind.CLOCK, written, node.place))
        return moment.replace(tzinfo=None)

    # --- numbers, languages, keys -----------------------------------------------------------------------------

    def phone(self, node: Node) -> str:
        """The name of a person's seat, or a phone number."""
        written = node.text(expected=PHONE_EXPECTED)
        if not written:
            return ""
        number = written.translate(_SPACING)
        name = number if _NUMBER.fullmatch(number) else node.name(expected=PHONE_EXPECTED)
        if name:
            self._references.append(Reference(Kind.PHONE, name, node.place))
        return name

    def language(self, node: Node) -> str:
        """One of the plan's languages."""
        return node.one_of(self.languages)

    def keys(self, node: Node, most: int = 4) -> str:
        """What can be keyed for a choice: one to four of 0-9 * #."""
        keys = node.text(expected="a key of the telephone")
        if keys and (len(keys) > most or any(key not in KEYS for key in keys)):
            node.problem("wrong-value", f"1 to {most} keys of {KEYS}", 'put quotes around "*" and "#"')
            return ""
        return keys
