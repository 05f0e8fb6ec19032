"""One's own offers: the card of each, and the answer to it on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends

from calls.ids import OfferId, PersonId
from console.api.bodies import Body
from console.api.keys import Name
from console.cards import card_for
from console.errors import Conflict
from console.ports.work import Came, Card, How
from console.roles import Action
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import needs, rooms

router = APIRouter(prefix="/offers", tags=["offers"])
Who = Annotated[Visitor, needs(Action.TAKE_CALLS)]
Here = Annotated[Rooms, Depends(rooms)]


class Answer(Body):
    """What one answers."""

    how: How


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it. `agreed`: pick up your phone, and you are joined."""

    came: Came


@router.get("", summary="What is offered to me, whom I talk to, whom I talked to last")
async def mine(who: Who, here: Here) -> Sequence[Card]:
    """The cards of the person who is signed in."""
    return [card_for(who, card) for card in await here.work.cards(person_of(who))]


@router.get("/{offer}", summary="The card of an offer to me")
async def card(offer: Name, who: Who, here: Here) -> Card:
    """Who calls, why, how long he waits and will wait, past contacts, and why it is you."""
    return card_for(who, await here.work.card(OfferId(offer), person_of(who)))


@router.post("/{offer}/answer", summary="Answer an offer to me")
async def answer(offer: Name, given: Answer, who: Who, here: Here) -> Answered:
    """Take it (where the phone asks for a key), decline it, or ask for it later. At a seat it is taken by picking up."""
    await here.audit.note(who, "offer.answer", offer, after=given.how)
    return Answered(await here.work.answer(OfferId(offer), person_of(who), given.how))


def person_of(who: Visitor) -> PersonId:
    """The agent or manager that he is. Raises Conflict for who is none."""
    if not who.person:
        raise Conflict("this account is no agent and no manager", "an admin names the person of an account")
    return who.person
