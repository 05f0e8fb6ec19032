"""SIP by hand over UDP, for what no decent phone would send: wrong passwords, no password, nobody's name."""

from __future__ import annotations

import hashlib
import re
import secrets
import socket
from dataclasses import dataclass

from tests.asterisk.conftest import Account

_CHALLENGE = re.compile(r'realm="([^"]+)".*?nonce="([^"]+)"', re.DOTALL)


@dataclass(slots=True)
class RawPhone:
    """One UDP socket that speaks for an account. `ask` returns the status of the last answer."""

    account: Account
    answer: str = ""

    def register(self, secret: str | None = None, expires: int = 60) -> int:
        """Register with this secret (default: the right one); without any when it is ''. The final status."""
        user = self.account.user
        where = f"sip:{self.account.host}:{self.account.port}"
        return self._ask("REGISTER", where, f"sip:{user}@{self.account.host}", secret, f"Expires: {expires}\r\n")

    def invite(self, number: str, secret: str | None = None) -> int:
        """Call a number and return the first final status; the call is not acknowledged."""
        target = f"sip:{number}@{self.account.host}:{self.account.port}"
        return self._ask("INVITE", target, target, secret, "")

    def _ask(self, method: str, uri: str, to: str, secret: str | None, extra: str) -> int:
        secret = self.account.secret if secret is None else secret
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
            wire.settimeout(3)
            wire.connect((self.account.host, self.account.port))
            call = secrets.token_hex(8)
            status = self._exchange(wire, self._request(wire, method, uri, to, call, 1, extra))
            found = _CHALLENGE.search(self.answer)
            if status != 401 or not secret or not found:
                return status
            extra += self._authorization(method, uri, secret, found[1], found[2])
            return self._exchange(wire, self._request(wire, method, uri, to, call, 2, extra))

    def _request(self, wire: socket.socket, method: str, uri: str, to: str, call: str, number: int, extra: str) -> str:
        host, port = wire.getsockname()
        user = self.account.user
        return (
            f"{method} {uri} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP {host}:{port};branch=z9hG4bK{secrets.token_hex(6)};rport\r\n"
            f"From: <sip:{user}@{host}>;tag={call}\r\nTo: <{to}>\r\nCall-ID: {call}\r\n"
            f"CSeq: {number} {method}\r\nContact: <sip:{user}@{host}:{port}>\r\nMax-Forwards: 70\r\n"
            f"{extra}Content-Length: 0\r\n\r\n"
        )

    def _exchange(self, wire: socket.socket, request: str) -> int:
        wire.send(request.encode())
        status = 100
        while status < 200:
            self.answer = wire.recv(65535).decode()
            status = int(self.answer.split()[1])
        return status

    def _authorization(self, method: str, uri: str, secret: str, realm: str, nonce: str) -> str:
        """Digest without qop where none is offered, else with it (RFC 2617)."""
        user = self.account.user
        first, second = _md5(f"{user}:{realm}:{secret}"), _md5(f"{method}:{uri}")
        response = _md5(f"{first}:{nonce}:00000001:abcdef:auth:{second}")
        opaque = re.search(r'opaque="([^"]+)"', self.answer)
        more = f', opaque="{opaque[1]}"' if opaque else ""
        return (
            f'Authorization: Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}", '
            f'response="{response}", algorithm=MD5, qop=auth, nc=00000001, cnonce="abcdef"{more}\r\n'
        )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
