"""Choosing ports on a machine where others listen."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from telephony.embedded.errors import PortInUse
from telephony.embedded.ports import (
    AMI_PORTS,
    SIP_PORTS,
    Ports,
    PortWishes,
    choose_ports,
    refuse_used,
    sip_free,
    tcp_free,
)

HERE = "127.0.0.1"
AUTO = PortWishes()


@contextlib.contextmanager
def taken(kind: socket.SocketKind = socket.SOCK_STREAM, port: int = 0) -> Iterator[int]:
    """Somebody listens on a port."""
    with socket.socket(socket.AF_INET, kind) as other:
        other.bind((HERE, port))
        if kind is socket.SOCK_STREAM:
            other.listen()
        yield other.getsockname()[1]


def test_auto_ports_stay_the_same(tmp_path: Path) -> None:
    first = choose_ports(AUTO, tmp_path)
    assert first.sip in SIP_PORTS
    assert first.ami in AMI_PORTS
    assert choose_ports(AUTO, tmp_path) == first


def test_two_installations_do_not_collide(tmp_path: Path) -> None:
    first = choose_ports(AUTO, tmp_path / "first")
    with taken(socket.SOCK_DGRAM, first.sip), taken(port=first.ami):
        second = choose_ports(AUTO, tmp_path / "second")
    assert first.sip != second.sip
    assert first.ami != second.ami
    assert not set(range(first.rtp_start, first.rtp_end + 1)) & set(range(second.rtp_start, second.rtp_end + 1))


def test_our_own_running_asterisk_does_not_move(tmp_path: Path) -> None:
    ports = choose_ports(AUTO, tmp_path)
    with taken(socket.SOCK_DGRAM, ports.sip), taken(port=ports.ami):
        assert choose_ports(AUTO, tmp_path, running=True) == ports
        assert choose_ports(PortWishes(sip=ports.sip, ami=ports.ami), tmp_path, running=True).sip == ports.sip


def test_a_remembered_port_that_was_taken_is_replaced(tmp_path: Path) -> None:
    ports = choose_ports(AUTO, tmp_path)
    with taken(socket.SOCK_DGRAM, ports.sip):
        assert choose_ports(AUTO, tmp_path).sip != ports.sip


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM])
def test_an_ordered_port_in_use_is_an_error_that_names_it(tmp_path: Path, kind: socket.SocketKind) -> None:
    with taken(kind) as port, pytest.raises(PortInUse, match=f"sip.port: port {port} is in use"):
        choose_ports(PortWishes(sip=port), tmp_path)
    with taken() as port, pytest.raises(PortInUse, match=f"switch.port: port {port} is in use"):
        choose_ports(PortWishes(ami=port), tmp_path)


def test_an_ordered_range_is_obeyed(tmp_path: Path) -> None:
    ports = choose_ports(PortWishes(rtp_start=40000, rtp_end=40100), tmp_path)
    assert (ports.rtp_start, ports.rtp_end) == (40000, 40100)
    assert choose_ports(PortWishes(rtp_start=65000), tmp_path).rtp_end == 65535


def test_a_spoilt_memory_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "ports.json").write_text("{")
    assert isinstance(choose_ports(AUTO, tmp_path), Ports)


def test_before_a_start_the_kind_of_port_is_named() -> None:
    with taken(socket.SOCK_DGRAM) as port, pytest.raises(PortInUse, match=f"UDP port {port}"):
        refuse_used(HERE, port, port)
    with taken() as port, pytest.raises(PortInUse, match=f"TCP port {port}"):
        refuse_used(HERE, port, port)


def test_sip_needs_both_kinds() -> None:
    with taken() as port:
        assert not sip_free(HERE, port)
        assert not tcp_free(HERE, port)
    assert sip_free(HERE, port)
