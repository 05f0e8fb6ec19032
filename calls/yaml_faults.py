"""The YAML parser's complaints as problems an admin understands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from calls.problems import Place, Problems
from calls.yaml_events import YamlFault

_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML forbids (YAML 1.2, section 5.1): control characters, halves of characters."""
_NAMED_BRACKET = re.compile(r"(?:&\S+\s+)?[\[{]")
_BREAK = re.compile("\r\n?|\n")
_INDENT = "check the indentation of this line and the one above, or put quotes around a text that holds ': '"
_COLUMN = "lines of one list or of one set of keys begin in the same column"
_Told = tuple[str, str, str]
"""found, expected, hint"""
_TAB: _Told = ("a tab", "spaces", "YAML is indented with spaces, never with tabs")
_DASH: _Told = ("a dash inside brackets", "values with commas between them", "write [a, b], or take the brackets away")
_UNCLOSED: dict[str, _Told] = {
    "[": ("a [ that is not closed", "a comma or ]", "close the list with ]"),
    "{": ("a { that is not closed", "a comma or }", "close the braces with }"),
}
_STRAY: dict[str, _Told] = {
    "]": ("a ] that closes nothing", "brackets in pairs", "remove it, or write the [ that it closes"),
    "}": ("a } that closes nothing", "braces in pairs", "remove it, or write the { that it closes"),
}
_MISFIT: _Told = ("a line that fits nothing above", "the same indentation as its neighbours", _COLUMN)
_EXPLAINED: tuple[tuple[str, _Told], ...] = (
    # (in the parsers' words, what we say)
    ("'\\t'", _TAB),
    (
        "mapping values are not allowed",
        ("a colon where no key can be", "one key a line", _INDENT),
    ),
    ("expected ',' or ']'", _UNCLOSED["["]),
    ("expected ',' or '}'", _UNCLOSED["{"]),
    ("expected <block end>", _MISFIT),
    ("did not find expected key", _MISFIT),
    ("did not find expected '-' indicator", _MISFIT),
    ("unexpected end of stream", ("a quoted text without its end", "the closing quote", "quotes come in pairs")),
    ("could not find expected ':'", ("a line without a colon", "key: value", "put ': ' after the key")),
    ("cannot start any token", ("a special character", "a key or a value", "put quotes around it")),
    ("expected alphabetic or numeric", ("a bare * or &", "a name after it", 'the star key is written "*"')),
)
_TOLD_WHERE_BEGUN = ("unexpected end of stream", "expected ','", "could not find expected ':'")


def explain_fault(fault: YamlFault, text: str, file: str, problems: Problems, open_: Sequence[Place] = ()) -> None:
    """Report the fault where it shows; an unclosed quote or bracket where it was opened.

    `open_`: the lists and mappings in brackets that were open, innermost first.
    """
    lines = _BREAK.split(text)
    if _begins_with_tab(lines, fault.at[0]):
        problems.report(Place(file, fault.at[0], 1), "syntax", *_TAB)
        return
    place, told = _told(fault, lines, file, [each for each in map(partial(_bracket, lines), open_) if each])
    problems.report(place, "syntax", *told)


def _told(fault: YamlFault, lines: list[str], file: str, brackets: list[Place]) -> tuple[Place, _Told]:
    shows, sign = Place(file, *fault.at), _sign_at(lines, fault.at)
    inside = "node content" in fault.words and bool(brackets)
    if inside and _nothing_follows(lines, fault.at):
        return brackets[0], _UNCLOSED[_sign_at(lines, (brackets[0].line, brackets[0].column))]
    if inside and sign == "-":
        return shows, _DASH
    if sign in _STRAY and "expected ','" not in fault.words:
        return shows, _STRAY[sign]
    begun = fault.begun if any(words in fault.words for words in _TOLD_WHERE_BEGUN) else None
    place = Place(file, *begun) if begun else shows
    other = fault.words.removeprefix("found "), "correct YAML", fault.context
    return place, next((told for words, told in _EXPLAINED if words in fault.words), other)


def _bracket(lines: list[str], place: Place) -> Place | None:
    """The bracket itself: the place of a named one (&name [a, b]) is its name's."""
    found = _NAMED_BRACKET.match(_line(lines, place.line), place.column - 1)
    return Place(place.file, place.line, found.end()) if found else None


def report_unreadable(text: str, file: str, problems: Problems) -> bool:
    """Whether the text holds a character that YAML forbids, such as a NUL: then that is told."""
    found = _UNREADABLE.search(text)
    if found is None:
        return False
    before = text[: found.start()]
    place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
    problems.report(place, "syntax", *_unreadable(found[0]))
    return True


def unreadable_in(value: str) -> _Told | None:
    """What is told of a value with such a character, which no store and no log can hold; None for one without."""
    found = _UNREADABLE.search(value)
    return _unreadable(found[0]) if found else None


def _unreadable(sign: str) -> _Told:
    return f"the character U+{ord(sign):04X}", "readable text", "remove it"


def _begins_with_tab(lines: list[str], line: int) -> bool:
    written = _line(lines, line)
    return "\t" in written[: len(written) - len(written.lstrip())]


def _sign_at(lines: list[str], at: tuple[int, int]) -> str:
    line, column = at
    return _line(lines, line)[column - 1 : column]


def _nothing_follows(lines: list[str], at: tuple[int, int]) -> bool:
    """Only blanks and remarks stand from here to the end."""
    line, column = at
    rest = [written.strip() for written in (_line(lines, line)[column - 1 :], *lines[line:])]
    return all(not written or written.startswith("#") for written in rest)


def _line(lines: list[str], number: int) -> str:
    """Empty where there is none: a parser may count other signs as breaks too."""
    return lines[number - 1] if 0 < number <= len(lines) else ""
