"""Rendering: every line whose recording is missing or stale is spoken by its engine and made fit for a call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from prompts import audio
from prompts.engines import ENGINES, Engine, Manner
from prompts.lock import Entry, audio_checksum, write_lock
from prompts.script import Key, Line
from prompts.shelf import Shelf, State
from prompts.sound import Sound

Progress = Callable[[str, int, int], None]
"""Told after each prompt, as it happens: one line about it, how many are done, and of how many."""
_SHORT = 24
"""Texts up to this many characters are kept, as pieces often say the same (`number_34`, `minute_34`)."""


@dataclass(slots=True)
class Voices:
    """The engines of one build, each made at its first use. Tests give engines of their own."""

    makers: Mapping[str, Callable[[], Engine]] = field(default_factory=lambda: ENGINES)
    made: dict[str, Engine] = field(default_factory=dict)
    spoken: dict[tuple[str, Manner], Sound] = field(default_factory=dict)

    def speak(self, text: str, manner: Manner) -> Sound:
        """The text spoken in this manner. Raises VoiceMissing."""
        if (text, manner) in self.spoken:
            return self.spoken[text, manner]
        if manner.engine not in self.made:
            self.made[manner.engine] = self.makers[manner.engine]()
        sound = self.made[manner.engine].speak(text, manner)
        if len(text) <= _SHORT:
            self.spoken[text, manner] = sound
        return sound


def due(shelf: Shelf, again: Collection[str] = ()) -> list[Line]:
    """Lines to render: missing, stale, or named in `again`. A person's own recording never is."""
    states = ((line, shelf.state(line)) for line in shelf.script.lines.values())
    wanted = {State.MISSING, State.STALE}
    return [line for line, is_ in states if is_ in wanted or (is_ is State.FRESH and line.id in again)]


def render(line: Line, voices: Voices, rate: int = audio.RATE) -> Sound:
    """One line, spoken and made fit for the telephone. Raises VoiceMissing, RecordingUnusable."""
    sound = voices.speak(line.say, line.manner)
    if line.keep == "as_is":
        return audio.resample(sound, rate)
    said = audio.last_part(sound) if line.keep == "last" else sound
    fit = audio.telephone(said, line.ends_ms, rate)
    return audio.join([fit, render(line.then, voices, rate)], pause_ms=200) if line.then else fit


def build(
    shelf: Shelf, progress: Progress, voices: Voices, again: Collection[str] = (), rate: int = audio.RATE
) -> list[Line]:
    """Render what is due on this shelf; the lock is written after each, so a stopped build goes on later.

    Returns the lines rendered. Raises VoiceMissing, RecordingUnusable.
    """
    lock = known(shelf)
    lines = due(shelf, again)
    for count, line in enumerate(lines, start=1):
        key = (line.id, line.language)
        path = shelf.place(key)
        audio.save(render(line, voices, rate), path)
        lock[key] = Entry(line.text, line.checksum, audio_checksum(path))
        write_lock(shelf.folder, lock.items())
        progress(f"{line.language}/{line.id} {audio.seconds(path):.1f} s  {line.text}", count, len(lines))
    if len(lock) != len(shelf.lock):
        write_lock(shelf.folder, lock.items())
    return lines


def known(shelf: Shelf) -> dict[Key, Entry]:
    """The lock without prompts that are no longer written."""
    return {key: entry for key, entry in shelf.lock.items() if key in shelf.script.lines}
