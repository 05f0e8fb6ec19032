"""What can go wrong between us and the Asterisk that we run, whose fault it is and what to do."""

from __future__ import annotations

from calls.errors import HotlineError, WrongSettings


class AsteriskMissing(HotlineError):
    """No Asterisk that we can use is on this machine."""

    code = "HL311"


class FetchFailed(HotlineError):
    """The private Asterisk could not be built. What was downloaded is kept: a second try goes on from there."""

    code = "HL312"


class RefusedValue(WrongSettings):
    """A value may not be written into Asterisk's configuration."""

    code = "HL313"

    def __init__(self, setting: str, value: object, wanted: str) -> None:
        super().__init__(f"{setting}: {value!r} cannot be used", f"it must be {wanted}")
        self.setting = setting


class PortInUse(WrongSettings):
    """Somebody else listens on a port that we were told to use."""

    code = "HL314"

    def __init__(self, port: int, setting: str, kind: str = "") -> None:
        words = f"{kind} port {port}" if kind else f"port {port}"
        super().__init__(f"{setting}: {words} is in use", f"free it, or set {setting} to another port or to auto")
        self.port, self.setting = port, setting


class FolderInUse(HotlineError):
    """Another service owns this data folder."""

    code = "HL315"

    def __init__(self, folder: str, pid: int) -> None:
        super().__init__(
            f"the data folder {folder} belongs to the running process {pid}",
            "stop that service, or give this one a data folder of its own",
        )
        self.pid = pid


class NotReady(HotlineError):
    """Asterisk was started and did not become usable. The message quotes its log."""

    code = "HL316"


class PhonesOff(HotlineError):
    """There are no phones in a browser here."""

    code = "HL317"

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(f"phones in a browser are off: {why}", remedy)
