"""How often speech is understood: human recordings through mu-law, clean and in noise, in menus and on no menu.

Right: accepted with the right meaning. Wrong: accepted with another one. Asked back: nearly sure, right or not; it is neither.
Rejected: the rest. Thresholds are those that hold where a menu says nothing else.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from calls.speech import Question, Recognised
from ivr.understanding import Accept, Confirm, judge, thresholds_for
from service.bench import speech_clips as clips
from service.bench.figures import Figure, Found, percentile
from service.bench.speech_clips import Clip, Trial
from speech.recogniser import Recogniser

NOISE_DB = 10.0
CLEAN, NOISY = "clean", f"white noise {NOISE_DB:g} dB"
STRANGE = "on no menu"
AT_MOST_STRANGE = 1 / 60
MENUS = 3
"""In how many menus each word is tried."""
Said = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Target:
    """The least share of right answers and the greatest of wrong ones."""

    right: float
    wrong: float


TARGETS = {
    ("zh words, menu of 8", CLEAN): Target(0.97, 0.01),
    ("zh words, menu of 8", NOISY): Target(0.88, 0.02),
    ("en digits, menu of 10", CLEAN): Target(0.97, 0.01),
    ("en digits, menu of 10", NOISY): Target(0.85, 0.03),
}


@dataclass(slots=True)
class Tally:
    """What became of the trials of one set. `errors`: who said what, and what was understood."""

    right: int = 0
    wrong: int = 0
    asked_back: int = 0
    rejected: int = 0
    errors: list[tuple[str, str, str, float, str]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    audio: float = 0.0

    @property
    def total(self) -> int:
        """Trials."""
        return len(self.seconds)

    def share(self, count: int) -> float:
        """Of all trials."""
        return round(count / self.total, 4) if self.total else 0.0

    def add(self, trial: Trial, heard: Recognised) -> None:
        """Judge one trial."""
        self.seconds.append(heard.seconds)
        self.audio += len(trial.clip.samples) / clips.RATE
        verdict = judge(heard, thresholds_for(trial.language))
        match verdict:
            case Accept(guess) if guess.means == trial.means:
                self.right += 1
                return
            case Accept():
                self.wrong += 1
            case Confirm():
                self.asked_back += 1
            case _:
                self.rejected += 1
        if trial.means or not isinstance(verdict, (Confirm, type(None))):
            self._note(trial, heard)

    def _note(self, trial: Trial, heard: Recognised) -> None:
        best = heard.best
        understood, confidence = (best.phrase, round(best.confidence, 3)) if best else ("", 0.0)
        self.errors.append((trial.clip.says, trial.clip.voice, understood, confidence, heard.text))


Set = tuple[str, str, list[Trial], float | None]
"""Name, condition, trials, noise."""


def accuracy(
    audio_folder: Path, recogniser: Recogniser, menus: int = MENUS, only: str = "", said: Said = lambda _text: None
) -> Found:
    """Every set that the recogniser's languages allow. `only`: sets whose name holds this. Remarks say what is lacking."""
    sets = [one for one in _sets(audio_folder, recogniser.languages, menus) if only in f"{one[0]}, {one[1]}"]
    figures: list[Figure] = []
    tallies = {}
    for name, condition, trials, noise_at in sets:
        said(f"{name}, {condition}")
        tallies[f"{name}, {condition}"] = tally = tallied(recogniser, trials, noise_at)
        figures += _figures(name, condition, tally)
    remarks = [] if audio_folder.is_dir() else [f"human recordings: {audio_folder} is not there"]
    return Found("speech accuracy", figures + _times(list(tallies.values())), remarks, _detail(tallies))


def tallied(recogniser: Recogniser, trials: Iterable[Trial], noise_at: float | None = None) -> Tally:
    """Each trial heard and judged."""
    tally = Tally()
    for number, trial in enumerate(trials):
        audio = clips.on_the_line(trial.clip.samples, noise_at if trial.clip.says else None, number)
        tally.add(trial, heard(recogniser, Question(trial.language, trial.phrases), audio))
    return tally


