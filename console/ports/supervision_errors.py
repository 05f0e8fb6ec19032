"""Why a leader cannot take part in a call, or move a caller."""

from __future__ import annotations

from console.errors import Conflict, NotAllowed, Unknown, WrongValue


class UnknownCall(Unknown):
    """There is no such call now, or not in his part of the organisation."""

    code = "HL841"
    remedy = "it may be over: look at the floor again"


class NotTalking(Conflict):
    """Nobody talks with the caller just now."""

    code = "HL842"
    remedy = "a caller who waits can be moved, or be given another priority"


class NoPhone(Conflict):
    """His account belongs to nobody with a phone."""

    code = "HL843"
    remedy = "name a phone outside in the request, or let an admin tie the account to a person of the plan"


class LeaderBusy(Conflict):
    """His own phone is in a call, or rings."""

    code = "HL844"
    remedy = "end that call, or leave the talk in which you take part, first"


class OwnTalk(Conflict):
    """It is his own conversation."""

    code = "HL845"
    remedy = "you are in it already"


class PhoneNotReached(Conflict):
    """His phone could not be rung. The conversation has felt nothing of it."""

    code = "HL846"
    remedy = "look whether your phone is registered and free"


class NotTakingPart(Conflict):
    """He takes no part in this call."""

    code = "HL847"
    remedy = "look at the floor again"


class NotWaiting(Conflict):
    """The caller does not wait: somebody has accepted him, or talks with him."""

    code = "HL848"
    remedy = "take the call over, or let the person transfer it"


class NoSuchQueue(WrongValue):
    """The plan has no queue of this name."""

    code = "HL849"
    remedy = "choose one of the queues of the plan"


class NotHisPart(NotAllowed):
    """Who talks with this caller, or serves his queue, is in another part of the organisation."""

    code = "HL850"
    remedy = "ask a leader of that part"
