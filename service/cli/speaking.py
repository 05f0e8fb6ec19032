"""`hotline prompts`: what the hotline says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from prompts import audio, commands
from prompts.catalogue import Catalogue
from prompts.render import Progress as Told
from prompts.verify import Heard, Total, note, readable, totals, verify
from service.cli.common import AsJson, SettingsFile, err, out, print_json, progress_bars, read_settings
from service.config import Settings
from service.plans import own_prompts

if TYPE_CHECKING:
    from speech.whisper import WhisperRecogniser

prompts = typer.Typer(help="What the hotline says: list, check, build, verify, and use recordings of your own.")


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(prompts, name="prompts")


@prompts.command("list")
def list_prompts(settings_file: SettingsFile = None, json: AsJson = False) -> None:
    """Every prompt in every language: its text, whether it is recorded, and how long it is."""
    settings = read_settings(settings_file)
    rows = commands.list_rows(overrides=own_prompts(settings))
    if json:
        print_json(rows)
        return
    table = Table("prompt", "language", "seconds", "state", "text")
    for row in rows:
        table.add_row(row.id, row.language, f"{row.seconds:.1f}", row.state.value, escape(row.text))
    out.print(table)


@prompts.command("check")
def check_prompts(settings_file: SettingsFile = None) -> None:
    """Tell everything that is wrong with the recordings. Exit code 2 if anything is."""
    wrong = commands.check(overrides=own_prompts(read_settings(settings_file)))
    for line in wrong:
        out.print(line, markup=False)
    if wrong:
        raise typer.Exit(2)
    out.print("[green]ok[/green]")


@prompts.command(
    "build", epilog="[bold]hotline prompts build --rate 16000 --to wideband[/bold] for phones with G.722 or Opus"
)
def build_prompts(
    again: Annotated[list[str] | None, typer.Argument(help="Prompts to render anew even if they are fresh.")] = None,
    rate: Annotated[
        int, typer.Option(help="8000 for calls; 16000 renders wideband copies into a folder.")
    ] = audio.RATE,
    to: Annotated[Path, typer.Option(help="The folder of wideband copies.")] = Path("wideband"),
    settings_file: SettingsFile = None,
) -> None:
    """Render what is missing or whose text has changed. Needs the voices: pip install 'hotline\\[voices]'."""
    if rate not in (audio.RATE, audio.WIDEBAND):
        raise typer.BadParameter(f"a prompt has {audio.RATE} or {audio.WIDEBAND} samples a second, not {rate}")
    overrides = own_prompts(read_settings(settings_file))
    wideband = to if rate == audio.WIDEBAND else None
    with _lines_and_bar("rendering") as progress:
        made = commands.build(progress, overrides=overrides, again=tuple(again or ()), wideband=wideband)
    out.print(f"{len(made)} rendered")


@prompts.command(
    "verify",
    epilog="[bold]hotline prompts verify --lang zh[/bold]\n\n[bold]hotline prompts verify greeting digit_7[/bold]",
)
def verify_prompts(
    ids: Annotated[list[str] | None, typer.Argument(help="Prompts to read back; all if none is named.")] = None,
    lang: Annotated[list[str] | None, typer.Option(help="Only this language; may be given twice.")] = None,
    limit: Annotated[float, typer.Option(min=0.0, help="Exit code 1 if a language's error rate is above this.")] = 0.10,
    keep: Annotated[bool, typer.Option("--keep", help="Note what was heard in prompts.lock.")] = False,
    settings_file: SettingsFile = None,
    json: AsJson = False,
) -> None:
    """Have a recogniser read the recordings back, and compare with their texts: worst first.

    A sentence is read by itself, a piece of a number or a date inside one. Chinese is compared by syllables without tones,
    English by letters and by words. Needs whisper-base, which is taken from its packages or fetched.
    """
    settings = read_settings(settings_file)
    catalogue = Catalogue.load(overrides=own_prompts(settings))
    keys = readable(catalogue, tuple(ids or ()), tuple(lang or ()))
    reader = _Whisper.ready(settings)
    with _lines_and_bar("reading back", quiet=True) as progress:
        rows = verify(catalogue, keys, reader, progress)
    if keep:
        note(catalogue, rows)
    sums = totals(rows)
    ok = all(total.error_rate <= limit for total in sums)
    if json:
        print_json({"ok": ok, "limit": limit, "totals": sums, "prompts": rows})
    else:
        _show(rows, sums, limit)
    if not ok:
        raise typer.Exit(1)


@prompts.command("use")
def use_recording(
    recording: Annotated[Path, typer.Argument(help="Your WAV file, in any rate.")],
    prompt: Annotated[str, typer.Argument(help="The prompt's name, such as greeting.")],
    language: Annotated[str, typer.Argument(help="Its language: zh or en.")],
    settings_file: SettingsFile = None,
) -> None:
    """Take a recording of your own for a prompt: it is made fit for a call, and wins over the shipped one."""
    folder = own_prompts(read_settings(settings_file))
    out.print(f"{commands.use(recording, prompt, language, folder)}")


class _Whisper:
    """Reads recordings back by dictation: no phrases are given, so that it cannot guess what we hope to hear."""

    def __init__(self, recogniser: WhisperRecogniser) -> None:
        self._recogniser = recogniser

    @classmethod
    def ready(cls, settings: Settings) -> _Whisper:
        """Loaded from the models folder, fetched first if it is not there. Raises ModelUnavailable, EngineUnusable."""
        from speech.models import is_ready, known
        from speech.models_fetching import fetch
        from speech.whisper import load

        model = known("whisper-base")
        if not is_ready(model, settings.models_folder):
            with progress_bars() as progress:
                fetch(model, settings.models_folder, progress, lambda line: err.print(line, markup=False))
        return cls(load(settings.models_folder / model.folder, threads=2))

    def read(self, path: Path, language: str) -> str:
        """See prompts.proofread.Reader. Up to 30 s."""
        from calls.speech import Question

        sound = audio.resample(audio.load(path))
        return self._recogniser.recognise(audio.to_samples(sound), Question(language)).text


@contextmanager
def _lines_and_bar(what: str, quiet: bool = False) -> Iterator[Told]:
    """A line a prompt over a bar on a terminal; `quiet` leaves the lines out there. Elsewhere lines, without a bar."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal) as bar:
        task = bar.add_task(what, total=None)

        def told(line: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)
            if not (quiet and err.is_terminal):
                err.print(f"{done}/{total} {line}", markup=False)

        yield told


def _show(rows: list[Heard], sums: list[Total], limit: float) -> None:
    table = Table("prompt", "language", "errors", "words", "text", "heard")
    for row in rows:
        words = "" if row.word_error_rate is None else f"{row.word_error_rate:.2f}"
        colour = "red" if row.error_rate > limit else "green" if row.error_rate == 0 else "yellow"
        rate = f"[{colour}]{row.error_rate:.2f}[/{colour}]"
        table.add_row(row.id, row.language, rate, words, escape(row.text), escape(row.heard))
    out.print(table)
    for total in sums:
        words = "" if total.word_error_rate is None else f", by words {total.word_error_rate:.3f}"
        out.print(
            f"{total.language}: {total.prompts} prompts, {total.perfect} without any error,"
            f" error rate {total.error_rate:.3f}{words} (limit {limit:g})"
        )
