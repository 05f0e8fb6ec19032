"""Expressions: what they come to, what is told of a wrong one, and that no text whatever escapes, hangs or raises."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ivr.expression_checks import mistakes, unknown
from ivr.expression_tokens import Wrong
from ivr.expression_tree import Found, Name
from ivr.expressions import expression


class Given:
    """Names with values."""

    def __init__(self, values: Mapping[str, Found]) -> None:
        self._values = values

    def find(self, name: Name) -> Found:
        return self._values.get(".".join(name.parts))


SCOPE = Given(
    {
        "order_no": "1003",
        "count": 3,
        "balance": "12.50",
        "vip": True,
        "blocked": "no",
        "caller.value": 2_000_000.0,
        "caller.segment": "vip",
        "caller.tags": ("gold", "minnan"),
        "time.date": "2026-10-01",
        "word": " hello ",
    }
)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("caller.value > 1000000", True),
        ("order_no == 1003", True),
        ("order_no == '1003'", True),
        ("'007' == '7'", False),
        ("balance >= 12.5", True),
        ("count + 2 * 3", 9),
        ("(count + 2) * 3", 15),
        ("count - 1 - 1", 1),
        ("count / 0", None),
        ("count - nothing", None),
        ("word + 1", None),
        ("-5 < count", True),
        ("3m", 180),
        ("1.5h == 90m", True),
        ("500ms < 1s", True),
        ("caller.segment in ['vip', 'gold']", True),
        ("'gold' in caller.tags", True),
        ("'platin' not in caller.tags", True),
        ("['gold', 'minnan'] in caller.tags", True),
        ("'00' in order_no", True),
        ("vip and not blocked", True),
        ("blocked == no", True),
        ("vip == 'yes'", True),
        ("9 if vip else 5", 9),
        ("1 if blocked else 2 if vip else 3", 2),
        ("time.date >= '2026-10-01' and time.date < '2026-10-08'", True),
        ("word == 'hello'", True),
        ("not not vip", True),
        ("not vip or vip", True),
        ("true and yes and not false and not no", True),
        ("[]", ()),
        ('"it\'s" == "it\'s"', True),
    ],
)
def test_what_it_comes_to(written: str, value: Found) -> None:
    assert expression(written).value(SCOPE) == value


@pytest.mark.parametrize(
    "written",
    ["x == 1", "x == y", "x < 1", "1 < x", "x >= x", "x in ['a']", "'a' in x", "x", "x and yes", "x == no", "'' < 1"],
)
def test_a_comparison_with_something_empty_is_false(written: str) -> None:
    assert not expression(written).holds(SCOPE)


@pytest.mark.parametrize("written", ["x != 1", "x not in ['a']", "x == ''", "not x", "'' == ''", "order_no != ''"])
def test_and_what_is_its_opposite_is_true(written: str) -> None:
    assert expression(written).holds(SCOPE)


@pytest.mark.parametrize(
    ("written", "at", "expected"),
    [
        ("", 0, "a name, a number or a text in quotes"),
        ("x = 5", 2, "the end, or a word such as and, or"),
        ("x <> 5", 2, "the end, or a word such as and, or"),
        ("x == 'abc", 5, "a name, a number, a text in quotes or a sign such as =="),
        ("1 < x < 3", 6, "one comparison"),
        ("(1 + 2", 6, "')'"),
        ("a b", 2, "the end, or a word such as and, or"),
        ("2 ** 9", 3, "a name, a number or a text in quotes"),
        ("x if y", 6, "'else'"),
        ("__import__('os').system", 16, ""),
        ("f(x)", 2, "a name in quotes"),
        ("[1 for x in y]", 3, "','"),
        ("lambda: 1", 6, "a name, a number, a text in quotes or a sign such as =="),
        ("x[0]", 1, "the end, or a word such as and, or"),
        ("x; y", 1, "a name, a number, a text in quotes or a sign such as =="),
        ("0x10", 0, "a name, a number, a text in quotes or a sign such as =="),
        ("1e9", 0, "a name, a number, a text in quotes or a sign such as =="),
        ("9" * 16, 0, "a name, a number, a text in quotes or a sign such as =="),
        ("客户", 0, "a name, a number, a text in quotes or a sign such as =="),
        ("-x", 1, "a number"),
        ("(" * 30 + "1" + ")" * 30, 24, "at most 24 in each other"),
        ("1+" * 100 + "1", 120, "at most 120"),
        ("x" * 501, 0, "at most 500"),
    ],
)
def test_a_wrong_one_is_told_at_its_character(written: str, at: int, expected: str) -> None:
    if not expected:
        assert unknown(next(iter(expression(written).names))) is not None
        return
    with pytest.raises(Wrong) as raised:
        expression(written)
    assert (raised.value.at, raised.value.expected) == (at, expected)


@pytest.mark.parametrize(
    "written",
    [
        "time.hour == 'nine'",
        "queue.orders.waiting > 'many'",
        "'x' < caller.value",
        "caller.tags == 'gold'",
        "open.office == 'open'",
        "time.weekday == 'saturday'",
        "count in 5",
        "'a' + 1",
        "vip and 1 + (a == b) > 2",
    ],
)
def test_what_can_never_be_meant(written: str) -> None:
    assert list(mistakes(expression(written).tree))


@pytest.mark.parametrize(
    "written",
    [
        "time.hour == 9",
        "caller.value > '100'",
        "caller.value == ''",
        "time.weekday in ['sat', 'sun']",
        "time.weekday == ''",
        "vip == 'yes'",
        "queue.orders.expected_wait > 3m",
        "order_no + 1 == 1004",
    ],
)
def test_what_may_be_meant(written: str) -> None:
    assert not list(mistakes(expression(written).tree))


@pytest.mark.parametrize(
    "written", ["caller", "queue.orders", "queue.orders.length", "time.second", "call.id", "open", "x.y", "caller.a.b"]
)
def test_names_that_there_are_not(written: str) -> None:
    assert unknown(next(expression(written).names)) is not None
