"""What a page may say to Asterisk, and what goes no further."""

from __future__ import annotations

import pytest

from console.sip_words import LONGEST, Refused, check

OWN = frozenset({"web-1001"})


def message(
    start: str = "REGISTER sip:hotline.invalid SIP/2.0",
    sender: str = '"Li" <sip:web-1001@hotline.invalid>;tag=a1',
    receiver: str = "<sip:web-1001@hotline.invalid>",
    *more: str,
    body: str = "",
    length: str = "",
) -> str:
    head = [start, "Via: SIP/2.0/WS x.invalid;branch=z9hG4bK1", f"From: {sender}", f"To: {receiver}", *more]
    return "\r\n".join([*head, f"Content-Length: {length or len(body.encode())}", "", body])


@pytest.mark.parametrize(
    "frame",
    [
        message(),
        message("INVITE sip:1002@hotline.invalid SIP/2.0", receiver="<sip:1002@hotline.invalid>", body="v=0\r\ns=电话\r\n"),
        message("BYE sip:x@y.invalid SIP/2.0", sender="<sip:k3@z9.invalid>;tag=1", receiver="<sip:c@h>;tag=2"),
        message("SIP/2.0 200 OK", sender="<sip:13800001111@h>;tag=1"),
        message().replace("From:", "f :").replace("To:", "t:").replace("Content-Length:", "l:"),
        "\r\n\r\n",
    ],
)  # fmt: skip
def test_its_own_calls_go_through(frame: str) -> None:
    check(frame, OWN)


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (message(sender="<sip:web-1002@hotline.invalid>;tag=1"), "somebody else"),
        (message(receiver="<sip:web-1002@hotline.invalid>"), "another phone"),
        (message(receiver="<sip:web-1002@hotline.invalid>;tag=9"), "another phone"),
        (message(sender="<sip:1001@hotline.invalid>;tag=1"), "somebody else"),
        (message(sender="<tel:+8613800001111>;tag=1"), "somebody else"),
        (message(sender="<sip:web-1001@h>, <sip:web-1002@h>;tag=1"), "somebody else"),
        (message("INVITE sip:1002@h SIP/2.0", "<sip:web-1002@h>;tag=1", "<sip:1002@h>"), "somebody else"),
        (message("SUBSCRIBE sip:1002@h SIP/2.0"), "not for a phone"),
        (message("GET /ws HTTP/1.1"), "not for a phone"),
        (message("REGISTER sip:h SIP/2.0", *(["<sip:web-1001@h>"] * 2), 'Authorization: Digest username="web-1002"'), "password"),
        (message("REGISTER sip:h SIP/2.0", *(["<sip:web-1001@h>"] * 2), "From: <sip:web-1002@h>"), "one header from"),
        (message("REGISTER sip:h SIP/2.0", *(["<sip:web-1001@h>"] * 2), "f: <sip:web-1002@h>"), "one header from"),
        (message("REGISTER sip:h SIP/2.0", *(["<sip:web-1001@h>"] * 2), "X: 1\nFrom: <sip:web-1002@h>"), "unusual way"),
        (message("REGISTER sip:h SIP/2.0", *(["<sip:web-1001@h>"] * 2), "X: 1\r\n folded"), "not one"),
        (message(body="v=0\r\n", length="3"), "not whole"),
        (message(length="0") + message("REGISTER sip:h SIP/2.0", "<sip:web-1002@h>", "<sip:web-1002@h>"), "not whole"),
        (message().replace("Content-Length", "X-Length"), "content-length"),
        (message(body="x" * LONGEST), "too long"),
    ],
)  # fmt: skip
def test_nobody_speaks_as_somebody_else(frame: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        check(frame, OWN)
