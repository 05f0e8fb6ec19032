"""Registrations: several phones at one seat, and lists read anew."""

from __future__ import annotations

from calls.switch import Outside, Seat
from telephony.contacts import Registrations


def test_a_full_list_replaces_what_was_known() -> None:
    registrations = Registrations()
    registrations.note("1001", "sip:a", "Reachable")
    registrations.reset(
        [("1002", "sip:b", "NonQual"), ("1003", "sip:c", "Unreachable"), ("trial-1", "sip:d", "Reachable")]
    )
    assert registrations.reachable() == {"1002"}


def test_after_a_list_only_changes_are_told() -> None:
    registrations = Registrations()
    registrations.reset([("1001", "sip:a", "Reachable")])
    assert registrations.note("1001", "sip:a", "Reachable") is None
    assert registrations.note("1001", "sip:a", "Removed") is False
    assert registrations.note("1001", "sip:a", "NonQualified") is True


def test_a_phone_never_seen_that_goes_is_no_change() -> None:
    assert Registrations().note("1001", "sip:a", "Removed") is None


def test_a_seat_is_reachable_by_its_desk_phone_or_its_browser() -> None:
    registrations = Registrations()
    assert registrations.note("web-1001", "sip:page", "Created") is True
    assert registrations.note("1001", "sip:desk", "Created") is None
    assert registrations.note("web-1001", "sip:page", "Removed") is None
    assert registrations.reachable() == {"1001"}
    assert registrations.note("1001", "sip:desk", "Removed") is False


def test_the_browser_is_rung_where_it_is() -> None:
    registrations = Registrations()
    registrations.note("1001", "sip:desk", "Created")
    assert registrations.now_at(Seat("1001")) == Seat("1001")
    registrations.note("web-1001", "sip:page", "Created")
    assert registrations.now_at(Seat("1001")) == Seat("web-1001")
    assert registrations.now_at(Outside("13900001111")) == Outside("13900001111")
