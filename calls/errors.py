"""What can go wrong, each with a stable id, whose fault it is, and what to do."""

from __future__ import annotations

from calls.causes import Cause
from calls.ids import LegId


class HotlineError(Exception):
    """The root of every error that we raise on purpose. `code` is stable; `remedy` tells what to do."""

    code = "HL000"
    remedy = ""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy or type(self).remedy

    def told(self) -> str:
        """The error as an operator reads it."""
        return f"{self.code} {self}" + (f" ({self.remedy})" if self.remedy else "")


class LegGone(HotlineError):
    """The leg has hung up. Not a fault: a caller may leave at any step."""

    code = "HL101"

    def __init__(self, leg: LegId, cause: Cause = Cause.UNKNOWN) -> None:
        super().__init__(f"leg {leg} has ended: {cause.words}")
        self.leg, self.cause = leg, cause


class SwitchLost(HotlineError):
    """The link to the switch is down. What was asked may or may not have happened: read anew, never replay."""

    code = "HL102"


class SwitchRefused(HotlineError):
    """The switch understood and said no."""

    code = "HL103"


class DestinationBarred(HotlineError):
    """This number may not be dialled out: it matches no pattern of `outgoing.allowed`."""

    code = "HL104"
    remedy = "add a pattern to outgoing.allowed in hotline.toml if calls to it are wanted"


class IllegalStep(HotlineError):
    """A machine was asked for a transition that its table does not have. Nothing was changed."""

    code = "HL105"


class WrongSettings(HotlineError):
    """The settings or the dialplan cannot be used. Nothing was started."""

    code = "HL201"
