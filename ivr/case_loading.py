"""YAML -> test cases of a dialplan. Every problem is told at its place, as those of the plan are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo

from calls.documents import Node, Problems, compose
from calls.events import Caller
from calls.profile import UNKNOWN, Profile, Value
from ivr.actions import LookUp
from ivr.case_names import Names, names_of
from ivr.dialplan import Plan
from ivr.events import Found, NotFound
from ivr.grammar import KEYS as KEYS_OF_PHONE
from ivr.rehearsal import DAY, Case, Expected, moment_of
from ivr.scenes import ComesBack, Doing, HangsUp, IsGiven, IsServed, IsSilent, Presses, Says, Scene
from ivr.surroundings import Nowhere, QueueState

KEYS = ("name", "from", "to", "at", "language", "profile", "queues", "switches", "habits", "lookups", "do", "expect")
WORLD = ("profile", "queues", "switches", "habits", "lookups")
EXPECTED = ("hears", "never_hears", "ends", "scenario", "language", "variables")
PROFILE = ("segment", "value", "language", "dialect", "tags", "manager", "wait_limit")
PLAIN: Mapping[str, Doing] = {
    "silence": IsSilent(),
    "hang up": HangsUp(),
    "served": IsServed(),
    "not taken": ComesBack(),
}
LOOKUPS = "steps, each with its answer"
Answering = Callable[[LookUp], Found | NotFound]
"""What a lookup is answered."""
DOINGS = "press KEYS, say WORDS, silence, hang up, served, not taken, or given to FLOW"
GIVEN = "given to "
"""Before the flow to which a queue gives the caller."""


def load_cases(file: str, text: str, plan: Plan, zone: tzinfo, first_number: str, problems: Problems) -> list[Case]:
    """The cases of one file, for this plan. `zone`: of the times; `first_number`: what is dialled where nothing is said."""
    root = compose(text, file, problems)
    if not root.present:
        return []
    cases = root.mapping(("cases",), ("cases",)).of("cases")
    names = names_of(plan)
    return [_case(node, names, zone, first_number) for node in cases.sequence("cases, each with a dash")]


def _case(node: Node, names: Names, zone: tzinfo, first_number: str) -> Case:
    fields = node.mapping(KEYS, ("name", "expect"))
    names.check_world(fields)
    scene = Scene(
        fields.of("to").text(first_number),
        _at(fields.of("at"), zone),
        Caller(fields.of("from").text("13800000000")),
        fields.of("language").text(),
        tuple(doing for each in _list(fields.of("do")) if (doing := _doing(each, names)) is not None),
        _surroundings(fields.of("queues"), fields.of("switches"), fields.of("profile"), fields.of("habits")),
        _answers(fields.of("lookups")),
    )
    return Case(fields.of("name").text(), node.place, scene, _expected(fields.of("expect"), names))


def _at(node: Node, zone: tzinfo) -> float:
    try:
        return moment_of(node.text(DAY), zone)
    except ValueError:
        node.problem("wrong-value", "a date and a time such as 2026-10-01 09:00")
        return moment_of(DAY, zone)


def _doing(node: Node, names: Names) -> Doing | None:
    doing = doing_of(node.text(expected=DOINGS))
    if isinstance(doing, IsGiven):
        names.check_flow(node, doing.flow)
    if doing is None and node.kind == "text":
        node.problem("wrong-value", DOINGS)
    return doing


def doing_of(text: str) -> Doing | None:
    """`press 1`, `say 查订单`, `silence`, `hang up`, `served`, `not taken`, `given to message`; None for anything else."""
    if text.strip().startswith(GIVEN):
        return IsGiven(text.strip().removeprefix(GIVEN).strip())
    verb, _, rest = text.strip().partition(" ")
    keys = rest.strip("\"'")
    if verb == "press" and keys and all(key in KEYS_OF_PHONE for key in keys):
        return Presses(keys)
    if verb == "say" and rest.strip():
        return Says(rest.strip())
    return PLAIN.get(text.strip())


def world_of(node: Node, plan: Plan, otherwise: Answering) -> tuple[Nowhere, Answering]:
    """`{profile: …, queues: …, switches: …, habits: …, lookups: …}`. `otherwise`: answers lookups that are not named."""
    fields = node.mapping(WORLD)
    names_of(plan).check_world(fields)
    surroundings = _surroundings(*(fields.of(key) for key in ("queues", "switches", "profile", "habits")))
    answers = {key.written: _answer(value) for key, value in fields.of("lookups").items(LOOKUPS)}
    return surroundings, lambda asked: answers[asked.step] if asked.step in answers else otherwise(asked)


def _surroundings(queues: Node, switches: Node, profile: Node, habits: Node) -> Nowhere:
    return Nowhere(
        {key.written: _queue(value) for key, value in queues.items("queues, each with its state")},
        {key.written: value.boolean() for key, value in switches.items("switches, each on or off")},
        _profile(profile),
        {key.written: _counts(value) for key, value in habits.items("menus, each with counts by key")},
    )


def _queue(node: Node) -> QueueState:
    fields = node.mapping(("waiting", "ready", "expected_wait"))
    wait = fields.of("expected_wait").seconds() if "expected_wait" in fields else None
    return QueueState(fields.of("waiting").integer(0, least=0), fields.of("ready").integer(0, least=0), wait)


def _counts(node: Node) -> dict[str, int]:
    return {key.written: value.integer(0, least=0) for key, value in node.items("keys, each with a count")}


def _profile(node: Node) -> Profile:
    """Fields that a profile does not have by itself are `other`."""
    if not node.present:
        return UNKNOWN
    found = {key.written: value for key, value in node.items("fields of the profile")}
    return Profile(
        _text(found.get("segment")),
        found["value"].number() if "value" in found else None,
        _text(found.get("language")),
        _text(found.get("dialect")),
        found["tags"].texts() if "tags" in found else (),
        _text(found.get("manager")),
        found["wait_limit"].seconds() if "wait_limit" in found else None,
        {name: scalar(value) for name, value in found.items() if name not in PROFILE},
    )


def _text(node: Node | None) -> str:
    return node.text() if node else ""


class _Answers:
    """What lookups answer, by the step that asks."""

    def __init__(self, by_step: Mapping[str, Found | NotFound]) -> None:
        self._by_step = by_step

    def __call__(self, asked: LookUp) -> Found | NotFound:
        return self._by_step.get(asked.step, NotFound("this case gives no answer", failed=True))


def _answers(node: Node) -> _Answers:
    return _Answers({key.written: _answer(value) for key, value in node.items(LOOKUPS)})


def _answer(node: Node) -> Found | NotFound:
    """A mapping of fields, or `nothing`, or `failed`."""
    if node.kind == "text":
        word = node.one_of(("nothing", "failed"))
        return NotFound(word or "nothing", failed=word == "failed")
    return Found({key.written: scalar(value) for key, value in node.items("fields, or nothing, or failed")})


def scalar(node: Node) -> Value:
    """A value as it is written: a number without quotes is a number, yes and no are truth, all else is text."""
    text = node.text()
    if not node.plain:
        return text
    if text.lower() in ("true", "yes", "false", "no"):
        return text.lower() in ("true", "yes")
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def _expected(node: Node, names: Names) -> Expected:
    fields = node.mapping(EXPECTED)
    names.check_expected(fields)
    variables = {key.written: value.text() for key, value in fields.of("variables").items("names, each with a value")}
    return Expected(
        _texts(fields.of("hears")),
        _texts(fields.of("never_hears")),
        fields.of("ends").text(),
        fields.of("scenario").text(),
        fields.of("language").text(),
        variables,
    )


def _texts(node: Node) -> tuple[str, ...]:
    return node.texts() if node.present else ()


def _list(node: Node) -> Sequence[Node]:
    return node.sequence() if node.kind == "list" else [node] if node.present else []
