"""Work that is done by a copy of this process, so that it can be done again from the very same beginning."""

from __future__ import annotations

import gc
import os
import pickle
import traceback
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def in_a_copy(work: Callable[[], Answer]) -> Answer:
    """What the work finds when a copy of this process does it; here nothing is changed by it. On Unix.

    Raises RuntimeError when the copy found nothing; what happened to it is on stderr then.
    """
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        _work_and_leave(work, writes)
    os.close(writes)
    with os.fdopen(reads, "rb") as pipe:
        found = pipe.read()
    os.waitpid(child, 0)
    if not found:
        raise RuntimeError("the copy of this process found nothing")
    answer: Answer = pickle.loads(found)  # noqa: S301 - from our own child
    return answer


def _work_and_leave(work: Callable[[], object], writes: int) -> None:
    """In the copy. It leaves by `_exit`: nothing that the first process holds is flushed or closed a second time."""
    done = False
    try:
        _touch_everything()
        found = pickle.dumps(work())
        with os.fdopen(writes, "wb") as pipe:
            pipe.write(found)
        done = True
    finally:
        if not done:
            traceback.print_exc()
        os._exit(0 if done else 1)


def _touch_everything() -> None:
    """What the copy shares with the first process is copied now, page by page, and not while something is timed."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
