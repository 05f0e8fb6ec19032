"""The bench's manager: a process of its own that greets, accepts every login and plays the script it is asked for.

Started as `python -m service.bench.ami_server`; its first line of output is its port. It ends with its standard input.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time

from service.bench.ami_stream import END, LISTED, MANY_LINES, SCRIPTS, busy_stream, packet

_BETWEEN_PIECES = 0.0005


class _Session:
    """One connection."""

    def __init__(self, connection: socket.socket, stream: bytes) -> None:
        self._socket, self._stream = connection, stream
        self._injected = 0

    def serve(self) -> None:
        """Answer until the client goes."""
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(b"Asterisk Call Manager/9.0.0\r\n")
        unread = b""
        while data := self._socket.recv(65536):
            *asked, unread = (unread + data).split(b"\r\n\r\n")
            for one in asked:
                self._answer(one.decode())

    def _answer(self, text: str) -> None:
        lines = [line.partition(":")[::2] for line in text.split("\r\n")]
        asked = {name: value.strip() for name, value in lines}
        mine = f"ActionID: {asked.get('ActionID', '')}"
        self._injected += sum(name == "Injected" for name, _ in lines)
        match lines[0][1].strip():
            case "BenchStream":
                self._play(asked["Script"], mine)
            case "BenchCut":
                self._socket.shutdown(socket.SHUT_RDWR)
            case "BenchSilent":
                return
            case "Status":
                self._list(mine)
            case "Command":
                self._say(packet("Response: Success", mine, *(f"Output: {line}" for line in MANY_LINES)))
            case _:
                self._say(packet("Response: Success", mine, "Challenge: 4711", "Message: accepted"))

    def _list(self, mine: str) -> None:
        self._say(packet("Response: Success", mine, "EventList: start"))
        for channel in LISTED:
            self._say(packet("Event: Status", mine, f"Channel: {channel}"))
        self._say(packet("Event: StatusComplete", mine, "EventList: Complete"))

    def _play(self, script: str, mine: str) -> None:
        self._say(packet("Response: Success", mine))
        if script == "busy":
            self._say(self._stream)
            return
        for piece in SCRIPTS[script]:
            if isinstance(piece, float):
                time.sleep(piece)
            else:
                self._say(piece)
                time.sleep(_BETWEEN_PIECES)
        self._say(packet(f"Event: {END}", f"Injected: {self._injected}"))

    def _say(self, data: bytes) -> None:
        self._socket.sendall(data)


def _run(connection: socket.socket, stream: bytes) -> None:
    with connection:
        try:
            _Session(connection, stream).serve()
        except OSError:
            return


def main(events: int) -> None:
    """Serve until standard input ends."""
    stream = busy_stream(events)
    listening = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    threading.Thread(target=_accept, args=(listening, stream), daemon=True).start()
    sys.stdin.read()
    os._exit(0)


def _accept(listening: socket.socket, stream: bytes) -> None:
    while True:
        connection, _ = listening.accept()
        threading.Thread(target=_run, args=(connection, stream), daemon=True).start()


if __name__ == "__main__":
    main(int(sys.argv[1]))
