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
| `zone` | the time zone of `time.hour` and its like in conditions | menus |
| `profiles` | where it is found who calls, see below | menus |
| `operator` | the way to a person that every question has, see below | menus |
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
    holidays: CN                              # closed on them; open on weekend days that make up for them
    exceptions:                               # replace week and holidays on a date or a range
      2026-10-01..2026-10-03: closed
      2026-10-05: "09:00-18:00"
```

A day that is not written is closed. `22:00-06:00` is a night; `00:00-24:00` is the whole day. `holidays` may say
more: `{country: US, region: CA, observed: yes, makeup: yes, except: [Columbus Day], hours: "10:00-14:00"}`. Countries
and regions are the codes of ISO 3166. Days that a government shifts by decree, as China does for its long weekends,
are known for the years that were announced when the `holidays` library was installed: look at them once a year, and
write the rest as exceptions.

## When something is wrong

Nothing starts, and nothing that runs is replaced, until every problem is put right. All of them are told at once:

```
dialplans/main.yaml:9:15: found 'ordres', expected the name of a flow (hint: did you mean 'orders'?)
```

`hotline check` shows each with its line and a mark below the very place, and ends with exit code 2. Beyond spelling these
are proved over the whole plan: every prompt exists in every language; every queue, person and phone exists; every flow
is reached and no step is left out; no flow ends in silence; no caller is led round for ever without being asked; a
human can be reached from every question; no two phrases of one menu sound alike (Mandarin by its syllables without
tones, English by its letters); every queue has somebody to serve it; and the hours are open at some time.

## Trying a plan without a phone

```
hotline simulate --from 13800001111 --press 1 --say 查订单 --at "2026-10-01 09:00"
hotline simulate -i
```

The first plays a call by what the caller does, in that order, and tells what he hears and where he ends; the second asks
at every question. `--world` says what is around him, in the words of a test case. Nothing rings, and nothing is asked of
other systems: profiles and lookups are read from files beside the plan, all others fail. In a test case lookups answer what
it says, so that it holds whatever the files say.

Test cases lie beside the plan, in `tests/*.yaml`; `hotline check --tests` plays them all, and so should whoever builds
the plan automatically:

```yaml
cases:
  - name: a rich customer at night waits for his own manager
    from: "13911112222"
    to: "95105"                       # the plan's first number when left out
    at: 2026-10-01 21:30              # on the centre's clock; a Monday morning when left out
    language: zh
    profile: {segment: vip, value: 8000000, manager: xiamen_1, city: Xiamen}
    queues: {wealth: {waiting: 3, ready: 0, expected_wait: 3m}}
    switches: {notice.storm: on}
    lookups: {order_status.2: {state: shipped}, order_status.3: nothing, order_status.4: failed}
    do: [press 3, say 查订单, silence, served, not taken, given to message, hang up]
    expect:
      hears: [greeting, main_menu]    # in this order; others may lie between
      never_hears: [closed]
      ends: queue wealth              # or: transfer 1003, hang up, gone
      scenario: wealth                # of the last choice that has one
      language: zh
      variables: {vip: yes}
```

Prompts, queues, switches, steps and variables in a case, and in `--world`, are names of the plan: a misspelt one is told
with its place.

`hotline diff 3` says in words what the files change against version 3, `hotline graph -o plan.svg` draws the plan, and
`hotline schema` writes a JSON Schema by which an editor completes and underlines.
"""

MACHINE = """\
## The machine behind it

For developers: the table of `ivr/transitions.py`. Whatever an event leads to, the step at hand decides, and its one
blocking action is the next phase. An event that is not drawn raises `IllegalStep` and changes nothing.
"""
