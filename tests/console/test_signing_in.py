"""Wrong passwords, many of them, and who is kept out for how long."""

from __future__ import annotations

import asyncio
import time

import pytest
from argon2 import PasswordHasher

from console.security.limits import FREE, LOCK, LONGEST, MOST_KNOWN, PER_ADDRESS, WINDOW, Limits
from console.security.passwords import HASHER, Passwords
from store.accounts import Accounts
from tests.console.desk import CHEAP, Console
from tests.console.people import LIN, PASSWORD, audited, sign_in, with_password


async def test_a_wrong_password_and_an_unknown_name_read_alike(console: Console) -> None:
    await with_password(console)
    browser = await console.browser()
    wrong, unknown = await sign_in(browser, password="not the one"), await sign_in(browser, "nobody")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert "set-cookie" not in wrong.headers
    refused = await audited(console, "session.refused")
    assert refused == [("", "lin.mei", "127.0.0.1"), ("", "nobody", "127.0.0.1")]


async def test_the_reply_repeats_nothing_of_what_was_sent(console: Console) -> None:
    browser = await console.browser()
    for body in ({"user": "a", "password": ["s3cret"]}, {"user": "a", "password": "s3cret", "more": 1}):
        reply = await browser.post("/api/v1/session", json=body)
        assert reply.status_code == 422
        assert "s3cret" not in reply.text


async def test_after_five_wrong_tries_the_name_is_shut_for_a_while(console: Console) -> None:
    await with_password(console)
    browser = await console.browser()
    for _ in range(FREE):
        assert (await sign_in(browser, password="not the one")).status_code == 401
    shut = await sign_in(browser)
    assert (shut.status_code, shut.json()["code"]) == (429, "HL808"), "the right password does not help now"
    assert int(shut.headers["retry-after"]) == round(LOCK)
    await console.clock.advance(LOCK)
    assert (await sign_in(browser)).status_code == 200


async def test_many_tries_at_once_are_no_more_tries(console: Console) -> None:
    await with_password(console)
    browser = await console.browser()
    replies = await asyncio.gather(*(sign_in(browser, password=f"not the one {each}") for each in range(20)))
    assert sorted(each.status_code for each in replies) == [401] * FREE + [429] * (20 - FREE)


async def test_one_address_cannot_try_name_after_name(console: Console) -> None:
    await with_password(console)
    browser = await console.browser()
    for each in range(PER_ADDRESS):
        assert (await sign_in(browser, f"user{each}")).status_code == 401
    assert (await sign_in(browser)).status_code == 429
    await console.clock.advance(WINDOW)
    assert (await sign_in(browser)).status_code == 200


async def test_an_account_that_is_shut_lets_nobody_in(console: Console) -> None:
    await with_password(console)
    book = console.rooms.doors.accounts
    account = await book.one(LIN.user)
    await Accounts(console.database).change(
        type(account)(account.user, account.name, account.roles, active=False, password=account.password)
    )
    assert (await sign_in(await console.browser())).status_code == 401


async def test_a_password_hashed_by_older_settings_is_hashed_anew(console: Console) -> None:
    await with_password(console)
    doors = console.rooms.doors
    before = (await doors.accounts.one(LIN.user)).password
    doors.sign_in.passwords = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert (await sign_in(await console.browser())).status_code == 200
    after = (await doors.accounts.one(LIN.user)).password
    assert after != before
    assert "m=16,t=2" in after
    assert (await sign_in(await console.browser())).status_code == 200


async def test_small_letters_of_a_name_are_as_good_as_capitals(console: Console) -> None:
    await with_password(console)
    assert (await sign_in(await console.browser(), "Lin.Mei")).status_code == 200


class TestPasswords:
    async def test_only_the_right_one_fits(self) -> None:
        passwords = Passwords(CHEAP)
        kept = await passwords.hashed(PASSWORD)
        assert await passwords.fits(PASSWORD, kept)
        assert not await passwords.fits(PASSWORD + "x", kept)
        assert not await passwords.fits(PASSWORD, "")
        assert not await passwords.fits(PASSWORD, "no hash at all")

    async def test_one_that_is_written_otherwise_on_another_keyboard_fits(self) -> None:
        passwords = Passwords(CHEAP)
        assert await passwords.fits("Ａｂｃ１２３ é", await passwords.hashed("Abc123 e\u0301"))

    async def test_it_is_kept_by_argon2id_with_a_salt_of_its_own(self) -> None:
        passwords = Passwords()
        one, other = await passwords.hashed(PASSWORD), await passwords.hashed(PASSWORD)
        assert one.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
        assert one != other

    async def test_an_unknown_name_takes_as_long_as_a_wrong_password(self) -> None:
        """Of the median of five: nobody learns by a clock which names exist."""
        passwords = Passwords()
        kept = HASHER.hash(PASSWORD)
        await passwords.fits("warm", "")

        async def took(against: str) -> float:
            began = time.process_time()
            await passwords.fits("not the one", against)
            return time.process_time() - began

        known, unknown = [sorted([await took(each) for _ in range(5)])[2] for each in (kept, "")]
        assert unknown == pytest.approx(known, rel=0.6)


class TestLimits:
    def test_the_wait_doubles_and_has_an_end(self) -> None:
        limits, now, waits = Limits(), 0.0, []
        for _ in range(FREE + 8):
            limits.tried("a", now)
            limits.wrong("a", "1.2.3.4", now)
            waits.append(limits.wait("a", "", now))
            now += waits[-1]
        assert waits[: FREE - 1] == [0.0] * (FREE - 1)
        assert waits[FREE - 1 : FREE + 2] == [LOCK, 2 * LOCK, 4 * LOCK]
        assert waits[-1] == LONGEST

    def test_the_right_password_begins_anew(self) -> None:
        limits = Limits()
        for _ in range(FREE - 1):
            limits.tried("a", 0.0)
        limits.right("a")
        limits.tried("a", 0.0)
        assert limits.wait("a", "", 0.0) == 0.0

    def test_another_name_and_another_address_are_not_meant(self) -> None:
        limits = Limits()
        for _ in range(FREE):
            limits.tried("a", 0.0)
            limits.wrong("a", "1.2.3.4", 0.0)
        assert limits.wait("b", "1.2.3.4", 0.0) == 0.0
        assert limits.wait("a", "5.6.7.8", 0.0) == LOCK

    def test_a_flood_of_names_costs_no_memory(self) -> None:
        limits = Limits()
        for each in range(MOST_KNOWN + 100):
            limits.tried(f"user{each}", 0.0)
            limits.wrong(f"user{each}", f"address{each}", 0.0)
        assert len(limits._names) == len(limits._addresses) == MOST_KNOWN


def test_a_network_of_ipv6_is_one_address() -> None:
    """A house has 2^64 addresses there: each of them is the same somebody."""
    limits = Limits()
    for number in range(PER_ADDRESS):
        limits.wrong(f"user{number}", f"2001:db8::{number + 1:x}", 0.0)
    assert limits.address_wait("2001:db8::ffff", 1.0) > 0
    assert limits.address_wait("2001:db8:0:1::1", 1.0) == 0
    assert limits.address_wait("192.0.2.1", 1.0) == 0
