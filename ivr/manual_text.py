"""The prose of docs/dialplan.md around the verbs."""

from __future__ import annotations

OPENING = """\
<!-- Written by `python -m ivr.manual > docs/dialplan.md` from the code. Change the verbs' files, not this one. -->
# The dialplan

What a caller meets is written in `dialplans/main.yaml` and the files it includes. Numbers lead to flows; a flow is a
list of steps, done one after the other; each step is one verb.

```yaml
numbers: {"95105": welcome, any: welcome}   # dialled number -> flow; any: every other number
languages: [zh, en]                         # a call begins in the first one
include: [queues.yaml, people.yaml, hours.yaml]
at_most: 15m                                # how long a caller may stay in the menus (15m when left out)

flows:
  welcome:
    - say: greeting
    - menu: {prompt: main_menu, choices: {1: orders}, noinput: {then: orders}}
  orders:
    - enqueue: orders
```

| section | what it holds | read by |
|---|---|---|
| `numbers` | dialled numbers, each with the flow it begins with | menus |
| `languages` | the languages in which every prompt must exist | menus |
| `include` | more files, beside the one that names them; a section may be spread over several files | menus |
| `at_most` | the longest time in the menus; then the call is ended | menus |
| `flows` | the steps | menus |
| `hours` | weekly opening hours with exceptions | menus and managers |
| `queues`, `agents`, `managers` | who waits for whom | queueing |

Times are written `20s`, `1.5s`, `3m`, `500ms`, `1h`, or as a bare number of seconds. Names are made of letters a-z,
digits, `_`, `-` and `.`.

## Verbs
"""

ENDING = """\
## Hours

```yaml
hours:
  office:
    zone: Asia/Shanghai                       # region/city, as IANA names it
    week:
      mon-fri: "09:00-18:00"
      sat: ["09:00-12:00", "13:00-17:00"]     # a list for a break
    exceptions:                               # replace the week on a date
      2026-10-01: closed
      2026-10-10: "09:00-18:00"
```

A day that is not written is closed. `22:00-06:00` is a night; `00:00-24:00` is the whole day.

## When something is wrong

Nothing starts, and nothing that runs is replaced, until every problem is put right. All of them are told at once:

```
dialplans/main.yaml:9:15: found 'ordres', expected the name of a flow (hint: did you mean 'orders'?)
```

Beyond spelling these are proved over the whole plan: every prompt exists in every language; every queue, person and
phone exists; every flow is reached; no flow ends in silence; and no caller is led round for ever without being asked.
"""

MACHINE = """\
## The machine behind it

For developers: the table of `ivr/transitions.py`. Whatever an event leads to, the step at hand decides, and its one
blocking action is the next phase. An event that is not drawn raises `IllegalStep` and changes nothing.
"""
