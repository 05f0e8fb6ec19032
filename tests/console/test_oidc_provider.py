"""Signing in by an identity provider that is away, is another one, sends too much or does not know us."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.exchange import MOST_BYTES
from console.security.oidc_provider import KEPT, PAUSE
from tests.console.company import START, Company, why
from tests.console.people import LIN


async def test_a_provider_that_is_away_is_told_and_not_asked_by_everybody(company: Company) -> None:
    company.provider.is_broken = True
    assert [why(await company.tried()) for _ in range(3)] == ["provider"] * 3
    assert len(company.provider.asked) == 1
    company.provider.is_broken = False
    await company.console.clock.advance(PAUSE)
    await company.console.rooms.doors.accounts.add(LIN)
    assert (await company.tried()).headers["location"] == "/"


async def test_a_provider_that_goes_away_meanwhile_is_told(company: Company) -> None:
    browser = await company.console.browser()
    back = company.provider.sends_back((await browser.get(START)).headers["location"])
    company.provider.is_broken = True
    assert why(await browser.get(back)) == "provider"
    await company.console.clock.advance(KEPT)
    assert why(await company.tried()) == "provider"


@pytest.mark.parametrize(
    "document", [{"issuer": "https://evil.example"}, {"token_endpoint": None}, {"jwks_uri": "file:///etc/passwd"}]
)
async def test_a_document_of_another_provider_is_refused(company: Company, document: dict[str, Any]) -> None:
    company.provider.document = document
    assert why(await company.tried()) == "provider"


async def test_a_private_address_must_be_allowed(company: Company) -> None:
    company.use(allow=())
    assert why(await company.tried()) == "provider"
    assert company.provider.asked == []


async def test_an_answer_without_end_is_cut(company: Company) -> None:
    company.provider.document = {"more": "x" * MOST_BYTES}
    assert why(await company.tried()) == "provider"


async def test_a_wrong_secret_is_no_way_in(company: Company) -> None:
    company.use(secret="another")
    assert why(await company.tried()) == "provider"
