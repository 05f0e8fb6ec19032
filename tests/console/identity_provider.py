"""A small identity provider on the loopback: discovery, the authorize redirect, the token endpoint, keys, signed tokens.

It checks what a real one checks: the client and its secret, the redirect address, the PKCE verifier, and that a code is
used once. What it says of somebody, and how it may go wrong, is set by a test.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "hotline", "s3cret/of:the client"
CLAIMS = {"sub": "f3b1", "preferred_username": "Lin.Mei", "name": "Lin Mei", "groups": ["cc-agents", "everybody"]}


@cache
def key_of(name: str, kid: str = "") -> RSAKey:
    """A key pair; each name has its own."""
    return RSAKey.generate_key(2048, {"kid": kid or name})


@dataclass
class IdentityProvider:
    """What it knows, and what it was asked."""

    issuer: str
    now: Callable[[], float]
    claims: dict[str, Any] = field(default_factory=lambda: dict(CLAIMS))
    key: RSAKey = field(default_factory=lambda: key_of("one"))
    shown: list[RSAKey] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    is_broken: bool = False
    document: dict[str, Any] = field(default_factory=dict)
    forge: Callable[[dict[str, Any]], str] | None = None

    def __post_init__(self) -> None:
        self.shown.append(self.key)

    def sends_back(self, address: str) -> str:
        """What somebody's browser gets who has shown there who he is: the address it is sent back to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
        assert "openid" in asked["scope"].split()
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": self.issuer}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def reply(self, method: str, path: str, headers: dict[str, str], body: str) -> tuple[int, dict[str, Any]]:
        """What it answers to our service."""
        self.asked.append(path)
        if self.is_broken:
            return 503, {}
        match method, path:
            case "GET", "/.well-known/openid-configuration":
                return 200, self._document() | self.document
            case "GET", "/keys":
                return 200, {"keys": [each.as_dict(private=False) | {"use": "sig"} for each in self.shown]}
            case "POST", "/token":
                return self._token(dict(parse_qsl(body)), headers)
            case _:
                return 404, {}

    def token(self, **other: Any) -> str:
        """A signed ID token."""
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, other, self.key)

    def _document(self) -> dict[str, Any]:
        doors = {
            "authorization_endpoint": "/authorize",
            "token_endpoint": "/token",
            "jwks_uri": "/keys",
        }
        return {"issuer": self.issuer} | {name: self.issuer + path for name, path in doors.items()}

    def _token(self, form: dict[str, str], headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        given = b64decode(headers.get("authorization", "").removeprefix("Basic ")).decode()
        if given != "hotline:s3cret%2Fof%3Athe%20client":
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form["code"], None)
        challenge = urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != form["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = int(self.now())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        said = claims | self.claims
        return 200, {"id_token": self.forge(said) if self.forge else self.token(**said), "token_type": "Bearer"}


def signed_by_a_secret(claims: dict[str, Any]) -> str:
    """A token that whoever knows the client's secret could make."""
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET.ljust(32)))


def unsigned(claims: dict[str, Any]) -> str:
    """A token that anybody could make."""
    parts = (json.dumps(each).encode() for each in ({"alg": "none"}, claims))
    return ".".join(urlsafe_b64encode(each).rstrip(b"=").decode() for each in parts) + "."


@asynccontextmanager
async def identity_provider(now: Callable[[], float]) -> AsyncIterator[IdentityProvider]:
    """One that is served on the loopback."""
    made: list[IdentityProvider] = []

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        method, path, _ = lines[0].split(" ")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:] if line)}
        body = (await reader.readexactly(int(headers.get("content-length", 0)))).decode()
        status, answer = made[0].reply(method, path, headers, body)
        content = json.dumps(answer).encode()
        head = f"HTTP/1.1 {status} Said\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + content)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(served, "127.0.0.1", 0)
    made.append(IdentityProvider(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", now))
    async with server:
        yield made[0]
