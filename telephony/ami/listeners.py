"""The library's listeners and their filters, made fit for repeated headers and for faults of their own."""

from __future__ import annotations

import asyncio
from typing import Any

from asterisk.ami import AMIClient, EventListener

from telephony.ami.messages import AmiEvent


class AmiListener(EventListener):  # type: ignore[misc]  # the library ships no types
    """A function with filters: `white_list`, `black_list` by event name, any header by text or pattern.

    A repeated header matches when one of its values does; the library's own listener raises on it.
    """

    def check_attribute(self, rules: Any, value: str | list[str]) -> bool:
        """Whether a header's value, or one of its values, fits the rules."""
        values = value if isinstance(value, list) else [value]
        return any(super(AmiListener, self).check_attribute(rules, one) for one in values)


class ListeningClient(AMIClient):  # type: ignore[misc]  # the library ships no types
    """The part of the client that calls listeners.

    One that raises is reported to the loop and harms nobody.
    """

    _event_listeners: list[Any]

    def add_event_listener(self, on_event: Any = None, **filters: Any) -> Any:
        """Call `on_event(event=..., source=...)` for each event that passes the filters (see AmiListener)."""
        listener = AmiListener(on_event=on_event, **filters) if filters else on_event
        self._event_listeners = [*self._event_listeners, listener]
        return listener

    def remove_event_listener(self, event_listener: Any) -> None:
        """Stop calling it."""
        self._event_listeners = [known for known in self._event_listeners if known is not event_listener]

    def hear(self, event: AmiEvent) -> None:
        """Show an event to every listener, in the order they were added."""
        if self._listeners:
            self._tell("on_event", event=event)
        for listener in self._event_listeners:
            try:
                listener(event=event, source=self)
            except Exception as error:  # noqa: BLE001 - a listener is foreign code; its fault must not end the link
                self._report(listener, error)

    def _tell(self, what: str, **about: Any) -> None:
        for listener in tuple(self._listeners):
            try:
                getattr(listener, what)(source=self, **about)
            except Exception as error:  # noqa: BLE001 - as for event listeners
                self._report(listener, error)

    def _report(self, listener: object, error: Exception) -> None:
        asyncio.get_running_loop().call_exception_handler(
            {"message": f"AMI listener {listener!r} raised", "exception": error}
        )
