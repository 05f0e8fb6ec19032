"""What can go wrong with the store, and what to do about it."""

from __future__ import annotations

from calls.errors import HotlineError


class StoreUnusable(HotlineError):
    """The database cannot be opened, read or written now. Calls go on; the journal keeps their entries in memory."""

    code = "HL331"
    remedy = "free space on its disk, end what locks it, or start the database server"


class RowRefused(StoreUnusable):
    """The database is well, but does not take this row. Writing it again would be refused again."""

    code = "HL332"
    remedy = "this is a fault of ours: report it with the journal entry named here"


class UnknownCall(HotlineError):
    """No call has this id, and no id begins or ends so."""

    code = "HL333"
    remedy = "`hotline calls` lists the ids"


class AmbiguousCall(HotlineError):
    """More than one call has an id that begins or ends so."""

    code = "HL334"
    remedy = "give more of the id"


class WrongId(HotlineError):
    """A text that cannot be an id, number or name of ours; it was not looked up."""

    code = "HL335"
    remedy = "ids are letters, digits, dot, dash and underscore, at most 80"


class UnknownVersion(HotlineError):
    """No version of the plan has this number."""

    code = "HL336"
    remedy = "`hotline versions` lists them"


class WrongText(HotlineError):
    """An author or a message that cannot be kept with a version; nothing was published."""

    code = "HL337"
    remedy = "one line of plain text: an author of 1 to 80 characters, a message of at most 500"


class AnotherIsLive(HotlineError):
    """Somebody else has made another version live meanwhile; nothing was published."""

    code = "HL338"
    remedy = "look at what has changed, then publish again on top of it"

    def __init__(self, version: int, by: str, message: str, at: float) -> None:
        told = f", '{message}'" if message else ""
        super().__init__(f"version {version} was made live by {by} meanwhile{told}")
        self.version, self.by, self.at = version, by, at


class UnknownWebhook(HotlineError):
    """No webhook, or no message of one, has this id."""

    code = "HL339"
    remedy = "load the list again"


class UnknownVisit(HotlineError):
    """No visit of this person has this id."""

    code = "HL340"
    remedy = "load the list again"
