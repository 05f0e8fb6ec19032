"""A seat on real PJSIP, run as a process of its own: commands in, events out, a JSON object a line.

`python -m tests.asterisk.pjsua_seat USER SECRET PORT`: PJSIP wants all calls from the thread that made it, and a crash in C
should end a seat and not the tests. `judges.PjsuaSeat` drives it.
"""

from __future__ import annotations

import json
import os
import select
import sys
import time
from pathlib import Path
from typing import Any

import pjsua2 as pj

EVENTS = os.fdopen(os.dup(1), "w")
PJ_EINVALIDOP, ASKED_ANEW_WITHIN = 70013, 5.0
"""What PJSIP says while another request of the same call is under way; seconds for which it is asked again then."""
os.dup2(2, 1)  # PJSIP's C code writes to standard output too; that is for the log


def tell(kind: str, **facts: Any) -> None:
    """One event."""
    EVENTS.write(json.dumps({"kind": kind, **facts}) + "\n")
    EVENTS.flush()


class Call(pj.Call):  # type: ignore[misc]  # pjsua2 ships no types
    """Reports its states, digits and transfers; plays and records through the conference bridge."""

    def __init__(self, account: Account, number: int) -> None:
        super().__init__(account, number)
        self.seat = account.seat
        self.player: Any = None
        self.recorder: Any = None

    def onCallState(self, _prm: Any) -> None:
        info = self.getInfo()
        tell("state", call=info.id, state=info.stateText, code=int(info.lastStatusCode), text=info.lastReason)
        if info.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self.player = self.recorder = None
            self.seat.gone.append(info.id)

    def onDtmfDigit(self, prm: Any) -> None:
        tell("digit", call=self.getId(), digit=prm.digit)

    def onCallTransferStatus(self, prm: Any) -> None:
        tell("transfer", call=self.getId(), code=int(prm.statusCode), text=prm.reason, final=bool(prm.finalNotify))
        if prm.finalNotify and prm.statusCode // 100 == 2:
            self.seat.leaving.append(self.getId())  # as phones do: the other two talk without us

    def play(self, wav: str) -> None:
        self.player = pj.AudioMediaPlayer()
        self.player.createPlayer(wav, pj.PJMEDIA_FILE_NO_LOOP)
        self.player.startTransmit(self.getAudioMedia(-1))

    def record(self, wav: str) -> None:
        self.recorder = pj.AudioMediaRecorder()
        self.recorder.createRecorder(wav)
        self.getAudioMedia(-1).startTransmit(self.recorder)

    def stop(self) -> None:
        """Close the player and the recorder: the WAV's header is written then."""
        self.player = self.recorder = None


class Account(pj.Account):  # type: ignore[misc]  # as above
    """Reports registration and calls that come in."""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat

    def onRegState(self, prm: Any) -> None:
        tell("registration", code=int(prm.code), text=prm.reason, seconds=int(prm.expiration))

    def onIncomingCall(self, prm: Any) -> None:
        call = Call(self, prm.callId)
        self.seat.calls[prm.callId] = call
        tell("incoming", call=prm.callId, remote=call.getInfo().remoteUri)


