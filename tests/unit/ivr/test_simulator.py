"""A call without a phone, told line by line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from calls.speech import Phrase
from ivr.actions import Collect, Enqueue, HangUp
from ivr.scenes import Doing, HangsUp, IsServed, IsSilent, Presses, Says, Scene, Story, prompts_in
from ivr.simulator import simulate, understood
from ivr.simulator_told import told
from tests.unit.ivr.plans import whole_plan

PLAN = whole_plan("""
numbers: {"95105": main}
languages: [zh, en]
at_most: 120s
flows:
  main:
    - say: greeting
    - menu:
        prompt: main_menu
        choices: {1: {go: orders, scenario: order}, 12: bye, 3: {go: main, language: en}}
        noinput: {tries: 3, prompts: [noinput], then: bye}
        first_within: 4s
  orders:
    - enqueue: {queue: orders, priority: 4, after: main}
  bye:
    - hang_up: {say: goodbye}
""")


def call(*doings: Doing) -> Story:
    return simulate(PLAN, Scene("95105", 0.0, doings=doings))


def test_the_call_is_told_line_by_line() -> None:
    words = {"greeting": "您好"}
    assert told(call(IsSilent(), Presses("1")), lambda prompt, _language: words.get(prompt, "")) == [
        "    0.0 s  answers",
        "    0.0 s  main.1 says",
        "    0.0 s          greeting: 您好",
        "    0.0 s  main.2 asks",
        "    0.0 s          main_menu",
        "    0.0 s  caller is silent",
        "    4.0 s          main.2: noinput, try 1",
        "    4.0 s  main.2 asks",
        "    4.0 s          noinput",
        "    4.0 s          main_menu",
        "    4.0 s  caller keys 1",
        "    4.0 s          main.2: choice 1 leads to orders [order]",
        "    4.0 s  orders.1 waits in queue orders, priority 4",
    ]


def test_prompts_take_their_time() -> None:
    story = simulate(PLAN, Scene("95105", 0.0, doings=[Presses("1")], seconds=lambda _prompt, _language: 2.5))
    assert story.moments[-1].at == 5.0


def test_more_keys_than_a_question_takes_are_keyed_ahead() -> None:
    assert isinstance(call(Presses("12")).end, HangUp)
    assert isinstance(call(Presses("3#1#")).end, Enqueue)


def test_where_nobody_listens_words_are_silence() -> None:
    assert prompts_in(call(Says("订单"), HangsUp()))[-2:] == ["noinput", "main_menu"]


def test_words_are_understood_by_their_sound() -> None:
    phrases = [Phrase("查订单", "1"), Phrase("投诉", "2"), Phrase("我要投诉", "2")]
    heard = understood("查定单", phrases, "zh")
    assert heard.best is not None
    assert (heard.best.means, heard.best.phrase) == ("1", "查订单")
    assert len({guess.means for guess in heard.guesses}) == len(heard.guesses)


DOINGS = st.one_of(
    st.text("0123456789*#", min_size=1, max_size=6).map(Presses),
    st.text(max_size=6).map(Says),
    st.sampled_from([IsSilent(), HangsUp(), IsServed()]),
)


@given(st.lists(DOINGS, max_size=40))
def test_every_simulated_call_ends_within_the_time_in_the_menus(doings: list[Doing]) -> None:
    story = call(*doings)
    assert story.end is None or isinstance(story.end, Enqueue | HangUp)
    asked = [moment for moment in story.moments if isinstance(moment.what, Collect)]
    assert len(asked) <= 3 * (len(doings) + 2)
    assert told(story)


def test_a_question_of_a_survey_is_told_once_it_is_answered() -> None:
    plan = whole_plan("""
numbers: {"1": main}
languages: [zh]
flows:
  main:
    - survey: {name: after, questions: [{id: nps, prompt: main_menu, scores: 0-9}]}
    - hang_up
""")
    scores = [line.strip() for line in told(simulate(plan, Scene("1", 0.0, doings=(Presses("7"),)))) if "nps" in line]
    assert [line.partition("s  ")[2].strip() for line in scores] == ["after, nps: 7"]
