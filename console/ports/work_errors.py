"""What can go wrong at a desk."""

from __future__ import annotations

from console.errors import Conflict, Unknown, WrongValue


class UnknownOffer(Unknown):
    """There is no such offer to you."""

    code = "HL761"
    remedy = "it may have ended: look at the desk again"


class OfferOver(Conflict):
    """The offer was taken or has ended meanwhile."""

    code = "HL762"
    remedy = "wait for the next caller"


class PickUpFirst(Conflict):
    """A call at a seat is taken by picking up its phone; a page cannot lift a receiver."""

    code = "HL763"
    remedy = "pick up the phone that rings"


class NoWrapUp(Conflict):
    """Only somebody in his wrap-up can have more time for it."""

    code = "HL764"
    remedy = "pause instead: nobody is offered to you then"


class NoMoreTime(Conflict):
    """This wrap-up has been made as long as it may be."""

    code = "HL765"
    remedy = "finish the note later: it is kept in the list"


class UnknownWrapUp(Unknown):
    """You did not talk in this call."""

    code = "HL766"
    remedy = "only who talked to a caller writes down what came of it"


class WrongWrapUp(WrongValue):
    """A disposition or scenario that there is not, or a note that is too long. Nothing was changed."""

    code = "HL767"
    remedy = "choose from the lists; a note has at most 4000 characters"


class CallbackBarred(WrongValue):
    """This number cannot be called back."""

    code = "HL768"
    remedy = "a number that `outgoing.allowed` lets us dial, and a queue of the plan"


class UnknownCallback(Unknown):
    """There is no such open callback."""

    code = "HL769"
    remedy = "it may be over: look at the list again"


class CallbackGoesOn(Conflict):
    """It is being tried just now."""

    code = "HL770"
    remedy = "wait for the end of this try"


class UnknownContact(Unknown):
    """Nobody of this number has called."""

    code = "HL771"
    remedy = "look for the number or the name"
