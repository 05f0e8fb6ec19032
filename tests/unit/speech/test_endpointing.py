"""Where speech begins and ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speech.endpointing import (
    FRAME,
    LINE_SILENT,
    Endpointing,
    EndpointRules,
    Heard,
    SpeechBegan,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
)

RULES = EndpointRules(begin_after=0.2, window=0.4, pause_after=0.3, end_after=0.7, at_most=4.0)
Story = list[tuple[float, Heard]]


def frames(*stretches: tuple[float, bool]) -> list[bool]:
    """(seconds, speech or not), one after the other."""
    return [speech for seconds, speech in stretches for _ in range(round(seconds / FRAME))]


def story(flags: list[bool], rules: EndpointRules = RULES) -> Story:
    """What is told, each with the seconds that had passed."""
    machine, told = Endpointing(rules), list[tuple[float, Heard]]()
    for number, flag in enumerate(flags, 1):
        told += [(round(number * FRAME, 2), one) for one in machine.receive(flag, number * FRAME)]
    return told


def test_speech_begins_after_enough_of_it_and_ends_after_silence() -> None:
    told = story(frames((1.0, False), (0.8, True), (1.0, False)))
    assert told == [(1.2, SpeechBegan(10)), (2.1, SpeechPaused()), (2.5, SpeechEnded())]


def test_a_click_is_no_speech() -> None:
    assert story(frames((0.5, False), (0.1, True), (2.0, False))) == []


def test_clicks_far_apart_are_no_speech() -> None:
    assert story(frames(*[(0.1, True), (0.4, False)] * 6)) == []


def test_speech_with_gaps_begins_where_its_first_sound_was() -> None:
    told = story(frames((1.0, False), (0.1, True), (0.06, False), (0.1, True), (1.0, False)))
    assert told[0] == (1.26, SpeechBegan(13))


def test_a_pause_is_not_the_end() -> None:
    told = story(frames((0.5, True), (0.5, False), (0.3, True), (0.7, False)))
    kinds = [type(one) for _, one in told]
    assert kinds == [SpeechBegan, SpeechPaused, SpeechResumed, SpeechPaused, SpeechEnded]


def test_a_short_breath_is_not_even_a_pause() -> None:
    told = story(frames((0.5, True), (0.2, False), (0.5, True), (0.8, False)))
    assert [type(one) for _, one in told] == [SpeechBegan, SpeechPaused, SpeechEnded]


def test_who_never_ends_is_cut() -> None:
    told = story(frames((9.0, True)))
    assert told[1] == (4.0, SpeechEnded(cut=True))


def test_after_the_end_it_may_begin_again() -> None:
    told = story(frames((0.5, True), (0.8, False), (0.5, True), (0.8, False)))
    assert [type(one) for _, one in told].count(SpeechEnded) == 2


def test_a_line_that_sends_nothing_in_silence_is_silent() -> None:
    machine = Endpointing(RULES)
    for number in range(20):
        machine.receive(True, number * FRAME)
    last = 19 * FRAME
    assert machine.next_deadline() == last + LINE_SILENT
    assert machine.tick(last + 0.19) == []
    told = [one for step in range(100) for one in machine.tick(last + step * FRAME)]
    assert told == [SpeechPaused(), SpeechEnded()]
    assert machine.next_deadline() is None


def test_a_burst_of_late_frames_is_as_long_as_it_is() -> None:
    machine = Endpointing(RULES)
    told = [one for flag in frames((0.5, True), (0.7, False)) for one in machine.receive(flag, 100.0)]
    assert [type(one) for one in told] == [SpeechBegan, SpeechPaused, SpeechEnded]


def test_more_speech_may_be_asked_for_while_a_prompt_plays() -> None:
    machine = Endpointing(RULES)
    machine.begin_after(0.32)
    assert not [one for flag in frames((0.3, True)) for one in machine.receive(flag, 0.0)]
    machine.begin_after(0.16)
    assert machine.receive(True, 0.0) == [SpeechBegan(16)]


def test_forgotten_is_forgotten() -> None:
    machine = Endpointing(RULES)
    assert SpeechBegan(10) in [one for _ in range(15) for one in machine.receive(True, 0.0)]
    machine.forget()
    assert machine.next_deadline() is None
    assert machine.receive(True, 1.0) == []


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), max_size=30))
def test_beginnings_and_ends_take_turns_within_their_bounds(stretches: list[tuple[int, bool]]) -> None:
    flags = [flag for count, flag in stretches for _ in range(count)] + frames((1.0, False))
    speaking = paused = False
    since = 0.0
    for at, one in story(flags):
        match one:
            case SpeechBegan(ago):
                assert not speaking
                speaking, paused, since = True, False, at - ago * FRAME
                assert 10 <= ago <= 20, "never older than the window"
            case SpeechPaused():
                assert speaking
                assert not paused
                paused = True
            case SpeechResumed():
                assert speaking
                assert paused
                paused = False
            case SpeechEnded():
                assert speaking
                assert at - since <= RULES.at_most + FRAME
                speaking = False
    assert not speaking, "silence ends every speech"


@given(st.lists(st.booleans(), max_size=200))
def test_speech_needs_speech(flags: list[bool]) -> None:
    began = any(isinstance(one, SpeechBegan) for _, one in story(flags))
    enough = any(sum(flags[at : at + 20]) >= 10 for at in range(len(flags)))
    assert began == enough
