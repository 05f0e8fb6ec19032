"""What Asterisk sends: the library's Event and Response, read lazily from the text of the packet."""

from __future__ import annotations

from asterisk.ami import Event, Response

from telephony.ami import headers
from telephony.ami.headers import EOL, Headers


class _Packet:
    """The reading both kinds share.

    A header is searched in the text; all of them are parsed only when asked for.
    """

    text: str
    _parsed: Headers | None

    @property
    def headers(self) -> Headers:
        """Every header but the first line: a text, or a list of texts where the header was repeated."""
        if self._parsed is None:
            _, found, block = self.text.partition(EOL)
            self._parsed = headers.parse(block) if found else {}
        return self._parsed

    @property
    def keys(self) -> Headers:
        """`headers` under the library's name, so that its listeners and filters work."""
        return self.headers

    def get(self, name: str, default: str = "") -> str:
        """The value of a header as text; its first value if it was repeated.

        The cheapest way to read a few headers.
        """
        return headers.first(self.text, name, default)

    def all(self, name: str) -> list[str]:
        """Every value of a header, in order; empty when it is not there."""
        value = self.headers.get(name, [])
        return [value] if isinstance(value, str) else list(value)

    def pairs(self, name: str) -> dict[str, str]:
        """A header of `key=value` entries, such as ChanVariable, as a dictionary."""
        return dict(entry.partition("=")[::2] for entry in self.all(name))

    def __getitem__(self, name: str) -> str:
        """The value of a header as text, its first if repeated. Raises KeyError when it is not there."""
        value = headers.first(self.text, name, headers.NOWHERE)
        if value is headers.NOWHERE:
            raise KeyError(name)
        return value

    def unescaped(self, name: str, default: str = "") -> str:
        """A header that Asterisk wrote with C escapes (see `headers.unescape`), as it was."""
        return headers.unescape(self.get(name, default))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and headers.first(self.text, name, headers.NOWHERE) is not headers.NOWHERE


class AmiEvent(_Packet, Event):  # type: ignore[misc]  # the library ships no types
    """One event.

    `name` is at hand; `event.get("Uniqueid")`, `event["Uniqueid"]` and `event.headers` read the rest.
    """

    name: str

    def __init__(self, text: str, name: str | None = None) -> None:
        self.text = text
        self._parsed = None
        self.name = text.partition(EOL)[0][7:] if name is None else name

    def __repr__(self) -> str:
        return f"<AmiEvent {self.name} {self.headers}>"

    __str__ = __repr__


class AmiResponse(_Packet, Response):  # type: ignore[misc]  # the library ships no types
    """The answer to one action; `events` is the list that came with it, without its closing event."""

    status: str

    def __init__(self, text: str, status: str | None = None) -> None:
        self.text = text
        self._parsed = None
        self.status = text.partition(EOL)[0][10:] if status is None else status
        self.events: list[AmiEvent] = []

    @property
    def message(self) -> str:
        """Asterisk's own words. For people: nothing is decided by them."""
        return self.get("Message")

    @property
    def output(self) -> list[str]:
        """The lines printed by `Action: Command`."""
        return self.all("Output")

    @property
    def follows(self) -> list[str]:
        """Lines that are no headers."""
        return headers.lines_without_colon(self.text.partition(EOL)[2])

    def __repr__(self) -> str:
        return f"<AmiResponse {self.status} {self.headers} and {len(self.events)} events>"

    __str__ = __repr__


def read(text: str) -> AmiEvent | AmiResponse | None:
    """What the packet is, by its first line alone; None when it is neither an event nor an answer."""
    if text.startswith("Event: "):
        return AmiEvent(text)
    if text.startswith("Response: "):
        return AmiResponse(text)
    return _read_with_care(text.lstrip(EOL))


def _read_with_care(text: str) -> AmiEvent | AmiResponse | None:
    """The same for a first line without a blank after the colon, in another case, or after empty lines."""
    kind, _, value = text.partition(EOL)[0].partition(":")
    value = value.removeprefix(" ")
    match kind.casefold():
        case "event":
            return AmiEvent(text, value)
        case "response":
            return AmiResponse(text, value)
    return None