class Seat:
    """The endpoint, its one account, and the loop."""

    def __init__(self, user: str, secret: str, port: int) -> None:
        self.calls: dict[int, Call] = {}
        self.gone: list[int] = []
        self.leaving: list[int] = []
        self.server = f"127.0.0.1:{port}"
        self.endpoint = pj.Endpoint()
        self._start_endpoint()
        self.account = Account(self)
        self._start_account(user, secret)
        self.running = True

    def _start_endpoint(self) -> None:
        config = pj.EpConfig()
        config.uaConfig.threadCnt = 0  # every callback in `run`
        config.logConfig.level = config.logConfig.consoleLevel = int(os.environ.get("PJSUA_SEAT_LOG", "0"))
        config.medConfig.noVad = True
        config.medConfig.ecTailLen = 0
        self.endpoint.libCreate()
        self.endpoint.libInit(config)
        transport = pj.TransportConfig()
        transport.port, transport.boundAddress = 0, "127.0.0.1"
        self.endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
        self.endpoint.libStart()
        self.endpoint.audDevManager().setNullDev()

    def _start_account(self, user: str, secret: str) -> None:
        config = pj.AccountConfig()
        config.idUri = f"sip:{user}@{self.server}"
        config.regConfig.registrarUri = f"sip:{self.server}"
        config.regConfig.registerOnAdd = False
        config.sipConfig.authCreds.append(pj.AuthCredInfo("digest", "*", user, 0, secret))
        config.mediaConfig.transportConfig.boundAddress = "127.0.0.1"
        self.account.create(config)

    def run(self) -> None:
        """Serve commands from standard input until `quit` or its end."""
        tell("ready")
        left = b""
        while self.running:
            self.endpoint.libHandleEvents(10)
            for call in [self.calls.pop(number, None) for number in self.gone]:
                del call
            self.gone.clear()
            while self.leaving:
                self.do_hang_up(self.leaving.pop())
            if not select.select([0], [], [], 0)[0]:
                continue
            data = os.read(0, 65536)
            *lines, left = (left + data).split(b"\n")
            for line in lines:
                self._obey(json.loads(line))
            self.running = self.running and bool(data)
        self.calls.clear()
        self.account.shutdown()
        self.endpoint.libDestroy()

    def _obey(self, order: dict[str, Any]) -> None:
        """Do what is asked and say how it went; a refusal by PJSIP is an answer, not the end."""
        try:
            answer = getattr(self, "do_" + order.pop("do"))(**order)
        except (pj.Error, KeyError) as fault:
            tell("fault", why=fault.info() if isinstance(fault, pj.Error) else f"no call {fault}")
        else:
            tell("done", answer=answer)

    def do_register(self, on: bool = True) -> None:
        self.account.setRegistration(on)

    def do_call(self, number: str) -> int:
        call = Call(self.account, pj.PJSUA_INVALID_ID)
        call.makeCall(f"sip:{number}@{self.server}", pj.CallOpParam(True))
        self.calls[call.getId()] = call
        return int(call.getId())

    def do_answer(self, call: int, code: int = 200) -> None:
        param = pj.CallOpParam()
        param.statusCode = code
        self.calls[call].answer(param)

    def do_hang_up(self, call: int, code: int = 0) -> None:
        param = pj.CallOpParam()
        param.statusCode = code
        self.calls[call].hangup(param)

    def do_press(self, call: int, digits: str) -> None:
        self.calls[call].dialDtmf(digits)

    def do_play(self, call: int, wav: str) -> None:
        self.calls[call].play(wav)

    def do_record(self, call: int, wav: str) -> None:
        self.calls[call].record(wav)

    def do_stop(self, call: int) -> None:
        self.calls[call].stop()

    def do_hold(self, call: int, on: bool = True) -> None:
        """Or not. The switch may be asking us something on this call just now: then again, when that is over (RFC 3261, 14.1)."""
        deadline = time.monotonic() + ASKED_ANEW_WITHIN
        while True:
            try:
                return self._hold(call, on)
            except pj.Error as busy:
                if busy.status != PJ_EINVALIDOP or time.monotonic() > deadline:
                    raise
            self.endpoint.libHandleEvents(20)

    def _hold(self, call: int, on: bool) -> None:
        param = pj.CallOpParam(True)
        if on:
            self.calls[call].setHold(param)
        else:
            param.opt.flag = pj.PJSUA_CALL_UNHOLD
            self.calls[call].reinvite(param)

    def do_transfer(self, call: int, number: str) -> None:
        self.calls[call].xfer(f"sip:{number}@{self.server}", pj.CallOpParam())

    def do_transfer_to_call(self, call: int, other: int) -> None:
        self.calls[call].xferReplaces(self.calls[other], pj.CallOpParam())

    def do_quit(self) -> None:
        self.running = False


if __name__ == "__main__":
    os.chdir(Path(__file__).parent)
    Seat(sys.argv[1], sys.argv[2], int(sys.argv[3])).run()
