"""A caller, and a world around him, drawn at random: what ends each thing that a session asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from hypothesis import strategies as st

from calls.causes import Cause
from calls.profile import Profile
from calls.speech import Guess, Recognised
from calls.switch import InputEnd
from ivr.actions import (
    Answer,
    AskCallback,
    AwaitProfile,
    Blocking,
    Collect,
    Enqueue,
    HangUp,
    LookUp,
    Play,
    TakeMessage,
    Transfer,
)
from ivr.events import (
    CallbackKept,
    CallbackRefused,
    Digits,
    Done,
    Event,
    Found,
    Gone,
    MessageMissed,
    MessageTaken,
    NotFound,
    Served,
    TransferFailed,
    Unheard,
    Unqueued,
    Uttered,
)
from ivr.surroundings import Nowhere, QueueState, Surroundings

LEAVES = 9
"""The luck of who hangs up."""
KEYS = "0123456789*#"


@dataclass(frozen=True, slots=True)
class Doing:
    """What one caller does at one moment: `luck` from 0 to 9 picks among what may happen, the rest is what he gives."""

    luck: int
    keys: str
    words: str
    confidence: float


SILENT = Doing(0, "", "", 0.0)
"""Who does nothing; all that he meets goes its ordinary way."""
words = st.sampled_from(["", "订单", "人工", "operator", "yes", "不对", "one two", "天气", "o" * 500])
luck = st.sampled_from([*range(LEAVES)] * 3 + [LEAVES])
doings = st.builds(Doing, luck, st.text(KEYS, max_size=19), words, st.sampled_from([0.0, 0.4, 0.6, 0.99]))
callers = st.lists(doings, min_size=3, max_size=40)
"""What he does at each question, one after the other."""
counts = st.dictionaries(st.sampled_from(["1", "2", "3", "1>a", "2>b"]), st.integers(0, 20))


@st.composite
def worlds(draw: st.DrawFn) -> Surroundings:
    """Queues, switches, a profile that was read, and habits."""
    waiting = draw(st.integers(0, 50))
    menus: Mapping[str, Mapping[str, int]] = {f"{flow}.1": draw(counts) for flow in "abc"}
    profile = Profile(value=draw(st.sampled_from([None, 1.0, 1e9])))
    switches = draw(st.dictionaries(st.sampled_from(["hours.night", "notice.storm"]), st.booleans()))
    return Nowhere({"orders": QueueState(waiting, 1, draw(st.sampled_from([None, 9.0])))}, switches, profile, menus)


def end_of(asked: Blocking, doing: Doing) -> Event:
    """What ends this, for this caller."""
    odd = doing.luck % 2 == 1
    if doing.luck == LEAVES:
        return Gone()
    match asked:
        case Answer() | AwaitProfile() | HangUp():
            return Done()
        case Play(stop_on=stop_on):
            key = doing.keys[:1]
            return Done(key if key in stop_on else "", heard=doing.luck != 7)
        case Collect():
            return _answered(asked, doing)
        case LookUp(inquiry=inquiry):
            return NotFound("none", failed=odd) if doing.luck > 4 else Found(dict.fromkeys(inquiry.wanted, doing.words))
        case TakeMessage():
            return MessageMissed("silence", again=doing.luck > 5) if odd else MessageTaken(3.0)
        case _:
            return _by_others(asked, odd)


def _by_others(asked: AskCallback | Enqueue | Transfer, odd: bool) -> Event:
    """What comes of a wish for somebody else."""
    match asked:
        case AskCallback():
            return CallbackRefused("barred") if odd else CallbackKept()
        case Enqueue():
            return Served() if odd else Unqueued()
        case Transfer():
            return TransferFailed(Cause.BUSY)
        case _:
            assert_never(asked)


def _keyed(asked: Collect, keys: str) -> Digits:
    taken, ended, _ = keys.partition(asked.terminator or "none")
    if len(taken) >= asked.max_digits:
        return Digits(taken[: asked.max_digits], InputEnd.COMPLETE)
    return Digits(taken, InputEnd.TERMINATOR if ended else InputEnd.TIMED_OUT)


def _answered(asked: Collect, doing: Doing) -> Event:
    """Keys, cut where the switch cuts them; or speech where it is listened for."""
    if asked.speech is None or doing.luck < 5:
        return _keyed(asked, doing.keys)
    if doing.luck == 8:
        return Unheard("late")
    phrases = asked.speech.question.phrases
    phrase = phrases[len(doing.keys) % len(phrases)] if phrases and doing.confidence else None
    guesses = (Guess(phrase.means, phrase.text, doing.confidence),) if phrase else ()
    return Uttered(Recognised(phrase.text if phrase else doing.words, guesses, "any", 0.1))
