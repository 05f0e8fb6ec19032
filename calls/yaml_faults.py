"""The YAML parser's complaints as problems an admin understands."""

from __future__ import annotations

from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from calls.problems import Place, Problems

_INDENT = "check the indentation of this line and the one above, or put quotes around a text that holds ': '"
_COLUMN = "lines of one list or of one set of keys begin in the same column"
_EXPLAINED = (
    # (in the parser's words, found, expected, hint)
    ("'\\t'", "a tab", "spaces", "YAML is indented with spaces, never with tabs"),
    ("mapping values are not allowed", "a colon where no key can be", "one key a line", _INDENT),
    ("expected ',' or ']'", "a [ that is not closed", "a comma or ]", "close the list with ]"),
    ("expected ',' or '}'", "a { that is not closed", "a comma or }", "close the braces with }"),
    (
        "expected <block end>",
        "a line that fits nothing above",
        "the same indentation as its neighbours",
        _COLUMN,
    ),
    (
        "unexpected end of stream",
        "a quoted text without its end",
        "the closing quote",
        "quotes come in pairs",
    ),
    ("could not find expected ':'", "a line without a colon", "key: value", "put ': ' after the key"),
    ("cannot start any token", "a special character", "a key or a value", "put quotes around it"),
    ("expected alphabetic or numeric", "a bare * or &", "a name after it", 'the star key is written "*"'),
)


def explain_fault(fault: MarkedYAMLError, text: str, file: str, problems: Problems) -> None:
    """Report the fault where it shows; an unclosed quote or bracket where it was opened."""
    told = str(fault.problem)
    opened = "unexpected end of stream" in told or "expected ','" in told
    mark = fault.context_mark if opened and fault.context_mark else fault.problem_mark or fault.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    if _begins_with_tab(text, place.line):
        problems.report(Place(file, place.line, 1), "syntax", *_EXPLAINED[0][1:])
        return
    for words, found, expected, hint in _EXPLAINED:
        if words in told:
            problems.report(place, "syntax", found, expected, hint)
            return
    problems.report(place, "syntax", told.removeprefix("found "), "correct YAML", str(fault.context or ""))


def explain_reader_fault(fault: ReaderError, text: str, file: str, problems: Problems) -> None:
    """A character that YAML forbids, such as a NUL."""
    before = text[: int(fault.position)]
    place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
    found = f"the character U+{ord(text[len(before)]):04X}"
    problems.report(place, "syntax", found, "readable text", "remove it")


def _begins_with_tab(text: str, line: int) -> bool:
    lines = text.split("\n")
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    return "\t" in written[: len(written) - len(written.lstrip())]
