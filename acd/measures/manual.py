"""docs/measures.md, from the formulas' own docstrings: `python -m acd.measures.manual > docs/measures.md`."""

from __future__ import annotations

import inspect
import sys

from acd.measures import formulas
from acd.measures.formulas import FORMULAS, agents_worth

HEAD = """\
# Measures

What `hotline report` tells, how each figure is made, and where its definition is from. This page is written from the
code (`python -m acd.measures.manual`), and a test holds it there.

```
hotline report day yesterday                          # by queue
hotline report day 2026-11-22 --by half-hour          # also: person, region, class, day
hotline report day --from 2026-11-01 --to 2026-11-30 --by day --csv > november.csv
hotline report people today                           # talk, hold, wrap-up, ready, pauses by reason
```

`--json` and `--csv` give every count, every sum in seconds, and every figure; shares go from 0 to 1. `--short` is the
threshold of short abandons in seconds, `--again` the days in which a further call is a repeat. Days and half hours are
those of the clock on the wall in `centre.zone`: the day on which it is turned has 23 or 25 hours, and the hour
that comes twice has two lines each half, told with their offset from UTC.

## What is counted

* Everything comes from the journal: a call is folded from its entries by (call, number of the entry), so an entry that is
  written twice counts once. The tables of the report hold nothing; a report can be made again at any time.
* A call counts once, on the day and in the half hour in which it arrived, however long it lasts. What became of it is
  the outcome of its record (in progress, transferred, served, abandoned, turned away, left for a callback, left a
  message, not reached, consultation, failed, self-served, left in menu). Calls in progress are counted as such and in no
  ratio.
* A call that we make to call somebody back is in the outcomes and in the work of people. It is not in the waits: nobody was
  on the line.
* A wait counts once for the whole call: from its first queue to the first person, over all its queues, without what lay
  between. It is measured by what the first queue promises (`answer_within`).
* By queue, a wait counts once for each queue it was in, with the seconds spent there and that queue's promise. A queue that
  gave a caller to another one did not answer him. Waits one after the other in the same queue are one, unless
  somebody talked to the caller between them. So the lines by queue may add up to more waits than the total, which
  counts each caller once.
* A caller who was answered, sent to another queue, and gave up there was served; only that queue's line has an abandon.
* By person and by region, a call counts for who talked to the caller first; each conversation for who had it. The region is
  that of the plan as it is now.
* By class, a call counts for the `segment` of the caller's profile; who is unknown has no class.
* People's time is cut at the begin and the end of the period. It belongs to no queue and no class.
* Where the link to the switch was lost, calls have a gap. Their lines carry a † and the report says how much was not seen.
* The service writes no state when it is stopped: a person's last state counts until it runs again and finds another.

## Figures
"""


def page() -> str:
    """The whole page."""
    told = [_told(formula.name, formula.of.__doc__ or "") for formula in FORMULAS]
    return "\n".join([HEAD, *told, _told("agents_worth", agents_worth.__doc__ or ""), _sources()])


def _told(name: str, text: str) -> str:
    return f"### {name}\n\n{inspect.cleandoc(text)}\n"


def _sources() -> str:
    """The list of sources in the docstring of the formulas."""
    text = inspect.cleandoc(formulas.__doc__ or "")
    return f"## Sources\n\n{text[text.index('* ') :]}\n"


if __name__ == "__main__":
    sys.stdout.write(page())
