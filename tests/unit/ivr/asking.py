"""A plan that asks one question, a session in it, and what came of it."""

from __future__ import annotations

from calls.speech import Guess, Recognised
from ivr.actions import Action, Collect, Note
from ivr.events import Event, Uttered
from ivr.session import Session
from tests.unit.ivr.plans import plan_of
from tests.unit.ivr.stories import NOW, short, tell

HEAD = "numbers: {100: start}\nlanguages: [zh, en]\noperator: human\n"
FLOWS = """
  start:
    - say: {prompt: first, barge_in: yes}
    - ask:
        prompt: which
        into: found
        noinput: {tries: 3, prompts: [silent], then: lost}
        nomatch: {tries: 3, prompts: [wrong], then: lost}
%s
    - say: [thanks]
    - enqueue: orders
  human: [{enqueue: human}]
  lost: [hang_up]
"""
EIGHT = "type: digits\nlength: 8"
SOME = "type: digits\nleast: 2\nmost: 4"


def asking(written: str, language: str = "zh") -> Session:
    """A session that asks."""
    flows = FLOWS % "".join(f"        {line}\n" for line in written.splitlines())
    session = Session.begin(plan_of(flows, HEAD), "100", NOW, language)
    tell(session, ["start", "done", "done"])
    return session


def asked(session: Session) -> Collect:
    assert isinstance(session.outstanding, Collect)
    return session.outstanding


def after(session: Session, *events: Event) -> list[str]:
    return [line for event in events for action in session.receive(event, NOW) if (line := short(action))]


def kept(session: Session) -> object:
    return session.variables.get("found")


def happened(actions: list[Action]) -> list[object]:
    return [action.happening for action in actions if isinstance(action, Note)]


def said(text: str, means: str = "", confidence: float = 0.9) -> Uttered:
    return Uttered(Recognised(text, (Guess(means, text, confidence),) if means else (), "test", 0.2))
