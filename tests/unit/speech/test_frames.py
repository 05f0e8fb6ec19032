"""The pipe's protocol: any split of the bytes gives the same frames, and nonsense is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.speech import Guess, Phrase, Question, Recognised
from speech import frames
from speech.frames import Frame, FrameReader, Kind

FRAMES = st.builds(Frame, st.sampled_from(Kind), st.integers(0, 2**32 - 1), st.binary(max_size=50))
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)


@given(st.lists(FRAMES, max_size=8), st.integers(1, 60))
def test_any_split_gives_the_same_frames(sent: list[Frame], step: int) -> None:
    data = b"".join(frame.encoded() for frame in sent)
    reader = FrameReader()
    assert [f for i in range(0, len(data), step) for f in reader.receive(data[i : i + step])] == sent


@pytest.mark.parametrize("nonsense", [b"x" * 64, b"\x02" + b"\xff" * 8, b"\x63" + bytes(8)])
def test_nonsense_is_noticed(nonsense: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any kind of it
        list(FrameReader().receive(nonsense))


def test_a_payload_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "LONGEST", 3)
    with pytest.raises(ValueError, match="4 bytes"):
        Frame(Kind.HEAR, 1, b"1234").encoded()


@given(TEXT, st.lists(st.builds(Phrase, TEXT, TEXT), max_size=4))
def test_questions_pass_unchanged(language: str, phrases: list[Phrase]) -> None:
    question = Question(language, tuple(phrases))
    assert frames.question_from_bytes(frames.question_to_bytes(question)) == question


@given(TEXT, st.lists(st.builds(Guess, TEXT, TEXT, st.floats(0, 1)), max_size=4), st.floats(0, 60))
def test_results_pass_unchanged(text: str, guesses: list[Guess], seconds: float) -> None:
    recognised = Recognised(text, tuple(guesses), "vosk", seconds)
    assert frames.recognised_from_bytes(frames.recognised_to_bytes(recognised)) == recognised
