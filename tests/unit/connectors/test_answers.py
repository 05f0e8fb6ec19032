"""An answer's fields have their types, or the lookup fails and says which field it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.answers import Answer, SourceFailed, typed
from connectors.cache import Cache
from ivr.sources import CsvSource, Inquiry, ValueType, Wanted

ORDER: Any = {
    "order": {"items": [{"state": "open"}], "due": "2026-10-01T08:00:00Z", "n": 3, "a.b": 1},
    "a.b": 2,
    "none": None,
}


@pytest.mark.parametrize(
    ("path", "kind", "value"),
    [
        ("order.items.0.state", "text", "open"),
        ("order.due", "date", "2026-10-01"),
        ("order.n", "text", "3"),
        ("order.n", "number", 3),
        ("order.n", "whole", 3),
        ("a.b", "whole", 2),
    ],
)
def test_the_way_to_a_field(path: str, kind: str, value: object) -> None:
    assert typed(Answer(ORDER), {"x": Wanted(path, ValueType(kind))}) == {"x": value}


def test_an_empty_field_is_empty() -> None:
    assert typed(Answer(ORDER), {"x": Wanted("none"), "y": Wanted("none.deeper")}) == {}
    assert typed(Answer(None), {"x": Wanted("none")}) is None


@pytest.mark.parametrize("path", ["other", "order.items.1", "order.items.x", "order.n.x", "order.items.99999999999"])
def test_a_field_that_is_not_there(path: str) -> None:
    with pytest.raises(SourceFailed, match=f"the answer has no field {path}"):
        typed(Answer(ORDER), {"x": Wanted(path)})


@pytest.mark.parametrize(
    ("kind", "found", "value"),
    [
        ("number", "1,234.50", 1234.5),
        ("number", "-1", -1.0),
        ("whole", 3.0, 3),
        ("yes_no", "是", True),
        ("yes_no", 0, False),
        ("yes_no", "No", False),
        ("date", "20261001", "2026-10-01"),
        ("date", "2026/10/1", "2026-10-01"),
        ("text", True, "yes"),
        ("text", ["gold", 3], "gold,3"),
    ],
)
def test_types(kind: str, found: Any, value: object) -> None:
    assert typed(Answer({"f": found}), {"x": Wanted("f", ValueType(kind))}) == {"x": value}


@pytest.mark.parametrize(
    ("kind", "found", "why"),
    [
        ("number", "many", "a text, not a number"),
        ("number", True, "yes or no, not a number"),
        ("number", 10**20, "a number, not a number"),
        ("whole", 3.5, "a number, not a whole number"),
        ("yes_no", "perhaps", "a text, not yes or no"),
        ("date", "2026-02-30", "a text, not a date"),
        ("date", "tomorrow", "a text, not a date"),
        ("text", {"a": 1}, "an object, not a text"),
        ("text", [[]], "a list, not a text"),
    ],
)
def test_another_type_says_which_field(kind: str, found: Any, why: str) -> None:
    with pytest.raises(SourceFailed, match=f"the field f of the answer is {why}"):
        typed(Answer({"f": found}), {"x": Wanted("f", ValueType(kind))})


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


@given(JSON, st.text(max_size=20), st.sampled_from(ValueType))
def test_any_answer_is_typed_or_refused(found: Any, path: str, kind: ValueType) -> None:
    try:
        values = typed(Answer(found), {"x": Wanted(path, kind)})
    except SourceFailed:
        return
    assert values is None or all(isinstance(value, str | int | float | bool) for value in values.values())


def test_a_cache_forgets_what_is_old_and_what_is_too_much() -> None:
    cache, asked = Cache(most=2), Inquiry(CsvSource("a", "b", "c"), {}, cache_for=10.0)
    for number in "123":
        cache.keep(asked, {"no": number}, {"x": number}, now=0.0)
    assert [cache.find(asked, {"no": number}, 9.9) for number in "123"] == [None, {"x": "2"}, {"x": "3"}]
    assert cache.find(asked, {"no": "3"}, 10.0) is None
    assert cache.find(Inquiry(CsvSource("a", "b", "d"), {}, cache_for=10.0), {"no": "3"}, 1.0) is None
    cache.keep(Inquiry(CsvSource("a", "b", "c"), {}), {"no": "4"}, {"x": 4}, now=0.0)
    assert len(cache) == 2


@pytest.mark.parametrize("kind", [ValueType.NUMBER, ValueType.WHOLE])
def test_a_number_beyond_all_measure_is_none(kind: ValueType) -> None:
    """JSON has integers of any size, and those are no float."""
    with pytest.raises(SourceFailed):
        typed(Answer({"balance": 10**400}), {"balance": Wanted("balance", kind)})
