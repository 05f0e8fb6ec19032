"""Changes from forms keep an admin's text: comments, layout, and every line that was not meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calls.documents import Problems, compose
from service.editing.edits import Edit, edited
from service.editing.tree import Data, EditRefused, data_of

FOLDER = Path(__file__).parents[2] / "dialplans"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.rglob("*.yaml"))}
MESSY = """\
# first
a: &shared {x: 1 , "y z": 'b' ,  list: [1,2 , 3]}   # aligned

b:
    - q: 一二三 # three
      r: |
        hi
          there

    # before the second
    - s   # the second
    - [x, {y: 1}]
    -
      t: 1
      u:
    - v: {w: {}}
c: "quoted: text"
d:
e: >-
  folded
  text
f: {}
"numbers": [ "1", "2" ]
last: 1"""


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


def read(text: str) -> Data:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    assert root is not None
    return data_of(root)


def paths(data: Data, before: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if before:
        yield before
    if isinstance(data, dict):
        for key, value in data.items():
            yield from paths(value, (*before, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from paths(value, (*before, index))


def at(data: Data, path: tuple[str | int, ...]) -> Data:
    for step in path:
        data = data[step]  # type: ignore[index]  # the path was made from it
    return data


def comments(text: str) -> list[str]:
    return [line[line.index("#") :] for line in text.splitlines() if "#" in line and '"#"' not in line]


# --- the sample


def test_a_score_in_brackets_is_one_line_with_its_comment() -> None:
    after = edited(TEXTS["people.yaml"], [Edit("set", ["agents", "1003", "skills", "wealth"], 9.2)])
    assert changed_lines(TEXTS["people.yaml"], after) == [
        "-     skills: {wealth: 9.6, orders: 6, service: 5} # 0 to 10 each",
        "+     skills: {wealth: 9.2, orders: 6, service: 5} # 0 to 10 each",
    ]


def test_a_mapping_is_compared_key_by_key() -> None:
    wanted = {
        "name": "Lin Mei",
        "skills": {"orders": "8", "service": "8"},
        "wrap_up": "20s",
        "tags": {"dialect": ["minnan"]},
    }
    after = edited(TEXTS["people.yaml"], [Edit("set", ["agents", "1001"], wanted)])
    assert changed_lines(TEXTS["people.yaml"], after) == [
        '-   "1001": {name: Lin Mei, skills: {orders: 8, complaints: 6, service: 8}, wrap_up: 10s}',
        '+   "1001": {name: Lin Mei, skills: {orders: 8, service: 8}, wrap_up: 20s, tags: {dialect: [minnan]}}',
    ]


def test_a_new_person_is_written_behind_the_last() -> None:
    person = {"name": "赵一", "skills": {"orders": 5}, "wrap_up": "15s"}
    after = edited(TEXTS["people.yaml"], [Edit("set", ["agents", "1004"], person)])
    assert changed_lines(TEXTS["people.yaml"], after) == ['+   "1004": {name: 赵一, skills: {orders: 5}, wrap_up: 15s}']
    assert read(after)["agents"]["1004"]["name"] == "赵一"  # type: ignore[index,call-overload]  # written above


def test_a_rule_goes_between_the_others() -> None:
    rule = {"when": "full", "to": {"flow": "leave_message"}}
    after = edited(TEXTS["queues.yaml"], [Edit("insert", ["queues", "wealth", "overflow", 1], rule)])
    assert changed_lines(TEXTS["queues.yaml"], after) == ["+       - {when: full, to: {flow: leave_message}}"]


def test_what_is_empty_then_goes_too() -> None:
    after = edited(TEXTS["queues.yaml"], [Edit("remove", ["queues", "human", "overflow", 0])])
    assert changed_lines(TEXTS["queues.yaml"], after) == [
        "-     overflow:",
        "-       - {when: expected_wait > 20m, to: {flow: leave_message}}",
    ]


def test_many_scores_at_once() -> None:
    text = "agents:\n" + "".join(f'  "{number}": {{skills: {{a: 5}}}} # {number}\n' for number in range(1000, 2000))
    edits = [Edit("set", ["agents", str(number), "skills", "a"], 7) for number in range(1000, 2000)]
    assert edited(text, edits) == text.replace("a: 5", "a: 7")


def test_a_file_of_another_system_keeps_its_line_ends() -> None:
    text = TEXTS["people.yaml"].replace("\n", "\r\n")
    after = edited(text, [Edit("set", ["agents", "1004", "name"], "x"), Edit("remove", ["managers", "fuzhou_1"])])
    assert "\n" not in after.replace("\r\n", "")


# --- what is refused


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("a: {b: 1}", Edit("remove", ["a"])),
        ("a: {b: 1}", Edit("remove", ["x", "y"])),
        ("a: {b: 1}", Edit("insert", ["a", 0], 1)),
        ("a: [1]", Edit("insert", ["a", 5], 1)),
        ("a: {b: 1, c: 2}", Edit("rename", ["a", "b"], name="c")),
        ("a: &x {b: 1}\nc: *x", Edit("set", ["c", "b"], 2)),
        ("a: &x {b: 1}\nc: *x", Edit("set", ["a", "b"], 2)),
        ("a: text", Edit("set", ["a", "b"], 1)),
        ("a: [", Edit("set", ["a"], 1)),
        ("- a", Edit("set", ["a"], 1)),
    ],
)
def test_what_no_form_may_do(text: str, edit: Edit) -> None:
    with pytest.raises(EditRefused):
        edited(text, [edit])


# --- any change

VALUES = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(-10, 10**6),
        st.floats(0, 10, width=16),
        st.text(max_size=12),
        st.sampled_from(
            ["30s", "09:00-18:00", "2026-10-01", "yes", "", "a: b", "#x", "{", "1.5", "x #y", "- z", "行", "*", "it's"]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.dictionaries(st.text(min_size=1, max_size=6), inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


def fits(value: object) -> bool:
    """Whether our reader takes such a text at all: no control characters, no lone halves."""
    problems = Problems()
    compose(yaml.safe_dump({"a": value}, allow_unicode=True), "", problems)
    return not problems


@pytest.mark.parametrize("name", [*TEXTS, "messy"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(data=st.data())
def test_any_change_says_what_was_meant_and_keeps_every_other_comment(name: str, data: st.DataObject) -> None:
    text = TEXTS.get(name, MESSY)
    before = read(text)
    path = data.draw(st.sampled_from(list(paths(before))))
    do = data.draw(st.sampled_from(["set", "remove", "set", "add"]))
    value = data.draw(VALUES.filter(fits))
    try:
        if do == "remove":
            after = edited(text, [Edit("remove", path)])
        elif do == "set":
            after = edited(text, [Edit("set", path, value)])
        elif isinstance(at(before, path), dict) and at(before, path):
            path = (*path, "new_key")
            after = edited(text, [Edit("set", path, value)])
        else:
            return
    except EditRefused:
        blank = do == "remove" and (len(path) == 1 or len(before) == 1)
        assert blank or name == "messy", (path, do, value)
        return
    kept, left = comments(text), comments(after)
    lines = [line for line in changed_lines(text, after) if line[0] == "-"]
    gone = [comment for line in lines for comment in comments(line)]
    assert [each for each in kept if each not in gone and not any(each in other for other in left)] == []
    if do == "remove":
        assert len(text.splitlines()) >= len(after.splitlines())
    if (
        do != "remove"
        and not isinstance(value, list | dict)
        and isinstance(at(before, path[:-1]), dict)
        and do == "set"
    ):
        old = at(before, path)
        if isinstance(old, str) and "\n" not in old and old and "folded" not in old:
            assert len(lines) <= 1, lines


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_several_changes_one_after_the_other_are_as_one_by_one(data: st.DataObject) -> None:
    text = TEXTS["queues.yaml"]
    every = [path for path in paths(read(text)) if len(path) > 2]
    edits = [Edit("set", data.draw(st.sampled_from(every)), data.draw(st.integers(0, 99))) for _ in range(4)]
    one_by_one, failed = text, False
    for edit in edits:
        try:
            one_by_one = edited(one_by_one, [edit])
        except EditRefused:
            failed = True
    if not failed:
        assert edited(text, edits) == one_by_one
