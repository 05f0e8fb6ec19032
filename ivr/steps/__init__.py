"""One verb of the dialplan in each file, and the registry of them all.

A verb's file holds the step as frozen data, its parser, its doing, and its page of the manual. To add a verb: write
such a file and name it here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from calls.nodes import Node
from ivr.reading import Reading
from ivr.step import Step
from ivr.steps import (
    ask,
    branch,
    call,
    callback,
    enqueue,
    goto,
    hang_up,
    hours,
    language,
    lookup,
    menu,
    message,
    notice,
    say,
    survey,
    transfer,
)
from ivr.steps import set as set_step
from ivr.steps.manuals import Manual

__all__ = ["VERBS", "Verb"]


@dataclass(frozen=True, slots=True)
class Verb:
    """A word of the dialplan: how it is read, and what an admin is told about it."""

    parse: Callable[[Node, Reading], Step]
    manual: Manual


VERBS: Mapping[str, Verb] = MappingProxyType(
    {
        "say": Verb(say.parse, say.MANUAL),
        "menu": Verb(menu.parse, menu.MANUAL),
        "ask": Verb(ask.parse, ask.MANUAL),
        "enqueue": Verb(enqueue.parse, enqueue.MANUAL),
        "transfer": Verb(transfer.parse, transfer.MANUAL),
        "callback": Verb(callback.parse, callback.MANUAL),
        "message": Verb(message.parse, message.MANUAL),
        "survey": Verb(survey.parse, survey.MANUAL),
        "hours": Verb(hours.parse, hours.MANUAL),
        "language": Verb(language.parse, language.MANUAL),
        "set": Verb(set_step.parse, set_step.MANUAL),
        "branch": Verb(branch.parse, branch.MANUAL),
        "call": Verb(call.parse, call.MANUAL),
        "lookup": Verb(lookup.parse, lookup.MANUAL),
        "notice": Verb(notice.parse, notice.MANUAL),
        "goto": Verb(goto.parse, goto.MANUAL),
        "hang_up": Verb(hang_up.parse, hang_up.MANUAL),
    }
)
