"""A phone registers: with its password, again before it runs out, and what it tells when it is refused."""

from __future__ import annotations

import re
import socket
import time

import pytest

from telephony.phones import Account, Phone, RegistrationFailed
from telephony.phones.messages import Message, reply
from tests.unit.phones.exchange import account, password_is_right, register_with_password, request_to_phone
from tests.unit.phones.server import challenge, granted, sdp, serving
from tests.waiting import patient, until


async def test_it_registers_with_its_password_and_leaves_when_closed() -> None:
    async with serving(register_with_password) as server:
        async with Phone(account(server)) as phone:
            assert phone.registration is not None
            first, second = server.requests("REGISTER")
            assert second.cseq[0] == first.cseq[0] + 1
            assert second.call_id == first.call_id
            assert f":{phone.port}" in second.one("Contact")
        assert server.requests("REGISTER")[-1].one("Expires") == "0"
        assert password_is_right(server.requests("REGISTER")[-1])


async def test_a_wrong_password_is_told_with_its_code_after_one_try() -> None:
    async with serving(lambda request: [challenge(request)]) as server:
        with pytest.raises(RegistrationFailed, match="401") as refused:
            await Phone(account(server)).register()
        assert refused.value.sip_code == 401
        assert "secret" in refused.value.told()
        assert "s3cret" not in refused.value.told()
        assert len(server.requests("REGISTER")) == 2


async def test_a_stale_nonce_is_answered_anew() -> None:
    seen: list[Message] = []

    def answer(request: Message) -> list[str]:
        seen.append(request)
        return [challenge(request, stale=len(seen) == 2)] if len(seen) < 3 else [granted(request, 120)]

    async with serving(answer) as server, Phone(account(server)):
        assert len(re.findall("Authorization", seen[2].raw.decode())) == 1


async def test_any_other_refusal_is_told_with_its_code() -> None:
    async with serving(lambda request: [reply(request, 404, "srv")]) as server:
        with pytest.raises(RegistrationFailed, match="404"):
            await Phone(account(server)).register()


async def test_nobody_at_the_servers_port_is_told_at_once() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    began = time.monotonic()
    with pytest.raises(RegistrationFailed, match="no answer"):
        await Phone(Account("1001", "x", port=port)).register()
    assert time.monotonic() - began < patient(2.0)


async def test_it_registers_again_before_it_runs_out() -> None:
    async with serving(lambda request: [granted(request, 1)]) as server, Phone(account(server, expires=1)):
        await until(lambda: len(server.requests("REGISTER")) >= 3, within=4, what="two renewals")


async def test_registering_again_does_not_double_the_renewals() -> None:
    async with serving(lambda request: [granted(request, 1)]) as server, Phone(account(server, expires=1)) as phone:
        for _ in range(4):
            await phone.register()
        began = len(server.requests("REGISTER"))
        await until(lambda: len(server.requests("REGISTER")) >= began + 2, within=4, what="two renewals")
        first, second = server.requests("REGISTER")[began : began + 2]
        assert second.cseq[0] == first.cseq[0] + 1
        assert len(server.requests("REGISTER")) == began + 2


def invite_for(_request: Message) -> str:
    return request_to_phone("INVITE", sdp(4000))


async def test_a_call_during_a_renewal_is_no_failure() -> None:
    """pyVoIP takes the INVITE for the answer to its REGISTER and gives the registration up."""

    def answer(request: Message) -> list[str]:
        return [invite_for(request), granted(request, 120)] if request.method == "REGISTER" else []

    async with serving(answer) as server, Phone(account(server)) as phone:
        call = await phone.next_call(within=patient(2))
        assert call.number == "7000"
