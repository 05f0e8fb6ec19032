"""A report for people: what the day was in a few lines, then a table, with bars where the eye should go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from acd.measures import FORMULAS, By, Formula, Report, Result, Tally, agents_worth
from acd.states import PersonState
from calls.contact import Outcome
from calls.masking import printable
from service.report_fields import days_of, period_of

NOBODY = {
    By.QUEUE: "(no queue)",
    By.PERSON: "(nobody)",
    By.REGION: "(no region)",
    By.CLASS: "(no class)",
}
"""The line of what belongs to none."""
BAR = 8
FULL, PARTS = "█", " ▏▎▍▌▋▊▉"
GAP = "†"
FIGURES = {formula.name: formula for formula in FORMULAS}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and what stands in it for a tally."""

    heading: str
    cell: Callable[[Tally], str]
    barred: bool = False


def headline(report: Report) -> list[str]:
    """What the period was, in sentences with the numbers that the shares are made of."""
    total = report.total
    ended = [f"{total.outcomes[each]} {each}" for each in Outcome if total.outcomes[each]]
    lines = [f"{period_of(report)}: {many(total.calls, 'call')} ({', '.join(ended)})"]
    if total.offered:
        lines += _of_waits(total)
    if total.handled:
        lines.append(
            f"{many(total.handled, 'conversation')}, AHT {_of('handling_time')(total)}, occupancy {_of('occupancy')(total)}"
        )
    return [*lines, *_of_the_rest(report)]


def lines_table(report: Report) -> Table:
    """A line for each part, the total last."""
    columns = _day_columns(report)
    return _table(report, columns)


def people_table(report: Report) -> Table:
    """A line for each person: what he handled, and how he spent his time."""
    return _table(report, PEOPLE)


def many(count: int, what: str) -> str:
    """`1 call`, `2 calls`."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def span(seconds: float | None) -> str:
    """A duration for a table: `7 s`, `3:05`, `2:03:05`; empty where there is none."""
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def bar(share: float) -> str:
    """A share as a bar of eight characters."""
    eighths = round(min(max(share, 0.0), 1.0) * BAR * 8)
    whole, rest = divmod(eighths, 8)
    return (FULL * whole + (PARTS[rest] if rest else "")).ljust(BAR)


def _of_waits(total: Tally) -> list[str]:
    return [
        f"service level {_of('service_level')(total)}: {total.in_time} answered in time of {total.counted} who waited"
        f" ({total.offered} less {total.short} short abandons)",
        f"abandonment {_of('abandonment')(total)}: {total.waits[Result.ABANDONED] - total.short} of {total.counted};"
        f" ASA {_of('speed_of_answer')(total)}, longest wait {_of('longest_wait')(total)}",
    ]


def _of_the_rest(report: Report) -> list[str]:
    total, worth = report.total, agents_worth(report.total, days_of(report))
    lines = []
    if total.outcomes[Outcome.SELF_SERVED]:
        told = f", the work of {worth:.1f} agents" if worth is not None else ""
        lines.append(f"self-served {total.outcomes[Outcome.SELF_SERVED]} ({_of('containment')(total)}{told})")
    if total.first:
        resolved = f"{total.resolved} of {total.first} did not call again within {report.rules.again:g} days"
        lines.append(f"resolved at first contact {_of('first_contact_resolution')(total)}: {resolved}")
    if total.foretold:
        lines.append(
            f"{many(total.foretold, 'wait')} foretold: {_of('wait_kept')(total)} took no longer than told, error"
            f" {_of('wait_error')(total)} (root mean square)"
        )
    if total.gaps:
        lines.append(
            f"{GAP} of {many(total.gaps, 'call')} {span(total.gap_seconds)} were not seen: their figures may miss something"
        )
    return lines


def _table(report: Report, columns: Sequence[Column]) -> Table:
    table = Table(str(report.by or ""))
    for column in columns:
        table.add_column(column.heading, justify="left" if column.barred else "right", no_wrap=True)
    nobody = NOBODY.get(report.by, "") if report.by else ""
    for name, tally in report.lines:
        table.add_row(_marked(printable(name) or nobody, tally), *(column.cell(tally) for column in columns))
    table.add_section()
    table.add_row("total", *(column.cell(report.total) for column in columns))
    return table


def _marked(name: str, tally: Tally) -> Text:
    return Text(f"{name} {GAP}" if tally.gaps else name)


def _day_columns(report: Report) -> list[Column]:
    columns = [_count("calls", lambda tally: tally.calls), *WAITS, _figure("handling_time")]
    if report.by not in (By.QUEUE, By.CLASS):
        columns.append(_figure("occupancy"))
    return [*columns, _figure("containment"), _figure("first_contact_resolution")]


def _count(heading: str, of: Callable[[Tally], int]) -> Column:
    return Column(heading, lambda tally: f"{of(tally)}" if of(tally) else "")


def _figure(name: str) -> Column:
    return Column(FIGURES[name].heading, _of(name))


def _barred(name: str) -> Column:
    def cell(tally: Tally) -> str:
        value = FIGURES[name].of(tally)
        return "" if value is None else f"{bar(value)} {_told(FIGURES[name], value):>7}"

    return Column(FIGURES[name].heading, cell, barred=True)


def _of(name: str) -> Callable[[Tally], str]:
    return lambda tally: _told(FIGURES[name], FIGURES[name].of(tally))


def _told(formula: Formula, value: float | None) -> str:
    if value is None:
        return ""
    return f"{100 * value:.1f} %" if formula.unit == "share" else span(value)


def _time(state: PersonState) -> Column:
    return Column(state.lower().replace("_", " "), lambda tally: span(tally.states.get(state)))


def _pauses(tally: Tally) -> str:
    longest = sorted(tally.pauses.items(), key=lambda each: -each[1])
    return ", ".join(f"{printable(reason) or 'no reason'} {span(seconds)}" for reason, seconds in longest[:3])


WAITS = (
    _count("waited", lambda tally: tally.offered),
    _count("answered", lambda tally: tally.waits[Result.ANSWERED]),
    _count("aban.", lambda tally: tally.waits[Result.ABANDONED]),
    _count("short", lambda tally: tally.short),
    _barred("service_level"),
    _figure("abandonment"),
    _figure("speed_of_answer"),
    _figure("longest_wait"),
)
PEOPLE = (
    _count("handled", lambda tally: tally.handled),
    _figure("handling_time"),
    Column("talk", lambda tally: span(tally.talked) if tally.handled else ""),
    Column("hold", lambda tally: span(tally.held) if tally.held else ""),
    Column("wrap-up", lambda tally: span(tally.wrapped) if tally.wrapped else ""),
    _time(PersonState.READY),
    _time(PersonState.NOT_READY),
    _barred("occupancy"),
    _count("not taken", lambda tally: tally.offers["EXPIRED"] + tally.offers["DECLINED"]),
    Column("paused for", _pauses),
)
