"""Cards and callers as a visitor may see them: numbers masked, unless he may see them, wherever they stand."""

from __future__ import annotations

from dataclasses import replace

from calls.masking import mask_number, mask_text
from console.ports.callbacks import CallbackRow
from console.ports.contacts import CallerFound, Contact, MessageTold
from console.ports.work import CallerNote, Card, History, MenuStep, PastContact, Who
from console.ports.wrapup import WrapUp
from console.roles import Action
from console.visitor import Visitor


def card_for(who: Visitor, card: Card) -> Card:
    """The card as he may see it."""
    return card if who.may(Action.SEE_NUMBERS) else masked(card)


def masked(card: Card) -> Card:
    """The card for who may not see numbers."""
    return replace(
        card,
        who=_who(card.who),
        path=[_step(step) for step in card.path],
        wishes=[mask_text(wish) for wish in card.wishes],
        because={language: [mask_text(line) for line in lines] for language, lines in card.because.items()},
        history=_history(card.history) if card.history else None,
    )


def contact_for(who: Visitor, contact: Contact) -> Contact:
    """A caller as he may see him."""
    if who.may(Action.SEE_NUMBERS):
        return contact
    return replace(
        contact,
        who=_who(contact.who),
        history=_history(contact.history),
        callbacks=[callback_for(who, row) for row in contact.callbacks],
        messages=[_message(each) for each in contact.messages],
    )


def caller_for(who: Visitor, row: CallerFound) -> CallerFound:
    """A caller who was looked for: he chooses his own name, and a number may be in it."""
    return (
        row if who.may(Action.SEE_NUMBERS) else replace(row, number=mask_number(row.number), name=mask_text(row.name))
    )


def callback_for(who: Visitor, row: CallbackRow) -> CallbackRow:
    """A callback as he may see it."""
    return replace(
        row, number=who.number(row.number), name=row.name if who.may(Action.SEE_NUMBERS) else mask_text(row.name)
    )


def wrap_up_for(who: Visitor, wrap_up: WrapUp) -> WrapUp:
    """A wrap-up as he may see it: his own words stay as he wrote them."""
    return replace(wrap_up, number=who.number(wrap_up.number))


def note_for(who: Visitor, note: CallerNote) -> CallerNote:
    """A note as he may see it."""
    return note if who.may(Action.SEE_NUMBERS) else _note(note)


def _who(who: Who) -> Who:
    profile = {name: mask_text(value) for name, value in who.profile.items()}
    return replace(who, number=mask_number(who.number), name=mask_text(who.name), profile=profile)


def _step(step: MenuStep) -> MenuStep:
    return replace(step, said=mask_text(step.said))


def _history(history: History) -> History:
    contacts = [_past(each) for each in history.contacts]
    return replace(history, contacts=contacts, notes=[_note(note) for note in history.notes])


def _past(past: PastContact) -> PastContact:
    return replace(past, note=mask_text(past.note))


def _note(note: CallerNote) -> CallerNote:
    return replace(note, text=mask_text(note.text))


def _message(message: MessageTold) -> MessageTold:
    return replace(message, transcript=mask_text(message.transcript))
