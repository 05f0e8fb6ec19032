"""SIP transactions over UDP (RFC 3261 17): repeat until answered, answer repeats the same way. No socket, no clock.

pyVoIP has none: a lost packet loses the call, and a repeated 200 or INVITE is handled as a second one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from telephony.phones.messages import Message, same_transaction

T1, T2 = 0.5, 4.0
LIFE = 64 * T1
RINGS = 600.0  # seconds a call of ours may ring before it is given up

Answered = Callable[[Message | None], None]
"""Told every answer to a request; None when none came in time."""


@dataclass(slots=True)
class _Asked:
    request: Message
    text: str
    told: Answered
    give_up: float
    again: float
    pause: float = T1
    acknowledgement: str = ""
    settled: bool = False


@dataclass(slots=True)
class _Reply:
    text: str
    forget: float
    again: float | None
    pause: float = T1


Key = tuple[str, str]


@dataclass
class Transactions:
    """Requests of ours that wait for an answer, and answers of ours that may be asked for again."""

    _asked: dict[Key, _Asked] = field(default_factory=dict)
    _given: dict[Key, _Reply] = field(default_factory=dict)

    def ask(self, text: str, told: Answered, now: float, within: float = LIFE) -> list[str]:
        """Begin a request: what to send now. `told` hears each answer once, or None after `within` seconds."""
        request = Message(text.encode())
        self._asked[_key(request)] = _Asked(request, text, told, now + within, now + T1)
        return [text]

    def hear(self, answer: Message, now: float) -> list[str]:
        """An answer has come: tell whom it is for; what to send now (the ACK of a refused INVITE)."""
        asked = self._asked.get((answer.branch, answer.cseq[1]))
        if asked is None:
            return []
        if asked.acknowledgement:
            return [asked.acknowledgement]
        return self._first(asked, answer, now)

    def _first(self, asked: _Asked, answer: Message, now: float) -> list[str]:
        invite, final = asked.request.method == "INVITE", answer.code >= 200
        if invite:  # a phone may ring for minutes; after the end its answer may be repeated, the ACK having been lost
            asked.again, asked.give_up = now + RINGS, now + (LIFE if final else RINGS)
            asked.settled = asked.settled or final
        elif final:
            del self._asked[_key(asked.request)]
        if invite and answer.code >= 300:
            asked.acknowledgement = same_transaction(asked.request, "ACK", to=answer.one("To"))
        asked.told(answer)
        return [asked.acknowledgement] if asked.acknowledgement else []

    def reply(self, request: Message, text: str, now: float) -> list[str]:
        """Give an answer. A final one to an INVITE is repeated until the ACK comes; the rest when asked again."""
        final_invite = request.method == "INVITE" and not text.startswith("SIP/2.0 1")
        self._given[_key(request)] = _Reply(text, now + LIFE, now + T1 if final_invite else None)
        return [text]

    def repeated(self, request: Message) -> list[str] | None:
        """The answer already given when this request was seen before; None when it is new."""
        given = self._given.get(_key(request))
        return None if given is None else [given.text] if given.text else []

    def seen(self, request: Message, now: float) -> None:
        """Remember a request whose answer is not known yet, so that its repeats are not taken for new."""
        self._given[_key(request)] = _Reply("", now + LIFE, None)

    def acknowledged(self, ack: Message) -> bool:
        """An ACK has come: stop repeating. True when an answer was waiting for it."""
        for (_, method), given in self._given.items():
            if method == "INVITE" and given.again is not None and _acknowledges(ack, given.text):
                given.again = None
                return True
        return False

    def next_deadline(self) -> float | None:
        """When `tick` has something to do."""
        times = [min(asked.again, asked.give_up) for asked in self._asked.values()]
        times += [min(given.forget, given.again or given.forget) for given in self._given.values()]
        return min(times, default=None)

    def tick(self, now: float) -> list[str]:
        """What to send again; requests whose time is over are given up."""
        for key, asked in list(self._asked.items()):
            if asked.give_up <= now:
                del self._asked[key]
                if not asked.settled:
                    asked.told(None)
        self._given = {key: given for key, given in self._given.items() if given.forget > now}
        late: list[_Asked | _Reply] = [*self._asked.values(), *self._given.values()]
        return [self._again(item, now) for item in late if item.again is not None and item.again <= now]

    @staticmethod
    def _again(item: _Asked | _Reply, now: float) -> str:
        item.pause = min(2 * item.pause, T2)
        item.again = now + item.pause
        return item.text

    def drop(self) -> None:
        """Nobody listens at the server's address: every open request is told so at once."""
        open_ones, self._asked = list(self._asked.values()), {}
        for asked in (one for one in open_ones if not one.settled):
            asked.told(None)


def _key(request: Message) -> Key:
    return request.branch, request.method


def _acknowledges(ack: Message, text: str) -> bool:
    given = Message(text.encode())
    return (given.call_id, given.cseq[0]) == (ack.call_id, ack.cseq[0])
