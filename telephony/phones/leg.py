"""One call of a phone in the SIP thread: pyVoIP's call with its dialog made right (RFC 3261 12-15).

Mended: the To tag is kept, so that ACK and BYE belong to the call; every refusal is noticed with its code; a ringing
call can be cancelled by either side; a repeated INVITE or 200 is no second call; the called side's BYE has its own Via.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from telephony.addresses import is_everywhere
from telephony.phones.client import SipClient
from telephony.phones.events import Answered, CallEvent, DigitHeard, Ended, Refused, Ringing, Side, Trying
from telephony.phones.library import RTP, VoIP
from telephony.phones.media import Media
from telephony.phones.messages import ALLOW, PHRASES, Dialog, Message, new_tag, same_transaction
from telephony.phones.sdp import codecs_of, has_audio, keep_known

FAREWELL = 2.0
"""Seconds for the server to confirm BYE or CANCEL before the call counts as over all the same."""

Tell = Callable[[CallEvent], None]
State = VoIP.CallState


class Leg(VoIP.VoIPCall):  # type: ignore[misc]  # pyVoIP is Any here: see library.py
    """A call being made (DIALING) or coming in (RINGING). Everything runs in the SIP thread, `tell` too."""

    state: Any

    def __init__(self, phone: Any, state: Any, request: Message, session: int, **media: Any) -> None:
        self.tell: Tell = lambda _event: None
        self.on_clock: Callable[[], None] = lambda: None
        self.invite, self.tag = request, new_tag()
        self.outgoing = state is State.DIALING
        self._provisional = self._challenged = self._cancelled = False
        self.dialog: Dialog | None = None
        if not self.outgoing:
            keep_known(request)
        super().__init__(phone, state, request, session, phone.myIP, **media)
        self.sip: SipClient = phone.sip

    def __del__(self) -> None:
        """Nothing: `_over` releases what there is. pyVoIP takes a lock here, in whichever thread collects garbage."""

    @property
    def media(self) -> Media | None:
        """The audio of this call, once it is known."""
        return self.RTPClients[0] if self.RTPClients else None

    # --- calls that we make

    def dial(self) -> None:
        """Send the INVITE."""
        self.sip.ask(self.invite.raw.decode(), self._heard)

    def _heard(self, answer: Message | None) -> None:
        if answer is None:
            self._over(Refused(time.time(), 0, f"no answer from {self.sip.server}"))
        elif answer.code < 200:
            self._progress(answer)
        elif answer.code in (401, 407) and not self._challenged and "realm" in answer.authentication:
            self._again_with_password(answer)
        elif answer.code < 300:
            self.answered(answer)
        elif self._cancelled and answer.code == 487:
            self._over(Ended(time.time(), Side.NEAR, "cancelled"))
        else:
            self._over(Refused(time.time(), answer.code, answer.phrase))

    def _progress(self, answer: Message) -> None:
        self._provisional = True
        if self._cancelled:
            self._send_cancel()
        else:
            self.tell(Ringing(time.time()) if answer.code == 180 else Trying(time.time()))

    def _again_with_password(self, challenge: Message) -> None:
        if self._cancelled:
            self._over(Ended(time.time(), Side.NEAR, "cancelled"))
            return
        self._challenged, self._provisional = True, False
        self.invite = Message(self.sip.authorised(self.invite, challenge).encode())
        self.dial()

    def answered(self, request: Message) -> None:
        """The other side answered: acknowledge, each time it says so; start the audio the first time."""
        invite = self.invite
        if self.dialog is None:
            self.dialog = Dialog(self.call_id, invite.one("From"), request.one("To"), request.contact, invite.cseq[0])
        self.sip.say(self.dialog.request("ACK", self._via, sequence=invite.cseq[0]))
        if self.state is State.ENDED and self._cancelled:
            self.sip.ask(self.dialog.request("BYE", self._via), lambda _answer: None, FAREWELL)
        if self.state is not State.DIALING:
            return
        self.state = State.ANSWERED
        if self._cancelled:  # the answer and our CANCEL crossed: RFC 3261 9.1 leaves us a call to hang up
            self.hangup()
        elif not self._agree(request):
            self.hangup("the answer has no audio that this phone can play")
        else:
            self._start_media()

    def _agree(self, answer: Message) -> bool:
        codecs = codecs_of(answer)
        if not has_audio(codecs):
            return False
        media = next(one for one in answer.body["m"] if one["type"] == "audio")
        self.create_rtp_clients(codecs, self.myIP, self.port, answer, media["port"])
        return self.media is not None

    # --- calls that come in

    def ring(self) -> None:
        """Tell the caller that this phone rings."""
        self.sip.reply(self.invite, 180, self.tag, self.sip.contact)
        self.tell(Ringing(time.time()))

    def answer(self) -> None:
        """Pick up. Nothing happens when the caller has gone."""
        if self.state is not State.RINGING or self.outgoing:
            return
        self.state = State.ANSWERED
        self.dialog = Dialog(self.call_id, f"{self.invite.one('To')};tag={self.tag}", self.invite.one("From"),
                             self.invite.contact, 0)  # fmt: skip
        self.sip.reply(self.invite, 200, self.tag, self.sip.contact, self._sdp(self.invite))
        self._start_media()

    def deny(self, code: int = 486) -> None:
        """Do not take the call: 486 busy, 603 declined, 480 away. Nothing happens when the caller has gone."""
        if self.state is State.RINGING and not self.outgoing:
            self.sip.reply(self.invite, code, self.tag)
            self._over(Refused(time.time(), code, PHRASES.get(code, "Refused")))

    # --- both

    def hangup(self, why: str = "") -> None:
        """End the call whatever its state: BYE, CANCEL, or 486."""
        if self.state is State.DIALING and not self._cancelled:
            self._cancelled = True
            self.sip.at(time.monotonic() + FAREWELL, lambda: self._over(Ended(time.time(), Side.NEAR, "cancelled")))
            if self._provisional:  # before that a CANCEL could overtake the INVITE (RFC 3261 9.1)
                self._send_cancel()
        elif self.state is State.RINGING:
            self.deny()
        elif self.state is State.ANSWERED and self.dialog is not None:
            self._stop_media()
            ended = Ended(time.time(), Side.NEAR, why or ("cancelled" if self._cancelled else ""))
            self.sip.ask(self.dialog.request("BYE", self._via), lambda _answer: self._over(ended), FAREWELL)

    def _send_cancel(self) -> None:
        self.sip.ask(same_transaction(self.invite, "CANCEL"), lambda _answer: None, FAREWELL)

    def receive(self, request: Message) -> None:
        """A request inside this call."""
        match request.method:
            case "BYE":
                self.sip.reply(request, 200, self.tag)
                self._over(Ended(time.time(), Side.FAR, request.one("Reason")))
            case "CANCEL":
                self._give_up(request)
            case "INVITE":
                self.renegotiate(request)
            case "OPTIONS" | "NOTIFY":
                self.sip.reply(request, 200, self.tag, self.sip.contact)
            case "ACK":
                pass
            case _:
                self.sip.reply(request, 405 if request.method not in ALLOW else 481, self.tag)

    def _give_up(self, request: Message) -> None:
        """The caller cancels. Too late once we answered: he will send BYE (RFC 3261 9.2)."""
        self.sip.reply(request, 200, self.tag)
        if self.state is State.RINGING and not self.outgoing:
            self.sip.reply(self.invite, 487, self.tag)
            self._over(Ended(time.time(), Side.FAR, "cancelled"))

    def renegotiate(self, request: Message) -> None:
        """The other side moves its audio: same codecs, new address."""
        if self.media is None or self.state is not State.ANSWERED or request.body_fault:
            self.sip.reply(request, 488, self.tag)
            return
        for media in (one for one in request.body.get("m", []) if one["type"] == "audio"):
            address = request.body["c"][0]["address"]
            if not is_everywhere(address):  # the old way of putting somebody on hold (RFC 3264 8.4)
                self.media.outIP, self.media.outPort = address, media["port"]
        self.sip.reply(request, 200, self.tag, self.sip.contact, self._sdp(request))

    def _sdp(self, request: Message) -> str:
        """The body of pyVoIP's answer; its headers are ours."""
        self.sip.tagLibrary[self.call_id] = self.tag
        ports = {client.inPort: client.assoc for client in self.RTPClients}
        text: str = self.sip.gen_answer(request, self.session_id, ports, RTP.TransmitType.SENDRECV)
        return text.partition("\r\n\r\n")[2]

    def create_rtp_clients(self, codecs: dict[int, Any], _ip: str, port: int, request: Message, baseport: int) -> None:
        """One audio stream, on the socket that `request_port` has bound; none when no codec is common."""
        self.port = port
        if has_audio(codecs):
            address, bound = request.body["c"][0]["address"], self.phone.take_socket(port)
            self.RTPClients.append(Media(codecs, bound, address, baseport, self._hear_digit, self._tell_clock))

    def _hear_digit(self, digit: str) -> None:
        self.tell(DigitHeard(time.time(), digit))

    def _tell_clock(self) -> None:
        self.on_clock()

    def _start_media(self) -> None:
        if self.media is not None:
            self.media.start()
        self.tell(Answered(time.time()))

    def _stop_media(self) -> None:
        for client in self.RTPClients:
            client.stop()

    def abandon(self, why: str) -> None:
        """Over, without telling the other side."""
        self._over(Ended(time.time(), Side.NEAR, why))

    def _over(self, event: Ended | Refused) -> None:
        """The one exit of every call."""
        if self.phone.calls.pop(self.call_id, None) is None:
            return
        self.state = State.ENDED
        self._stop_media()
        self.phone.close_socket(getattr(self, "port", 0))
        self.sip.tagLibrary.pop(self.call_id, None)
        self.tell(event)

    @property
    def _via(self) -> str:
        return f"{self.sip.myIP}:{self.sip.myPort}"
