"""prompts.yaml: what every prompt says in each language, and who says it.

voices:
  zh: {engine: kokoro, voice: zf_xiaobei, speed: 0.9, pieces: {speed: 0.85}}
prompts:
  goodbye: {zh: 感谢来电，再见。, en: "Thank you for calling. Goodbye."}
  tone: {zh: {text: （提示音）, say: "1000:0.3", engine: tones}}
pieces:
  number_7: {zh: 七, en: seven}

`text` is what a reader sees; `say` is what the engine is given when that differs; `keep: last` keeps what is said
after the last pause, `keep: as_is` even silence; `then: en` lets the same prompt in that language follow in the same
recording. `pieces` are joined with others: the silence around them is short, and their voice may differ in manner.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from calls.documents import Fields, Node, Place, Problems, open_document
from prompts.audio import ENDS_MS, PIECE_ENDS_MS
from prompts.engines import ENGINES, Manner

FILE = "prompts.yaml"
ID = re.compile(r"[a-z0-9_]{1,64}")
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")

SECTIONS = {"prompts": ENDS_MS, "pieces": PIECE_ENDS_MS}
"""Section of the file -> silence at both ends of its recordings."""
_VOICE = ("engine", "voice", "speed")
_FIELDS = ("text", "say", "keep", "then", "engine", "voice", "speed")

Key = tuple[str, str]
"""A prompt's id and a language."""


Voices = Mapping[str, Mapping[str, Manner]]
"""Section of the file (`prompts` or `pieces`) -> language -> who speaks it and how."""


@dataclass(frozen=True, slots=True)
class Line:
    """One prompt in one language."""

    id: str
    language: str
    text: str
    say: str
    keep: str
    manner: Manner
    place: Place
    then: Line | None = None
    """The same prompt in another language, heard after this one."""
    ends_ms: int = ENDS_MS
    """Silence at both ends."""

    @property
    def checksum(self) -> str:
        """Changes whenever a new rendering would sound different."""
        manner = self.manner
        after = [self.then.checksum] if self.then else []
        ends = [f"{self.ends_ms}"] if self.ends_ms != ENDS_MS else []
        made_from = [self.say, self.keep, manner.engine, manner.voice, f"{manner.speed:g}", *after, *ends]
        return hashlib.sha256("\x1f".join(made_from).encode()).hexdigest()[:16]

    @property
    def spoken(self) -> bool:
        """False for beeps."""
        return self.manner.engine != "tones"


@dataclass(frozen=True, slots=True)
class Script:
    """All lines of one folder, in the order they are written."""

    voices: Voices = field(default_factory=dict)
    lines: Mapping[Key, Line] = field(default_factory=dict)


def read_script(folder: Path, voices: Voices, problems: Problems) -> Script:
    """The script of a folder; `voices` are used where it names none. A folder without one is an empty script."""
    file = folder / FILE
    if not file.exists():
        return Script(voices)
    document = open_document(str(file), lambda name: Path(name).read_text("utf-8"), problems)
    fields = document.mapping(("voices", *SECTIONS), required=("prompts",))
    named = _voices(fields.of("voices"))
    spoken_by = {section: {**voices.get(section, {}), **named[section]} for section in SECTIONS}
    lines = {}
    for section, ends_ms in SECTIONS.items():
        for key, value in fields.of(section).items():
            for line in _lines(_id(key), value, spoken_by[section], ends_ms):
                lines[line.id, line.language] = line
    return Script(spoken_by, lines)


def _voices(node: Node) -> Voices:
    found: dict[str, dict[str, Manner]] = {section: {} for section in SECTIONS}
    for key, value in node.items():
        if not LANGUAGE.fullmatch(key.written):
            key.problem("wrong-value", "a language such as zh or en")
        fields = value.mapping((*_VOICE, "pieces"), required=("engine", "voice"))
        whole = _manner(fields, Manner("", ""))
        found["prompts"][key.written] = whole
        found["pieces"][key.written] = _manner(fields.of("pieces").mapping(_VOICE), whole)
    return found


def _lines(name: str, node: Node, voices: Mapping[str, Manner], ends_ms: int) -> Iterator[Line]:
    written = node.mapping(tuple(voices)).values
    lines = {lang: _line(name, lang, value, voices[lang], ends_ms) for lang, value in written.items() if lang in voices}
    for language, line in lines.items():
        then = _then(written[language], lines)
        yield replace(line, text=f"{line.text} {then.text}", then=then) if then else line


def _then(node: Node, lines: Mapping[str, Line]) -> Line | None:
    """The line that follows in the same recording, as written under `then`."""
    if node.kind != "mapping":
        return None
    return lines.get(node.mapping(_FIELDS).of("then").one_of(tuple(lines)))


def _line(name: str, language: str, node: Node, voice: Manner, ends_ms: int) -> Line:
    if node.kind != "mapping":
        text = node.text(expected="the text of the prompt")
        return Line(name, language, text, _spoken(text, language, ends_ms), "all", voice, node.place, ends_ms=ends_ms)
    fields = node.mapping(_FIELDS, required=("text",))
    text = fields.of("text").text()
    keep = fields.of("keep").one_of(("all", "last", "as_is"), "all")
    manner = _manner(fields, voice)
    say = fields.of("say").text(_spoken(text, language, ends_ms))
    return Line(name, language, text, say, keep, manner, node.place, ends_ms=ends_ms)


def _spoken(text: str, language: str, ends_ms: int) -> str:
    """What the engine is given unless `say` is written. A piece has the melody of what goes on: that of a comma."""
    if ends_ms == ENDS_MS:
        return text
    return f"{text}，" if language == "zh" else f"{text},"


def _manner(fields: Fields, voice: Manner) -> Manner:
    return Manner(
        fields.of("engine").one_of(tuple(ENGINES), voice.engine),
        fields.of("voice").name(voice.voice),
        fields.of("speed").number(voice.speed, least=0.5, most=2.0),
    )


def _id(key: Node) -> str:
    if not ID.fullmatch(key.written):
        key.problem("wrong-value", "a prompt's name of a-z, 0-9 and _, at most 64")
    return key.written
