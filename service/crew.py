"""The tasks of the service: one group, each task named and guarded, so that a fault in one call harms no other (P16)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self

import structlog

log = structlog.get_logger(__name__)


class Crew:
    """A task group whose tasks may fail one by one. Leaving it cancels and awaits them all."""

    def __init__(self, on_fault: Callable[[str], None] = lambda _name: None) -> None:
        self._group = asyncio.TaskGroup()
        self._tasks: set[asyncio.Task[None]] = set()
        self._on_fault = on_fault

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cancel_all()
        await self._group.__aexit__(kind, error, trace)

    def start(self, name: str, work: Coroutine[Any, Any, object]) -> asyncio.Task[None]:
        """Begin a task."""
        task = self._group.create_task(self._guarded(name, work), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def cancel_all(self) -> None:
        """Cancel every task that runs."""
        for task in list(self._tasks):
            task.cancel()

    async def _guarded(self, name: str, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except Exception:
            log.exception("task failed", task=name)
            self._on_fault(name)


def sole_error(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The one error in a group that holds just one, however deep; else the group itself."""
    if len(group.exceptions) != 1:
        return group
    (only,) = group.exceptions
    return sole_error(only) if isinstance(only, BaseExceptionGroup) else only