def heard(recogniser: Recogniser, question: Question, audio: bytes) -> Recognised:
    """One utterance, with the seconds from its end to the result."""
    utterance = recogniser.begin(question)
    utterance.hear(audio)
    began = time.perf_counter()
    found = utterance.finish()
    return Recognised(found.text, found.guesses, found.engine, time.perf_counter() - began)


def _sets(folder: Path, languages: Sequence[str], menus: int) -> Iterator[Set]:
    for condition, noise_at in ((CLEAN, None), (NOISY, NOISE_DB)):
        if "zh" in languages:
            yield from ((*one, noise_at) for one in _mandarin(folder, menus, condition))
        if "en" in languages:
            yield from ((*one, noise_at) for one in _english(folder, condition))


def _mandarin(folder: Path, menus: int, condition: str) -> Iterator[tuple[str, str, list[Trial]]]:
    recorded = clips.mandarin(folder, "menu")
    words = [clip for clip in recorded if clip.says not in clips.ZH_DIGITS]
    digits = [clip for clip in recorded if clip.says in clips.ZH_DIGITS]
    names = [clip.says for clip in words]
    yield "zh words, menu of 8", condition, list(clips.word_trials(words, menus))
    yield "zh digits, menu of 10", condition, list(clips.digit_trials(digits, clips.ZH_DIGITS, "zh"))
    yield f"zh words {STRANGE}", condition, _strange(clips.mandarin(folder, "other"), names, "zh")
    if condition == CLEAN:
        yield f"zh no speech {STRANGE}", condition, _strange(clips.no_speech(), names, "zh")


def _english(folder: Path, condition: str) -> Iterator[tuple[str, str, list[Trial]]]:
    yield (
        "en digits, menu of 10",
        condition,
        list(clips.digit_trials(clips.english_digits(folder), clips.EN_DIGITS, "en")),
    )
    yield f"en words {STRANGE}", condition, _strange(clips.mandarin(folder, "other"), clips.EN_DIGITS, "en")
    if condition == CLEAN:
        yield f"en no speech {STRANGE}", condition, _strange(clips.no_speech(), clips.EN_DIGITS, "en")


def _strange(found: Sequence[Clip], words: Sequence[str], language: str) -> list[Trial]:
    return list(clips.strange_trials(found, words, language)) if words else []


def _figures(name: str, condition: str, tally: Tally) -> list[Figure]:
    if not tally.total:
        return [Figure(f"{name}, {condition}: trials", None, at_least=1)]
    if STRANGE in name:
        return [Figure(f"{name}, {condition}: accepted", tally.share(tally.wrong), "share", at_most=AT_MOST_STRANGE)]
    target = TARGETS.get((name, condition))
    return [
        Figure(
            f"{name}, {condition}: right", tally.share(tally.right), "share", at_least=target.right if target else None
        ),
        Figure(
            f"{name}, {condition}: wrong", tally.share(tally.wrong), "share", at_most=target.wrong if target else None
        ),
        Figure(f"{name}, {condition}: asked back", tally.share(tally.asked_back), "share"),
    ]


def _times(tallies: Sequence[Tally]) -> list[Figure]:
    seconds = [each for tally in tallies for each in tally.seconds]
    if not seconds:
        return []
    return [
        Figure("recognition, mean", round(mean(seconds), 3), "s"),
        Figure("recognition, p95", round(percentile(seconds, 0.95), 3), "s"),
        Figure("recognition beside the length of the sound", round(sum(seconds) / sum(t.audio for t in tallies), 2)),
    ]


def _detail(tallies: dict[str, Tally]) -> dict[str, object]:
    return {name: {"trials": tally.total, "errors": tally.errors} for name, tally in tallies.items()}


def main() -> int:
    """For a look without the command line of the house: --audio, --model, --json, --only, --menus."""
    from service.bench.showing import shown
    from speech.whisper import load

    parser = argparse.ArgumentParser(prog="python -m service.bench.speech_accuracy")
    parser.add_argument("--audio", type=Path, required=True, help="folder with zh_words and en_digits")
    parser.add_argument("--model", type=Path, required=True, help="folder of the Whisper model")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--menus", type=int, default=MENUS)
    parser.add_argument("--only", default="")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = accuracy(given.audio, load(given.model, given.threads), given.menus, given.only)
    return shown([found], given.json)


if __name__ == "__main__":
    raise SystemExit(main())
