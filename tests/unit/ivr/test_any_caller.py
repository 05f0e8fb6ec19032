"""Whatever an admin writes and whatever a caller does: the session awaits exactly one thing, or it is over."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from calls.causes import Cause
from calls.speech import Guess, Phrase, Recognised
from ivr.actions import (
    Action,
    Answer,
    AskCallback,
    Blocking,
    CallbackKept,
    CallbackRefused,
    Collect,
    Digits,
    Done,
    Enqueue,
    Event,
    Gone,
    MessageMissed,
    MessageTaken,
    Note,
    Play,
    Served,
    Speak,
    SpeechRules,
    Started,
    TakeMessage,
    Transfer,
    TransferFailed,
    Unheard,
    Unqueued,
    Uttered,
)
from ivr.dialplan import Plan
from ivr.loading import Loaded
from ivr.session import Session
from ivr.transitions import LEADS_TO
from tests.unit.ivr.plans import load_texts, sample

SAMPLE = sample().plan
NOW = 1_700_000_000.0
FLOWS = ("a", "b", "c")
flow = st.sampled_from(FLOWS)
flag = st.sampled_from(["yes", "no"])
keys = st.text("0123456789*#", min_size=1, max_size=3)
choice = st.one_of(flow.map("{{go: {}}}".format), flow.map("{{go: {}, say: p}}".format), st.just("{language: en}"))
menu = st.builds(
    lambda choices, tries, then, barge_in: (
        "menu: {prompt: p, choices: {"
        + ", ".join(f'"{key}": {value}' for key, value in choices.items())
        + f"}}, noinput: {{tries: {tries}, then: {then}}}, barge_in: {barge_in}}}"
    ),
    st.dictionaries(keys, choice, min_size=1, max_size=4),
    st.integers(1, 4),
    flow,
    flag,
)
callback = st.builds(
    "callback: {{queue: orders, number: {}, {}otherwise: {}}}".format,
    st.sampled_from(['"{caller.number}"', '"{phone}"', "ask"]),
    st.one_of(st.just(""), flow.map("then: {}, ".format)),
    flow,
)
message = st.builds(
    "message: {{box: sales, at_least: {}s, {}{}}}".format,
    st.integers(1, 3),
    st.one_of(st.just(""), flow.map("then: {}, ".format)),
    st.one_of(st.just("silence: 3s"), flow.map("otherwise: {}".format)),
)
question = st.builds(
    "{{id: {}, prompt: q, scores: {}, low: 2, follow_up: {}}}".format,
    st.just("nps"),
    st.sampled_from(["0-10", "1-5"]),
    flow,
)
survey = st.builds(
    "survey: {{name: s, questions: [{}, {{id: other, prompt: q, scores: 0-10}}], voice: {}}}".format, question, flag
)
step = st.one_of(
    menu,
    callback,
    message,
    survey,
    flag.map("say: {{prompt: [p, q], barge_in: {}}}".format),
    flow.map("goto: {}".format),
    flow.map("enqueue: {{queue: orders, after: {0}, otherwise: {0}}}".format),
    flow.map('transfer: {{to: "1003", otherwise: {}}}'.format),
    flow.map("hours: {{of: night, closed: {}}}".format),
    st.sampled_from(["hang_up", "hang_up: {say: p}", "language: en", "language: zh", "enqueue: orders"]),
)
steps = st.lists(step, min_size=1, max_size=4)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan that loads: with loops, dead ends and unreachable flows."""
    flows = "".join(f"  {name}:\n" + "".join(f"    - {each}\n" for each in draw(steps)) for name in FLOWS)
    head = "numbers: {any: a}\nlanguages: [zh, en]\nhours: {night: {zone: UTC, week: {mon: '22:00-06:00'}}}\nflows:\n"
    loaded: Loaded = load_texts({"main.yaml": head + flows})
    assert [problem.told() for problem in loaded.problems] == []
    return loaded.plan


# A caller: for each question a number that picks what happens, and the keys he presses.
callers = st.lists(st.tuples(st.integers(0, 9), st.text("0123456789*#", max_size=4)), max_size=40)


def _event(asked: Blocking | None, luck: int, pressed: str) -> Event:
    match asked:
        case _ if luck == 9:
            return Gone()
        case Play(stop_on=stop_on):
            return Done(pressed[:1] if pressed[:1] in stop_on else "")
        case Collect(speech=SpeechRules(question=asked_for)) if luck > 6:
            return Unheard("late") if luck == 7 or not asked_for.phrases else _said(asked_for.phrases[0])
        case Collect(max_digits=most):
            return Digits(pressed[:most])
        case Enqueue():
            return Served() if luck % 2 else Unqueued()
        case Transfer():
            return TransferFailed(Cause.BUSY)
        case _:
            return _left(asked, luck)


def _left(asked: Blocking | None, luck: int) -> Event:
    match asked:
        case TakeMessage():
            return MessageMissed("silence", again=luck > 5) if luck % 2 else MessageTaken(3.0)
        case AskCallback():
            return CallbackRefused("barred") if luck % 2 else CallbackKept()
        case _:
            return Done()


def _said(phrase: Phrase) -> Uttered:
    return Uttered(Recognised(phrase.text, (Guess(phrase.means, phrase.text, 0.9),), "tiny", 0.1))


def _is_sound(session: Session, actions: Sequence[Action]) -> None:
    blocking = [action for action in actions if not isinstance(action, Note | Speak)]
    assert len(blocking) == (0 if isinstance(session.outstanding, type(None)) else 1)
    assert actions[-1:] == blocking[-1:] or session.outstanding is None, "the blocking action comes last"
    if session.outstanding is not None:
        assert session.phase is LEADS_TO[type(session.outstanding)]


def _walk(plan: Plan, number: str, caller: Sequence[tuple[int, str]]) -> Session:
    session, now = Session.begin(plan, number, NOW), NOW
    actions = session.receive(Started(), now)
    _is_sound(session, actions)
    for luck, pressed in caller:
        if session.over:
            break
        now += 1
        event = Done() if isinstance(session.outstanding, Answer) else _event(session.outstanding, luck, pressed)
        _is_sound(session, session.receive(event, now))
    return session


@given(plans(), callers)
@settings(max_examples=150, deadline=None)
def test_any_plan_with_any_caller(plan: Plan, caller: list[tuple[int, str]]) -> None:
    _walk(plan, "100", caller)


@given(callers)
@settings(max_examples=200, deadline=None)
def test_the_sample_hotline_with_any_caller(caller: list[tuple[int, str]]) -> None:
    _walk(SAMPLE, "95105", caller)


@given(plans())
@settings(max_examples=60, deadline=None)
def test_a_call_goes_on_at_any_step_of_any_plan(plan: Plan) -> None:
    for each in (step for flow in plan.flows.values() for step in flow.steps):
        session = Session.resume(plan, each.id, NOW)
        _is_sound(session, session.receive(Started(), NOW))


@given(callers)
@settings(max_examples=100, deadline=None)
def test_who_keys_nothing_more_reaches_a_person_or_the_end_of_the_sample(caller: list[tuple[int, str]]) -> None:
    session = _walk(SAMPLE, "95105", caller)
    for _ in range(30):
        if session.over or isinstance(session.outstanding, Enqueue | Transfer):
            return
        session.receive(_event(session.outstanding, 0, ""), NOW + 100)
    raise AssertionError(f"still in the menus at {session.step}")
