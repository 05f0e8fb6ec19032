"""What SIPp's callers do. They send sound all the time, as phones do: mu-law silence, 50 packets a second."""

from __future__ import annotations

from pathlib import Path

from service.bench.plans import KEY, NUMBER

PREFIX = "1390000"
"""The n-th caller (from 1) shows this and n as his number."""

_HEADERS = f"""From: <sip:{PREFIX}[call_number]@[local_ip]>;tag=[pid]f[call_number]
Call-ID: [call_id]
Max-Forwards: 70
Contact: <sip:{PREFIX}[call_number]@[local_ip]:[local_port]>"""

_SDP = """Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0 101
a=rtpmap:0 PCMU/8000
a=rtpmap:101 telephone-event/8000
a=sendrecv
"""

_INVITE = f"""  <send retrans="500" start_rtd="1"><![CDATA[
INVITE sip:{NUMBER}@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
{_HEADERS}
To: <sip:{NUMBER}@[remote_ip]>
CSeq: 1 INVITE
{_SDP}]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="183" optional="true"/>
  <recv response="200" rtd="1"/>
"""


def _request(method: str, sequence: int, body: str = "", kind: str = "") -> str:
    headers = f"Content-Type: {kind}\n" if kind else ""
    retrans = "" if method == "ACK" else ' retrans="500"'
    return f"""  <send{retrans}><![CDATA[
{method} sip:{NUMBER}@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
{_HEADERS}
To: <sip:{NUMBER}@[remote_ip]>[peer_tag_param]
CSeq: {sequence} {method}
{headers}Content-Length: [len]

{body}]]></send>
"""


def _agree(body: str = "Content-Length: 0\n\n") -> str:
    """A 200 to the request that has just come."""
    return f"""  <send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:caller@[local_ip]:[local_port]>
{body}]]></send>
"""


def _pause(seconds: float) -> str:
    return f'  <pause milliseconds="{int(seconds * 1000)}"/>\n'


_ANSWERED = '  <recv response="200"/>\n'
_KEY = _request("INFO", 2, f"Signal={KEY}\nDuration=160\n", "application/dtmf-relay") + _ANSWERED
_BYE = _request("BYE", 3) + _ANSWERED


def _scenario(steps: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="load">\n{steps}</scenario>\n'


def _sound(folder: Path) -> str:
    """One second of mu-law silence, over and over."""
    file = folder / "silence.ulaw"
    file.write_bytes(b"\xff" * 8000)
    return f'  <nop><action><exec rtp_stream="{file},-1,0"/></action></nop>\n'


def through_the_menu(folder: Path, key_after: float = 0.7, stays: float = 2.5) -> str:
    """Call, press the key while the prompt plays, wait in the queue, hang up.

    Whoever is hung up before (his key was not heard) counts as failed.
    """
    return _scenario(_INVITE + _request("ACK", 1) + _sound(folder) + _pause(key_after) + _KEY + _pause(stays) + _BYE)


def pressing_on(folder: Path, number: str, key: str, presses: int, every: float) -> str:
    """Call this number, press the key again and again while sound flows, hang up."""
    info = f"Signal={key}\nDuration=160\n"
    keys = [
        _pause(every) + _request("INFO", 2 + turn, info, "application/dtmf-relay") + _ANSWERED
        for turn in range(presses)
    ]
    bye = _request("BYE", 2 + presses) + _ANSWERED
    story = _INVITE + _request("ACK", 1) + _sound(folder) + "".join(keys) + bye
    return _scenario(story.replace(f"sip:{NUMBER}@", f"sip:{number}@"))


def waiting(folder: Path, within: float) -> str:
    """Call, and wait in the queue until the other side hangs up, for `within` seconds at most.

    A re-INVITE is answered: a switch sends one to show the caller whom he talks to.
    """
    steps = f'''  <label id="1"/>
  <recv request="INVITE" optional="true" next="2"/>
  <recv request="BYE" timeout="{int(within * 1000)}" next="3"/>
  <label id="2"/>
{_agree(_SDP)}  <recv request="ACK" next="1"/>
  <label id="3"/>
{_agree()}'''
    return _scenario(_INVITE + _request("ACK", 1) + _sound(folder) + steps)
