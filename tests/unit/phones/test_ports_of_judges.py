"""What the tests ask about a port: the kernel's table, not a probe that would hold it."""

from __future__ import annotations

import socket

from tests.ports import HERE, UdpPorts, tcp_port, udp_free, udp_heard


def test_who_asks_whether_a_port_is_heard_does_not_take_it() -> None:
    ports = UdpPorts(1)
    assert not udp_heard(ports.first)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as program:
        program.bind((HERE, ports.first))
        assert udp_heard(ports.first)
        assert not udp_free(ports.first)
    assert not udp_heard(ports.first)
    ports.free()


def test_two_programs_get_different_ports() -> None:
    first, second = UdpPorts(6), UdpPorts(6)
    assert not set(range(first.first, first.first + 6)) & set(range(second.first, second.first + 6))
    first.free()
    second.free()


def test_a_server_gets_a_port_that_is_free_now() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.bind((HERE, tcp_port()))
