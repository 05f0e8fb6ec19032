"""What can go wrong between us and Asterisk's manager interface. The docstring of each is its message."""

from __future__ import annotations

import inspect

from calls.errors import HotlineError
from telephony.ami.messages import AmiResponse


class AmiError(HotlineError):
    """The manager interface of Asterisk cannot be used as asked."""

    code = "HL120"

    def __init__(self, detail: str = "") -> None:
        message = " ".join(inspect.cleandoc(type(self).__doc__ or "").split("\n\n")[0].split())
        super().__init__(f"{message} ({detail})" if detail else message)
        self.detail = detail


class AmiUnreachable(AmiError):
    """Nobody speaks AMI at that address."""

    code = "HL121"
    remedy = "see that Asterisk runs and that manager.conf enables this address and port and TLS as set"


class AmiRefused(AmiError):
    """Asterisk refused the login: the user name or the secret is wrong, or the user may not come from this
    address.
    """

    code = "HL122"
    remedy = "make the user name, secret and permit lines in manager.conf agree with our settings"


class LinkLost(AmiError):
    """The link to Asterisk is down. What was asked may or may not have been done: read the state anew, never
    replay.
    """

    code = "HL123"


class ActionTimedOut(AmiError):
    """Asterisk did not answer the action in time. It may still carry it out: read the state anew, never
    replay.
    """

    code = "HL124"


class ActionFailed(AmiError):
    """Asterisk understood the action and said no."""

    code = "HL125"

    def __init__(self, response: AmiResponse, action: str = "") -> None:
        super().__init__(": ".join(part for part in (action, response.message.strip()) if part))
        self.response = response


class UnsafeValue(AmiError):
    """A name or value of an action would be read by Asterisk as something else, so it was not sent.

    The value itself is never part of the message: it may be a secret.
    """

    code = "HL126"
    remedy = "clean the value where it enters the system"


class PacketTooLarge(AmiError):
    """Asterisk sent a packet above the cap, so the link was closed and the state must be read anew."""

    code = "HL127"
    remedy = "raise max_packet if such answers are wanted; otherwise the peer is not Asterisk"
