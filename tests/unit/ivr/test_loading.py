"""The loader tells every mistake at once, each at its place, with what was expected and what to do."""

from __future__ import annotations

import pytest

from ivr.checking import check
from ivr.steps import VERBS as VERB_TABLE
from tests.unit.ivr.plans import load_texts, told

HEAD = "numbers: {100: start}\nlanguages: [zh, en]\nflows:\n"
VERBS = ", ".join(VERB_TABLE)

MISTAKES = {
    "an unknown verb": (
        "  start:\n    - saay: hi\n",
        [f"5:7: found verb 'saay', expected one of {VERBS} (hint: did you mean 'say'?)"],
    ),
    "two verbs in one step": (
        "  start:\n    - say: hi\n      hang_up:\n",
        [f"5:7: found keys with values, expected one verb: one of {VERBS} (hint: begin each step with its own dash)"],
    ),
    "a flow without steps": (
        "  start: []\n",
        ["4:10: found a flow without steps, expected at least one step (hint: end it with hang_up, for example)"],
    ),
    "steps without dashes": (
        "  start:\n    say: hi\n",
        [
            "5:5: found keys with values, expected a list of steps, each with a dash "
            "(hint: put a dash before each entry)"
        ],
    ),
    "a flow that is misspelt": (
        "  start:\n    - goto: strat\n",
        ["5:13: found 'strat', expected the name of a flow (hint: did you mean 'start'?)"],
    ),
    "a menu without its keys": (
        "  start:\n    - menu: {prompt: p}\n",
        [
            "5:13: found no 'choices', expected the key 'choices'",
            "5:13: found no 'noinput', expected the key 'noinput'",
        ],
    ),
    "no choices": (
        "  start:\n    - menu: {prompt: p, choices: {}, noinput: {then: start}}\n",
        ["5:34: found keys with values, expected keys, each with a choice"],
    ),
    "a key that no telephone has": (
        "  start:\n    - menu: {prompt: p, choices: {E: start}, noinput: {then: start}}\n",
        ['5:35: found \'E\', expected 1 to 4 keys of 0123456789*# (hint: put quotes around "*" and "#")'],
    ),
    "a key used twice": (
        '  start:\n    - menu:\n        prompt: p\n        choices:\n          1: start\n          "1": start\n'
        "        noinput: {then: start}\n",
        ["9:11: found key '1' again, expected each key once (hint: it was used at line 8 already; remove one)"],
    ),
    "a choice to nowhere": (
        "  start:\n    - menu: {prompt: p, choices: {1: {say: q}}, noinput: {then: start}}\n",
        ["5:38: found neither, expected the key 'go' or the key 'language'"],
    ),
    "a language that the plan has not": (
        "  start:\n    - language: fr\n",
        ["5:17: found 'fr', expected one of zh, en (hint: known here: en, zh)"],
    ),
    "phrases in a language that the plan has not": (
        "  start:\n    - menu: {prompt: p, choices: {1: {go: start, phrases: {fr: oui}}}, noinput: {then: start}}\n",
        ["5:60: found key 'fr', expected one of zh, en (hint: known here: en, zh)"],
    ),
    "prompts that nobody will hear": (
        "  start:\n    - menu: {prompt: p, choices: {1: start}, noinput: {tries: 2, prompts: [a, b], then: start}}\n",
        [
            "5:75: found 2 prompts, expected 1 at most, for the menu is heard 2 times "
            "(hint: raise tries, or remove a prompt)"
        ],
    ),
    "wrong values": (
        "  start:\n    - transfer: {to: 'rm -rf', ring: 2s}\n    - enqueue: {queue: orders, priority: high}\n",
        [
            "5:22: found 'rm -rf', expected an agent's name or a phone number "
            "(hint: a name is made of letters a-z, digits, _ - and .)",
            "5:38: found '2s', expected a value from 5 to 120 seconds",
            "6:42: found 'high', expected a variable that some step gives a value (hint: a text needs quotes within "
            "the expression: \"'zh'\")",
        ],
    ),
    "hours that are not there": (
        "  start:\n    - hours: {of: office, closed: start}\n",
        ["5:19: found 'office', expected the name of hours"],
    ),
    "a prompt that is no name": (
        "  start:\n    - say: ../../etc/passwd\n    - say: []\n    - say:\n",
        [
            "5:12: found '../../etc/passwd', expected the id of a prompt, or a list of them "
            "(hint: a name is made of letters a-z, digits, _ - and .)",
            "6:12: found an empty list, expected the id of a prompt, or a list of them",
            "7:7: found nothing, expected the id of a prompt, or a list of them "
            "(hint: a name is made of letters a-z, digits, _ - and .)",
        ],
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_at_its_place(name: str) -> None:
    flows, expected = MISTAKES[name]
    assert told(HEAD + flows) == [f"main.yaml:{each}" for each in expected]


def test_a_blank_plan_can_not_be_used() -> None:
    """P24: an admin saves a blank dialplan."""
    assert told("") == [
        "main.yaml:1:1: found a blank file, expected a document (hint: nothing is written in this file)"
    ]


def test_missing_sections_are_told() -> None:
    assert told("at_most: 5m\n") == [
        "main.yaml:1:1: found no 'flows', expected the section 'flows'",
        "main.yaml:1:1: found no 'languages', expected the section 'languages'",
        "main.yaml:1:1: found no 'numbers', expected the section 'numbers'",
    ]


def test_an_unknown_section_is_told() -> None:
    [problem] = told(HEAD + "  start:\n    - hang_up\nfolws: {}\n")
    assert problem.startswith("main.yaml:6:1: found section 'folws', expected one of numbers, ")
    assert problem.endswith("(hint: did you mean 'flows'?)")


def test_numbers_lead_to_flows_that_exist() -> None:
    assert told("numbers: {abc: start, '100': strt}\nlanguages: [zh]\nflows:\n  start: [hang_up]\n") == [
        "main.yaml:1:11: found 'abc', expected a number that is dialled, or any (hint: such as \"95105\")",
        "main.yaml:1:30: found 'strt', expected the name of a flow (hint: did you mean 'start'?)",
    ]


def test_languages_are_codes() -> None:
    [problem] = told("numbers: {100: s}\nlanguages: [zh, English]\nflows:\n  s: [hang_up]\n")
    assert problem == "main.yaml:2:12: found 'English', expected languages such as [zh, en]"


def test_mistakes_of_every_file_come_together_sorted() -> None:
    main = "numbers: {100: strat}\nlanguages: [zh]\ninclude: [b.yaml, a.yaml]\nflows:\n  start: [hang_pu]\n"
    problems = told(main, a="hours:\n  office: {}\n", b="flows:\n  more:\n    - goto: strt\n")
    assert [problem.split(": found")[0] for problem in problems] == [
        "a.yaml:2:11",
        "a.yaml:2:11",
        "a.yaml:2:11",
        "b.yaml:3:13",
        "main.yaml:1:16",
        "main.yaml:5:11",
    ]


# --- includes ---------------------------------------------------------------------------------------------------


GOOD = "numbers: {100: start}\nlanguages: [zh]\nflows:\n  start: [hang_up]\n"


def test_sections_may_be_spread_over_files() -> None:
    files = {
        "plans/main.yaml": GOOD + "include: more/menus.yaml\n",
        "plans/more/menus.yaml": "flows:\n  second: [hang_up]\ninclude: [queues.yaml]\n",
        "plans/more/queues.yaml": "queues: {orders: {weight: 2}}\n",
    }
    loaded = load_texts(files, "plans/main.yaml")
    assert [problem.told() for problem in loaded.problems] == []
    assert set(loaded.plan.flows) == {"start", "second"}
    assert [str(key.place) for key, _ in loaded.sections["queues"].items()] == ["plans/more/queues.yaml:1:10"]


@pytest.mark.parametrize(
    ("include", "files", "problem"),
    [
        ("[gone.yaml]", {}, "5:11: found gone.yaml: No such file or directory, expected a file that can be read"),
        (
            "[a.yaml]",
            {"a": "include: [main.yaml]\n"},
            "a.yaml:1:11: found main.yaml again, expected each file once (hint: remove one of the two lines)",
        ),
        (
            "[a.yaml, a.yaml]",
            {"a": "hours: {}\n"},
            "5:19: found a.yaml again, expected each file once (hint: remove one of the two lines)",
        ),
        (
            "[../../etc/passwd]",
            {},
            "5:11: found '../../etc/passwd', expected a file in the folder of the dialplan "
            "(hint: copy the file into that folder)",
        ),
        (
            "[/etc/passwd]",
            {},
            "5:11: found '/etc/passwd', expected a file in the folder of the dialplan "
            "(hint: copy the file into that folder)",
        ),
        (
            "[a.yaml]",
            {"a": "flows:\n  start: [hang_up]\n"},
            "a.yaml:2:3: found 'start' again, expected each name once (hint: it is used at main.yaml:4:3 already)",
        ),
        (
            "[a.yaml]",
            {"a": "languages: [en]\n"},
            "a.yaml:1:1: found section 'languages' again, expected this section once "
            "(hint: it is in main.yaml already)",
        ),
        ("[a.yaml]", {"a": ""}, "a.yaml:1:1: found a blank file, expected a document "
                                "(hint: nothing is written in this file)"),
    ],
)  # fmt: skip
def test_includes_that_cannot_be(include: str, files: dict[str, str], problem: str) -> None:
    expected = problem if problem.startswith("a.yaml") else f"main.yaml:{problem}"
    assert expected in told(GOOD + f"include: {include}\n", **files)


@pytest.mark.parametrize("main", ["plans/main.yaml", "./plans/main.yaml", "plans/../plans/main.yaml"])
def test_the_folder_of_the_dialplan_may_be_written_in_any_way(main: str) -> None:
    files = {"plans/main.yaml": GOOD + "include: a.yaml\n", "plans/a.yaml": "queues: {}\n"}
    assert [problem.told() for problem in load_texts(files, main).problems] == []


def test_a_name_of_a_file_that_no_disk_takes() -> None:
    outside, unreadable = sorted(told(GOOD + 'include: ["a\\0b.yaml"]\n'), key=len, reverse=True)
    assert outside.startswith("main.yaml:5:11: found 'a·b.yaml', expected a file in the folder of the dialplan")
    assert unreadable.startswith("main.yaml:5:11: found the character U+0000")


def test_a_long_plan_is_loaded_and_proved_whole() -> None:
    flows = "".join(f"  f{n}:\n    - say: p\n    - goto: f{n + 1}\n" for n in range(1500))
    loaded = load_texts({"main.yaml": f"numbers: {{1: f0}}\nlanguages: [zh]\nflows:\n{flows}  f1500: [hang_up]\n"})
    assert (len(loaded.problems), sum(len(flow.steps) for flow in loaded.plan.flows.values())) == (0, 3001)
    assert check(loaded.plan, lambda *_: True, (), (), lambda _: True) == []
