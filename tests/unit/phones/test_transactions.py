from __future__ import annotations

from telephony.phones.messages import Message, reply
from telephony.phones.transactions import LIFE, Transactions


def request(method: str, branch: str = "z9hG4bKx", number: int = 1) -> str:
    return (
        f"{method} sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5071;branch={branch}\r\n"
        f"From: <sip:a@x>;tag=a\r\nTo: <sip:b@x>\r\nCall-ID: id\r\nCSeq: {number} {method}\r\nContent-Length: 0\r\n\r\n"
    )


def answer(text: str, code: int) -> Message:
    return Message(reply(Message(text.encode()), code, "b").encode())


class Asked:
    """A request in flight and what came of it."""

    def __init__(self, method: str, within: float = LIFE) -> None:
        self.text, self.transactions = request(method), Transactions()
        self.heard: list[int | None] = []
        self.sent = self.transactions.ask(self.text, self.told, 0.0, within)

    def told(self, message: Message | None) -> None:
        self.heard.append(message.code if message else None)

    def run_until(self, end: float) -> list[float]:
        """The times at which something is sent again."""
        times = []
        while (deadline := self.transactions.next_deadline()) is not None and deadline <= end:
            times += [deadline] * len(self.transactions.tick(deadline))
        return times


def test_a_request_is_repeated_in_growing_pauses_until_it_is_given_up() -> None:
    asked = Asked("REGISTER", within=5.0)
    assert asked.sent == [asked.text]
    assert asked.run_until(10.0) == [0.5, 1.5, 3.5]
    assert asked.heard == [None]


def test_an_answer_ends_the_repeating_and_is_told_once() -> None:
    asked = Asked("BYE")
    asked.transactions.hear(answer(asked.text, 200), 0.1)
    asked.transactions.hear(answer(asked.text, 200), 0.2)
    assert asked.run_until(60.0) == []
    assert asked.heard == [200]


def test_a_ringing_invite_is_not_repeated_and_may_ring_for_minutes() -> None:
    asked = Asked("INVITE")
    asked.transactions.hear(answer(asked.text, 180), 0.1)
    assert asked.run_until(300.0) == []
    assert asked.heard == [180]


def test_a_refused_invite_is_acknowledged_every_time_it_is_refused() -> None:
    asked = Asked("INVITE")
    first = asked.transactions.hear(answer(asked.text, 486), 0.1)
    again = asked.transactions.hear(answer(asked.text, 486), 0.6)
    assert first == again
    ack = Message(first[0].encode())
    assert (ack.method, ack.to_tag, ack.branch) == ("ACK", "b", "z9hG4bKx")
    assert asked.run_until(100.0) == []
    assert asked.heard == [486]


def test_every_repeat_of_a_200_is_told_for_its_ack_was_lost() -> None:
    asked = Asked("INVITE")
    for at in (0.1, 0.6, 1.6):
        assert asked.transactions.hear(answer(asked.text, 200), at) == []
    asked.run_until(100.0)
    assert asked.heard == [200, 200, 200]


def test_a_strangers_answer_is_nobodys() -> None:
    asked = Asked("BYE")
    assert asked.transactions.hear(answer(request("BYE", "z9hG4bKother"), 200), 0.1) == []
    assert asked.heard == []


def test_a_server_that_is_not_there_is_told_at_once() -> None:
    asked = Asked("INVITE")
    asked.transactions.drop()
    assert asked.heard == [None]
    assert asked.transactions.next_deadline() is None


def test_a_repeated_request_gets_the_answer_given_before() -> None:
    transactions, invite = Transactions(), Message(request("INVITE").encode())
    assert transactions.repeated(invite) is None
    transactions.seen(invite, 0.0)
    assert transactions.repeated(invite) == []
    transactions.reply(invite, reply(invite, 180, "b"), 0.0)
    ringing = transactions.repeated(invite)
    assert ringing is not None
    assert ringing[0].startswith("SIP/2.0 180")
    assert transactions.repeated(Message(request("CANCEL").encode())) is None


def test_our_200_is_repeated_until_its_ack() -> None:
    asked = Asked("OPTIONS")
    asked.transactions.hear(answer(asked.text, 200), 0.0)
    invite = Message(request("INVITE").encode())
    asked.transactions.reply(invite, reply(invite, 200, "b"), 0.0)
    assert asked.run_until(2.0) == [0.5, 1.5]
    assert asked.transactions.acknowledged(Message(request("ACK", "z9hG4bKnew").encode()))
    assert not asked.transactions.acknowledged(Message(request("ACK", "z9hG4bKnew").encode()))
    assert asked.run_until(60.0) == []
