"""Music for those who wait: what our Asterisk plays by which name, and what a queue may therefore name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from acd.queues import Queue
from calls.documents import Node, did_you_mean

DEFAULT = "default"
RESERVED = (DEFAULT, "general")
"""The music of every queue that names none; and a word with a meaning of its own in Asterisk's file."""
_CLASS = re.compile(r"[A-Za-z0-9_-]{1,40}")


def music_classes(music: Path) -> dict[str, Path]:
    """Folders of WAV files in the folder of music: other music, for queues that name it."""
    found = (folder for folder in sorted(music.iterdir()) if folder.is_dir() and any(folder.glob("*.wav")))
    return {each.name: each for each in found if _CLASS.fullmatch(each.name) and each.name not in RESERVED}


def check_music(node: Node | None, queues: Sequence[Queue], music: Path | None) -> None:
    """A queue whose music is not there would be silent: told at its place."""
    known = [DEFAULT, *(music_classes(music) if music else ())]
    missing = {queue.name: queue.music for queue in queues if queue.music not in known}
    for key, keys in node.pairs if node else ():
        for word, value in keys.pairs if key.written in missing else ():
            if word.written == "music":
                hint = did_you_mean(value.written, known)
                value.problem("unknown-music", "a folder of WAV files in the folder music of your recordings", hint)
