"""What a caller did in the menus, and what he was told as he waited and left, in words for a record."""

from __future__ import annotations

from typing import assert_never

from calls.happenings.leaving import NO_ANSWER, MessageLeft, Rated
from calls.happenings.menu import FlowCalled, FlowLeft, LookedUp, Remembered, Reordered, Said
from calls.happenings.queue import Believed, CallbackAsked, CallingBack, Foretold, GivenAway
from calls.happenings.visit import ProfileRead

InMenus = Said | Remembered | LookedUp | ProfileRead | Reordered | FlowCalled | FlowLeft
Waiting = Believed | Foretold | GivenAway
Leaving = MessageLeft | CallbackAsked | CallingBack | Rated
OfMenus = InMenus | Waiting | Leaving
"""What is told here."""


def told_of_menus(what: OfMenus) -> str:
    """One line."""
    match what:
        case Said() | Remembered() | LookedUp() | ProfileRead() | Reordered() | FlowCalled() | FlowLeft():
            return _in_menus(what)
        case Believed() | Foretold() | GivenAway():
            return _waiting(what)
        case MessageLeft() | CallbackAsked() | CallingBack() | Rated():
            return _leaving(what)
        case _:
            assert_never(what)


def _in_menus(what: InMenus) -> str:
    match what:
        case Said():
            return _said(what)
        case Remembered(name, value):
            return f"{name} is {value}"
        case LookedUp(step, outcome, took):
            return f"looked up at {step}: {outcome}, {took:.2f} s"
        case ProfileRead(outcome, took, fields):
            return f"the caller's profile: {outcome}, {took:.2f} s" + (f" ({', '.join(fields)})" if fields else "")
        case Reordered(menu, keys, because):
            return f"{menu} in the order {', '.join(keys)}: {because}"
        case FlowCalled(flow, back):
            return f"does {flow}, to come back to {back}"
        case FlowLeft(back):
            return f"comes back to {back}"
        case _:
            assert_never(what)


def _waiting(what: Waiting) -> str:
    match what:
        case Believed():
            return _believed(what)
        case Foretold(_, position, expected, low, high):
            place = f"place {position}, " if position else ""
            return f"told: {place}{low:.0f} to {high:.0f} s (expected {expected:.0f} s)"
        case GivenAway(queue, to, because):
            return f"{queue} gives the caller {'back' if to == 'back' else f'to {to}'}: {because}"
        case _:
            assert_never(what)


def _leaving(what: Leaving) -> str:
    match what:
        case MessageLeft(box, file, lasted):
            return f"left a message of {lasted:.1f} s in {box}: {file}"
        case CallbackAsked(queue, number):
            return f"wants to be called back at {number}, for {queue}"
        case CallingBack(asked_in, number, queue, attempt):
            return f"calling back {number} for {queue}, as asked in {asked_in}: try {attempt}"
        case Rated():
            return _rated(what)
        case _:
            assert_never(what)


def _believed(what: Believed) -> str:
    who = f"callers of class {what.segment}" if what.segment else "callers of no class"
    if what.limit:
        return f"patience: {what.limit:.0f} s, as was stated ({who})"
    under = f" under announcements {what.schedule}" if what.schedule else ""
    return f"patience: as {who}{under} with a factor of a {what.a:.2f} / b {what.b:.2f}"


def _rated(what: Rated) -> str:
    if what.score == NO_ANSWER and not what.words:
        return f"asked for {what.question} of {what.survey}"
    return f"{what.question} of {what.survey}: {what.words or what.score}" + (" (low)" if what.low else "")


def _said(what: Said) -> str:
    meaning = f" as {what.means} ({what.confidence:.2f})" if what.means else ""
    heard = f"'{what.text}'" if what.text else "something"
    return f"said {heard} at {what.step}: {what.verdict}{meaning}"
