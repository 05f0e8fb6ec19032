from __future__ import annotations

import pytest

from telephony.phones.messages import BadMessage, Dialog, Message, reply, same_transaction

INVITE = (
    "INVITE sip:1001@127.0.0.1:5071 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 127.0.0.1:5060;rport;branch=z9hG4bKone\r\n"
    "v: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKtwo;received=10.0.0.2\r\n"
    'From: "Bob \\"sip:\\" <x>" <sip:13900001111@127.0.0.1>;tag=abc\r\n'
    "t:<sip:1001@127.0.0.1>\r\n"
    "Call-ID:no-blank@127.0.0.1\r\n"
    "CSeq: 7 INVITE\r\n"
    "Contact: <sip:asterisk@127.0.0.1:5060;transport=udp>\r\n"
    "X-Folded: one\r\n two\r\n"
    "Content-Type: application/sdp\r\n"
    "Content-Length: 0\r\n"
    "\r\n"
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 107 8 101\r\n"
    "a=rtpmap:107 opus/48000/2\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=odd\r\n"
)


def read(text: str) -> Message:
    return Message(text.encode())


def test_what_pyvoip_cannot_read_is_read() -> None:
    message = read(INVITE)
    assert (message.method, message.call_id, message.cseq) == ("INVITE", "no-blank@127.0.0.1", (7, "INVITE"))
    assert (message.branch, message.from_tag, message.to_tag) == ("z9hG4bKone", "abc", "")
    assert message.caller == "13900001111"
    assert message.contact == "sip:asterisk@127.0.0.1:5060;transport=udp"
    assert message.one("X-Folded") == "one two"
    assert len(message.all("Via")) == 2
    assert message.body["m"][0]["port"] == 4000
    assert not message.body_fault


def test_a_body_that_cannot_be_read_is_told_and_the_request_is_still_answered() -> None:
    message = read(INVITE.replace("RTP/AVP", "UDP/TLS/RTP/SAVPF"))
    assert "SAVPF" in message.body_fault
    assert reply(message, 488, "ours").startswith("SIP/2.0 488 Not Acceptable Here\r\n")


@pytest.mark.parametrize("text", ["OPTIONS", "NOTIFY", "REFER", "UPDATE"])
def test_every_method_is_read(text: str) -> None:
    assert read(INVITE.replace("INVITE", text)).method == text


def test_a_status_without_a_name_and_without_a_phrase_is_read() -> None:
    for first, phrase in (("SIP/2.0 499 Odd", "Odd"), ("SIP/2.0 499", "")):
        answer = read(INVITE.replace("INVITE sip:1001@127.0.0.1:5071 SIP/2.0", first))
        assert (answer.code, answer.phrase) == (499, phrase)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\r\n\r\n",
        "hello",
        "SIP/2.0 abc Bad\r\n\r\n",
        INVITE.replace("CSeq: 7 INVITE\r\n", ""),
        INVITE.replace("CSeq: 7", "CSeq: x"),
        INVITE.replace("X-Folded:", "No colon here"),
    ],
)
def test_what_is_no_sip_message_is_a_bad_message(text: str) -> None:
    with pytest.raises(BadMessage):
        read(text)


def test_an_answer_repeats_what_came_and_adds_our_tag_once() -> None:
    answer = read(reply(read(INVITE), 180, "ours", "sip:1001@127.0.0.1:5071"))
    assert answer.all("Via") == read(INVITE).all("Via")
    assert (answer.code, answer.to_tag, answer.from_tag) == (180, "ours", "abc")
    again = reply(read(INVITE.replace("t:<sip:1001@127.0.0.1>", "t:<sip:1001@127.0.0.1>;tag=have")), 200, "ours")
    assert read(again).to_tag == "have"


def test_the_ack_of_a_dialog_keeps_the_to_tag_and_the_number() -> None:
    dialog = Dialog("id", "<sip:me@x>;tag=mine", "<sip:you@x>;tag=yours", "sip:you@x:5080", 3)
    ack = read(dialog.request("ACK", "127.0.0.1:5071", sequence=3))
    assert (ack.target, ack.to_tag, ack.from_tag, ack.cseq) == ("sip:you@x:5080", "yours", "mine", (3, "ACK"))
    bye = read(dialog.request("BYE", "127.0.0.1:5071"))
    assert bye.cseq == (4, "BYE")
    assert bye.branch != ack.branch


def test_cancel_and_the_ack_of_a_refusal_belong_to_the_invite() -> None:
    invite = read(INVITE)
    cancel = read(same_transaction(invite, "CANCEL"))
    assert (cancel.branch, cancel.cseq, cancel.to_tag) == (invite.branch, (7, "CANCEL"), "")
    ack = read(same_transaction(invite, "ACK", to="<sip:1001@127.0.0.1>;tag=theirs"))
    assert (ack.branch, ack.cseq, ack.to_tag) == (invite.branch, (7, "ACK"), "theirs")


def test_of_several_challenges_the_md5_one_is_taken() -> None:
    text = INVITE.replace("INVITE sip:1001@127.0.0.1:5071 SIP/2.0", "SIP/2.0 401 Unauthorized")
    text = text.replace(
        "X-Folded",
        'WWW-Authenticate: Digest realm="a",nonce="sha",algorithm=SHA-256\r\n'
        'www-authenticate: Digest realm="a",nonce="md5",algorithm=MD5,qop="auth"\r\nX-Folded',
    )
    assert read(text).authentication["nonce"] == "md5"
