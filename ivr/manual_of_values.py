"""The prose of docs/dialplan.md about what a call knows: conditions, texts, callers, sources, switches."""

from __future__ import annotations

from ivr.expression_parsing import DEEPEST, LONGEST, MOST_WORDS

_ROWS = (
    ("`order_no`, `vip`", "a variable: `set`, `ask`, `lookup` and `with` give it a value"),
    ("`caller.number`, `caller.name`", "who calls, as the network says"),
    (
        "`caller.segment` (or `.class`), `.value`, `.language`, `.dialect`, `.tags`, `.manager`, `.wait_limit`, `.known`",
        "his profile, and every further field that `profiles:` names",
    ),
    ("`call.number`, `call.language`", "what was dialled, and what is spoken"),
    (
        "`queue.wealth.waiting`, `.ready`, `.expected_wait`",
        "a queue now: callers, people who are free, seconds. `queue('wealth-1').ready` for a name that is no word",
    ),
    (
        "`time.hour`, `.minute`, `.weekday` (`'mon'`), `.date` (`'2026-10-01'`), `.clock` (`'09:30'`)",
        "by the plan's `zone`; left out: that of the first hours",
    ),
    ("`open.office`", "whether these hours are open, by the clock or by their switch"),
    ("`'text'`, `12.5`, `3m`, `yes`, `no`, `['vip', 'gold']`", "texts need quotes; a time is its seconds"),
    ("`==` `!=` `<` `<=` `>` `>=` `in` `not in`", "compared: `'gold' in caller.tags`"),
    ("`and` `or` `not` `( )` `+` `-` `*` `/` `9 if vip else 5`", "joined, reckoned, chosen"),
)
_TABLE = "| written | what it is |\n|---|---|\n" + "".join(f"| {name} | {meaning} |\n" for name, meaning in _ROWS)
VALUES = f"""\
## Conditions and values

`set`, `branch`, `call`, `goto` and the `priority` of `enqueue` take expressions. They can compare and reckon, and
nothing else: at most {LONGEST} characters, {MOST_WORDS} words and signs, {DEEPEST} brackets in each other.

{_TABLE}
**What has no value is empty**, and a comparison with something empty is false: `caller.value < 100` is not true of a
stranger. Only `!=` and `not in` are then true, being the opposites of `==` and `in`; `x == ''` asks whether x is empty.
A text that is a number is compared as one with numbers. Division by zero is empty. In YAML, an expression with `: `,
` #` or `{{`, or with a quote or `[` at its beginning, needs quotes around it.

In texts the same names stand in braces: `"{{caller.manager}}"`, `"https://crm.example/orders/{{order_no}}"`; `{{{{` is
a brace. Prompts and values may be mixed wherever something is said: `say: [order_is, {{digits: "{{order_no}}"}},
{{date: "{{due}}"}}]`, with `digits`, `number`, `amount`, `date`, `time`, `position`, `wait` and `phone`. A value that
cannot be read out is left out, and the record says so.

A step that uses the profile waits for it if it is still being read, but never longer than its `within`.
"""
PROFILES = """\
## Who calls

```yaml
profiles:
  csv: data/customers.csv             # or url: …, or sql: … with database: …, as in a lookup
  where: phone
  equals: "{caller.number}"
  fields: {segment: class, value: assets, manager: manager, city: {path: city, type: text}}
  within: 1.5s
  cache: 10m
```

The profile is read from the moment of the call on, while the greeting plays. Late, unknown or failed: the caller is a
stranger, and the record says why. A `manager` who is not in the plan is ignored, and told in the record. `tags` are
separated by commas. `wait_limit` is in seconds.

"""
SOURCES = """\
## What may be asked

A **web service** answers with JSON, at most 64 KB of it, within its time. Values fill the path and the query of its
address, never the host. Hosts on this machine and in private networks are refused unless
[`connectors.allow`](settings.md) names them; so are those that a redirect leads to. 404 means nothing found. Secrets
stand in the settings, are written `{secret.crm}` in `headers` and `body`, and are sent to the host of the `url` only.

A **database** is read by one SELECT, opened for reading only; its `:names` are bound. A value that is compared with a
number in PostgreSQL needs `CAST(:no AS integer)`. The first row is the answer.

A **file** lies in the plan's folder: CSV in UTF-8 with a line of column names. It is read anew when it changes.

A field of another type than the plan says, or one that is missing, makes the lookup fail; an empty one makes its
variable empty.

## Switches

`hotline switch list` shows the switches of the live plan: one for each of the hours that its menus ask about
(`hours.office`; on is open), and one for each notice. `hotline switch off hours.office --until "2026-10-01 18:00"`
closes the office a second later, without a publish; `hotline switch auto hours.office` lets the clock decide again.
Managers' own hours are not switched.
"""
