"""What can go wrong with a scripted phone."""

from __future__ import annotations

from calls.errors import HotlineError


class RegistrationFailed(HotlineError):
    """The server did not take the phone. `code` of SIP is in `sip_code`, 0 when nobody answered."""

    code = "HL601"

    def __init__(self, user: str, server: str, sip_code: int, why: str) -> None:
        said = f"{sip_code} {why}" if sip_code else why
        super().__init__(f"phone {user} was not registered at {server}: {said}", _REMEDY.get(sip_code, ""))
        self.sip_code = sip_code


_REMEDY = {
    0: "is the exchange running, and is this its SIP port?",
    401: "check the account's secret",
    403: "check the account's secret",
    404: "the exchange has no such account",
}


class PhoneNotOpened(HotlineError):
    """The phone could not use its own address."""

    code = "HL602"
    remedy = "choose another address to bind to"


class CallNotUp(HotlineError):
    """Something was asked of a call that is not, or no longer, answered. Not a fault: the other side may hang up."""

    code = "HL603"

    def __init__(self, number: str, state: str) -> None:
        super().__init__(f"the call with {number} is {state}")
