"""What the service tells by a value of its own has a word in both languages: no Chinese page shows ACCEPTED."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from acd import rest
from acd.contact_events import WORDS
from acd.offer_moves import EXPIRED
from acd.recovering import NOT_FOUND, NOT_THERE
from acd.refusal import Refusal
from acd.states import OfferState, PersonState
from acd.steering import TO_ANOTHER
from calls.causes import Cause, EndedBy
from calls.contact import Outcome, Stage
from calls.happenings.entry import KINDS
from calls.happenings.supervision import Manner
from console.roles import Action, Role
from service import callback_tries, recognition
from service.asking import CACHED, FOUND, NOTHING
from service.recalling import NOT_FREE
from store.callbacks import CallbackState
from tests.console.web import CHECKOUT, SOURCES, words

ZH, EN = words("zh"), words("en")
CHINESE = re.compile(r"[\u3400-\u9fff]")


def slug(value: str) -> str:
    """As lib/told.ts makes a key of a value."""
    return re.sub(r"^_|_$", "", re.sub(r"[^a-z0-9]+", "_", value.lower()))


def keys() -> Iterator[str]:
    """Every key that a value of the service asks for."""
    reasons = [*Refusal, *WORDS.values(), *NOT_FREE.values(), NOT_FOUND, NOT_THERE, TO_ANOTHER, "noinput", "nomatch"]
    reasons += [callback_tries.QUIET, callback_tries.WITHDRAWN, callback_tries.NOBODY_IN_TIME, *RESTS]
    yield from (f"calls.why_{slug(reason)}" for reason in [*reasons, *(cause.words for cause in Cause), *ends()])
    yield from (f"calls.by_{slug(each)}" for each in EndedBy)
    yield from (f"calls.offer_{slug(each)}" for each in OfferState)
    yield from (f"calls.outcome_{slug(each)}" for each in Outcome)
    yield from (f"desk.outcome_{each.value.replace(' ', '_')}" for each in Outcome)
    yield from (f"calls.found_{each}" for each in (FOUND, CACHED, NOTHING, "unknown"))
    yield from (f"calls.step_{kind}" for kind in KINDS)
    yield from (f"floor.stage_{each.value.replace(' ', '_')}" for each in Stage)
    yield from (f"floor.state_{each}" for each in PersonState)
    yield from (f"floor.reason_{each}" for each in RESTS)
    yield from (f"callbacks.state_{each.value.replace(' ', '_')}" for each in CallbackState)
    yield from (f"supervision.does_{each.value.replace(' ', '_')}" for each in Manner)
    yield from (f"account.role_{each}" for each in Role)
    yield from (f"admin.do_{each}" for each in Action)
    yield from (f"audit.{each}" for each in audited())
    yield from (f"floor.alarm_{each}" for each in alarms())


RESTS = (rest.REMOVED, rest.UNREGISTERED, rest.UNREACHABLE, rest.ON_ANOTHER_CALL, rest.OUTSIDE_HOURS)


def ends() -> Iterator[str]:
    """Why calls are ended, where it is written as it is: `call.end(by, "why")`, and what the record of a recall says."""
    for path in sorted((CHECKOUT / "service").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "end" and len(node.args) > 1:
                said = node.args[1]
                if isinstance(said, ast.Constant) and isinstance(said.value, str):
                    yield said.value


def alarms() -> Iterator[str]:
    """The names under which alarms are raised."""
    yield recognition.ALARM
    for path in sorted((CHECKOUT / "service").glob("*.py")):
        yield from re.findall(r'\.raise_\(\s*"(\w+)"', path.read_text("utf-8"))


def audited() -> Iterator[str]:
    """What stands in the audit log: the first text after the person in `note` and `refused`, the first one in `told`."""
    for path in sorted((CHECKOUT / "console").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"note", "refused", "told"}:
                first = next((each.value for each in node.args[:2] if isinstance(each, ast.Constant)), None)
                if isinstance(first, str) and re.fullmatch(r"[a-z]+\.[a-z_]+", first):
                    yield first
    yield from (f"plan.{what}" for what in ("publish", "rollback"))
    for verb in ("listen", "whisper", "join", "takeover"):
        yield from (f"call.{verb}", f"call.{verb}.refused")
    yield from (f"call.{verb}.refused" for verb in ("leave", "move", "priority"))


def test_what_is_walked_is_what_is_there() -> None:
    assert {"session.end", "call.move", "webhook.test", "access.refused"} <= set(audited())
    assert {"speech", "switch_link", "waiting_while_free"} <= set(alarms())
    assert {"the person hung up", "a fault of the service"} <= set(ends())


def test_every_value_has_a_word_in_both_languages() -> None:
    asked = set(keys())
    assert not sorted(asked - set(ZH))
    assert not sorted(asked - set(EN))
    assert not sorted(key for key in asked if not CHINESE.search(ZH[key]))


@pytest.mark.parametrize("name", ["calls/Call.svelte", "tryit/TryIt.svelte"])
def test_the_pages_tell_steps_in_one_way(name: str) -> None:
    assert "stepWords(step)" in (SOURCES / "pages" / name).read_text("utf-8")


def test_the_pages_know_every_cause_and_every_lapse() -> None:
    told = (SOURCES / "lib/told.ts").read_text("utf-8")
    table = re.search(r"const CAUSES.*?\{(.*?)\};", told, re.S)
    assert table
    assert {int(n): text for n, text in re.findall(r'(\d+): "([a-z ]+)"', table[1])} == {
        c.value: c.words for c in Cause
    }
    assert f'const LAPSED = "{EXPIRED}";' in told
