"""What can be told of an expression before any call: values of different sorts that are compared, words that never come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ivr.expression_tokens import Wrong
from ivr.expression_tree import Compared, Constant, Either, Joined, Listed, Name, Not, Reckoned, Tree, parts_of
from ivr.expressions import TRUE_WORDS, is_number
from ivr.known import CALL, CALLER, PROFILE, QUEUE, ROOTS, TIME, WEEKDAYS, Sort

_FIELDS: Mapping[str, Mapping[str, Sort]] = MappingProxyType(
    {"caller": MappingProxyType({**CALLER, **PROFILE}), "call": CALL, "time": TIME}
)


def mistakes(tree: Tree) -> Iterator[Wrong]:
    """Every comparison and sum in it that can never be meant."""
    if isinstance(tree, Compared):
        yield from _of_comparison(tree)
    if isinstance(tree, Reckoned):
        yield from _of_reckoning(tree)
    for part in parts_of(tree):
        yield from mistakes(part)


def unknown(name: Name) -> Wrong | None:
    """A name below one of the roots that there is not; None if it may be."""
    if len(name.parts) == 1:
        return _bare_root(name) if name.root in ROOTS else None
    if name.root not in ROOTS:
        return Wrong(name.at, _shown(name), f"a variable, or a name below {', '.join(ROOTS)}", "variables have no dots")
    fields = QUEUE if name.root == "queue" else _FIELDS.get(name.root)
    length = 3 if name.root == "queue" else 2
    if len(name.parts) != length:
        return _bare_root(name)
    if name.root in ("call", "time", "queue") and fields is not None and name.parts[-1] not in fields:
        return Wrong(name.at, _shown(name), f"one of {', '.join(fields)} behind it")
    return None


def sort_of(tree: Tree) -> Sort:
    """What it comes to, as far as the text tells."""
    match tree:
        case Constant(value):
            return _of_value(value)
        case Name(parts):
            return _of_name(parts)
        case Listed():
            return Sort.LIST
        case Not() | Compared() | Joined():
            return Sort.YES_NO
        case Reckoned():
            return Sort.NUMBER
        case Either(_, then, otherwise):
            return sort_of(then) if sort_of(then) is sort_of(otherwise) else Sort.ANY


def _of_value(value: object) -> Sort:
    if isinstance(value, bool):
        return Sort.YES_NO
    return Sort.TEXT if isinstance(value, str) else Sort.NUMBER


def _of_name(parts: tuple[str, ...]) -> Sort:
    if parts[0] == "queue":
        return QUEUE.get(parts[-1], Sort.ANY)
    if parts[0] == "open":
        return Sort.YES_NO
    return _FIELDS.get(parts[0], {}).get(parts[-1], Sort.ANY)


def _of_comparison(tree: Compared) -> Iterator[Wrong]:
    if tree.sign == "in":
        if sort_of(tree.right) in (Sort.NUMBER, Sort.YES_NO):
            yield Wrong(tree.at, f"'in' {sort_of(tree.right)}", "a list behind it", "such as ['vip', 'gold']")
        return
    for one, other in ((tree.left, tree.right), (tree.right, tree.left)):
        wrong = _never_equal(one, other)
        if wrong:
            yield Wrong(tree.at, *wrong)
            return


def _never_equal(one: Tree, other: Tree) -> tuple[str, str, str] | None:
    """What was found, what was expected, and a hint, where the two cannot be compared."""
    sort, against = sort_of(one), sort_of(other)
    if sort is Sort.NUMBER and isinstance(other, Constant) and not _fits_number(other):
        return f"a number compared with {_constant(other)}", "a number on both sides", "numbers have no quotes"
    if sort is Sort.LIST and against not in (Sort.LIST, Sort.ANY):
        return f"a list compared with {against.value}", "the word in", "such as 'gold' in caller.tags"
    if sort is Sort.YES_NO and isinstance(other, Constant) and not _fits_yes_no(other):
        return f"yes or no compared with {_constant(other)}", "yes or no", ""
    if _is(one, ("time", "weekday")) and isinstance(other, Constant) and other.value not in (*WEEKDAYS, ""):
        return f"a weekday compared with {_constant(other)}", f"one of {', '.join(WEEKDAYS)}", "in quotes"
    return None


def _fits_number(constant: Constant) -> bool:
    return not isinstance(constant.value, bool) and (constant.value == "" or is_number(constant.value))


def _fits_yes_no(constant: Constant) -> bool:
    word = constant.value
    return isinstance(word, bool) or (isinstance(word, str) and word.lower() in TRUE_WORDS | {"no", "false", "off", ""})


def _of_reckoning(tree: Reckoned) -> Iterator[Wrong]:
    for part in (tree.left, tree.right):
        text = isinstance(part, Constant) and not _fits_number(part)
        if text or sort_of(part) in (Sort.LIST, Sort.YES_NO):
            found = f"'{tree.sign}' with {_constant(part) if isinstance(part, Constant) else sort_of(part).value}"
            yield Wrong(tree.at, found, "numbers on both sides", 'texts are joined in braces: "{a} {b}"')
            return


def _is(tree: Tree, parts: tuple[str, ...]) -> bool:
    return isinstance(tree, Name) and tree.parts == parts


def _constant(constant: Constant) -> str:
    return f"'{constant.value}'" if isinstance(constant.value, str) else f"{constant.value}"


def _bare_root(name: Name) -> Wrong:
    shapes = {"queue": "queue.<name>.waiting, .ready or .expected_wait", "open": "open.<name of hours>"}
    fields = _FIELDS.get(name.root, {})
    shape = shapes.get(name.root, f"{name.root}.… with one of {', '.join(fields)}")
    return Wrong(name.at, _shown(name), shape)


def _shown(name: Name) -> str:
    return f"'{'.'.join(name.parts)}'"
