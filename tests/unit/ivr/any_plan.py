"""Plans drawn at random. Each verb has its strategy in `DRAWN`: a new verb is drawn as soon as it is named there."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from ivr.dialplan import Plan
from ivr.loading import Loaded
from tests.unit.ivr.plans import load_texts

Text = st.SearchStrategy[str]
FLOWS = ("a", "b", "c")
flow = st.sampled_from(FLOWS)
flag = st.sampled_from(["yes", "no"])
keys = st.text("0123456789*#", min_size=1, max_size=3)
value = st.sampled_from(["x", "caller.number", "time.hour", "queue.orders.waiting", "caller.value", "9", "'vip'"])
condition = st.sampled_from(
    ["x > 3", "x == 'vip'", "time.hour < 12", "open.night", "queue.orders.waiting > 2", "caller.value > 5", "not x"]
)


def perhaps(written: Text) -> Text:
    """These keys, or none of them."""
    return st.one_of(st.just(""), written)


choice = st.builds(
    "{{go: {}{}{}{}}}".format,
    flow,
    perhaps(st.just(", say: p")),
    st.sampled_from([", phrases: {zh: [订单], en: order}", ", phrases: {zh: 投诉}, name: n", ""]),
    perhaps(st.just(", prompt: m")),
)
misses = st.builds("{{tries: {}, {}then: {}}}".format, st.integers(1, 4), st.just(""), flow)
manner = st.builds(
    "barge_in: {}, secret: {}, operator: {}{}".format,
    flag,
    flag,
    flag,
    perhaps(st.just(", confidence: {accept: 0.8, confirm: 0.4}")),
)


def _menu(choices: Mapping[str, str], silent: str, wrong: str, more: str, order: str) -> str:
    written = ", ".join(f'"{key}": {value}' for key, value in choices.items())
    nomatch = f", nomatch: {wrong}" if wrong else ""
    by_habit = ", order: by_habit" if _may_follow_habits(choices, more) and order == "yes" else ""
    return f"menu: {{prompt: p, choices: {{{written}}}, noinput: {silent}{nomatch}, {more}{by_habit}}}"


def _may_follow_habits(choices: Mapping[str, str], more: str) -> bool:
    named = any("name:" in each for each in choices.values())
    return named and "secret: no" in more and not any(key.startswith("*") for key in choices)


menu = st.builds(
    _menu,
    st.dictionaries(keys, st.one_of(choice, st.just("{language: en, phrases: {zh: 英文}}")), min_size=1, max_size=4),
    misses,
    perhaps(misses),
    manner,
    flag,
)
answers = st.sampled_from(
    [
        "type: digits, length: 4, confirm: yes",
        "type: digits, least: 2, most: 5, speech: yes",
        "type: number, most: 500",
        "type: amount, confirm: yes",
        "type: date",
        "type: date, format: MMDD, confirm: yes",
        "type: phone, terminator: none",
        "type: yes_no",
        "type: phrase",
        "type: phone, speech: no",
    ]
)
ask = st.builds("ask: {{prompt: p, into: x, {}, noinput: {}, {}}}".format, answers, misses, manner)
callback = st.builds(
    "callback: {{queue: orders, number: {}, {}otherwise: {}}}".format,
    st.sampled_from(['"{caller.number}"', '"{x}"', "ask"]),
    perhaps(flow.map("then: {}, ".format)),
    flow,
)
message = st.builds(
    "message: {{box: sales, at_least: {}s, {}{}}}".format,
    st.integers(1, 3),
    perhaps(flow.map("then: {}, ".format)),
    st.one_of(st.just("silence: 3s"), flow.map("otherwise: {}".format)),
)
question = st.builds(
    "{{id: nps, prompt: q, scores: {}, low: 2, follow_up: {}}}".format, st.sampled_from(["0-10", "1-5"]), flow
)
say = st.one_of(
    flag.map("say: {{prompt: [p, q], barge_in: {}}}".format),
    st.sampled_from(["say: p", "say: {prompt: p, operator: no}", 'say: [p, {digits: "{x}"}]', 'say: {amount: "{x}"}']),
)
DRAWN: Mapping[str, Text] = {
    "say": say,
    "menu": menu,
    "ask": ask,
    "enqueue": st.one_of(
        flow.map("enqueue: {{queue: orders, after: {0}, otherwise: {0}}}".format), st.just("enqueue: orders")
    ),
    "transfer": flow.map('transfer: {{to: "1003", otherwise: {}}}'.format),
    "callback": callback,
    "message": message,
    "survey": st.builds(
        "survey: {{name: s, questions: [{}, {{id: other, prompt: q, scores: 0-10}}], voice: {}}}".format, question, flag
    ),
    "hours": flow.map("hours: {{of: night, closed: {}}}".format),
    "language": st.sampled_from(["language: en", "language: zh"]),
    "set": value.map('set: {{x: "{}"}}'.format),
    "branch": st.builds('branch: {{ways: [{{when: "{}", go: {}}}], otherwise: {}}}'.format, condition, flow, flow),
    "call": st.one_of(flow.map("call: {}".format), st.builds("call: {{flow: {}, with: {{x: 7}}}}".format, flow)),
    "lookup": st.builds(
        'lookup: {{csv: orders.csv, where: no, equals: "{{x}}", into: {{x: state}}, otherwise: {}{}}}'.format,
        flow,
        perhaps(flow.map(", failed: {}".format)),
    ),
    "notice": st.sampled_from(["notice: {name: storm, prompt: p}", "notice: {name: storm, prompt: p, barge_in: yes}"]),
    "goto": flow.map("goto: {}".format),
    "hang_up": st.sampled_from(["hang_up", "hang_up: {say: p}"]),
}
"""By verb: steps of it, as an admin may write them. `x` is a variable that every plan knows."""
ASKING = ("menu", "ask", "survey")
"""Verbs with most to go wrong: every flow begins with one."""
HEAD = """numbers: {any: a}
languages: [zh, en]
hours: {night: {zone: UTC, week: {mon: '22:00-06:00'}}}
"""
operator = st.sampled_from(["", "operator: no\n", "operator: a\n", 'operator: {flow: b, key: "*"}\n', "operator: c\n"])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan that loads: with loops, dead ends and unreachable flows."""
    asking = st.one_of(*(DRAWN[verb] for verb in ASKING))
    step = st.one_of(asking, *DRAWN.values(), asking)
    flows = {name: [draw(asking), *draw(st.lists(step, max_size=3))] for name in FLOWS}
    flows["given"] = ["set: {x: 1}", "hang_up"]
    written = "".join(f"  {name}:\n" + "".join(f"    - {each}\n" for each in steps) for name, steps in flows.items())
    loaded: Loaded = load_texts({"main.yaml": f"{HEAD}{draw(operator)}flows:\n{written}"})
    assert [problem.told() for problem in loaded.problems] == [], written
    return loaded.plan
