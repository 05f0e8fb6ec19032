"""What an admin is told about the keys of a queue: in docs/dialplan.md, and by the JSON Schema."""

from __future__ import annotations

from ivr.shapes import SHAPES, Schema, keys_of, mapping_of, texts
from ivr.steps.manuals import Key, Shape

_NAME, _SECONDS, _YES_NO, _WHOLE = (SHAPES[each] for each in (Shape.NAME, Shape.SECONDS, Shape.YES_NO, Shape.WHOLE))
_SHARE: Schema = {"anyOf": [SHAPES[Shape.NUMBER], {"type": "string", "pattern": "^[0-9]{1,3}%$"}]}
_SCORES = mapping_of(SHAPES[Shape.NUMBER])
_RULE = keys_of(
    {
        "when": texts(r"^(closed|full|nobody|(waiting|expected_wait|waited) *>=? *[0-9.]+ ?(s|m|h)?)$"),
        "to": {
            **keys_of({"queue": _NAME, "person": _NAME, "flow": _NAME}),
            "minProperties": 1,
            "maxProperties": 1,
        },
    },
    "when",
    "to",
)
QUEUE_KEYS: tuple[tuple[Key, Schema], ...] = (
    (Key("weight", "the priority of its callers, 0 to 100, unless the `enqueue` step gives another", "1"), _WHOLE),
    (Key("answer_within", "the promise that the service level is measured by", "20s"), _SECONDS),
    (
        Key("skill", "skills that a person must have, each at this score (0 to 10) or above", "anybody serves it"),
        _SCORES,
    ),
    (Key("ideal", "scores that are wished for, as long as the wish `ideal` holds: `{wealth: 9.5}`"), _SCORES),
    (
        Key(
            "wishes",
            "how wishes relax: `order` is what is dropped, first to last (`ideal`, `manager`, `last_agent`, or the name of a "
            "tag); `relax: patience` when so many such callers would have given up (`share`, of the weight), or `relax: 20s` "
            "for each",
            "`{relax: patience, share: 0.1}`",
        ),
        keys_of(
            {
                "order": {"type": "array", "items": _NAME},
                "relax": {"anyOf": [{"const": "patience"}, _SECONDS]},
                "share": _SHARE,
            }
        ),
    ),
    (
        Key("strategy", "who is next: `priority`, `fifo`, `priority_aging`, or `patience`", "`priority`"),
        {"enum": ["priority", "fifo", "priority_aging", "patience"]},
    ),
    (
        Key("choice", "who of the free people: `longest_idle`, `most_skilled`, `fewest_skills`", "`longest_idle`"),
        {"enum": ["longest_idle", "most_skilled", "fewest_skills"]},
    ),
    (Key("handling", "how long a call takes, believed until calls have been handled", "3m"), _SECONDS),
    (
        Key(
            "reserve",
            "free people may be kept for callers who are worth more: at most this share of them, and nobody waits longer for "
            "it than `most`; `{people: 20%, most: 180s}`, or `no`",
            "`no`",
        ),
        {"anyOf": [_YES_NO, keys_of({"people": _SHARE, "most": _SECONDS})]},
    ),
    (Key("easy", "guests on a duty day may take these calls", "`no`"), _YES_NO),
    (
        Key("hours", "a name of the section `hours`: outside of them nobody new is let in", "always open"),
        _NAME,
    ),
    (Key("capacity", "how many may wait; who comes beyond is given back to the step", "no limit"), _WHOLE),
    (
        Key("balk", "the flow for who would probably (more than half) give up before his turn, asked as he joins"),
        _NAME,
    ),
    (
        Key(
            "announce",
            "what a waiting caller is told: seconds until the `first` word and between two (`every`); `position` and `wait` "
            "say his place, and the time it takes as a range; `callback: {key: 1, after: 60s, flow: call_me}` lets him "
            "press a key and go to that flow, his place kept. `no`: nothing but music",
            "`{first: 8s, every: 40s}`",
        ),
        {
            "anyOf": [
                {"enum": [False, "no", "off", "false"]},
                keys_of(
                    {
                        "first": _SECONDS,
                        "every": _SECONDS,
                        "position": _YES_NO,
                        "wait": _YES_NO,
                        "callback": keys_of({"key": SHAPES[Shape.KEY], "after": _SECONDS, "flow": _NAME}, "flow"),
                    }
                ),
            ]
        },
    ),
    (
        Key(
            "music",
            "what he hears meanwhile: a folder of WAV files in the folder `music` of your recordings",
            "`default`",
        ),
        _NAME,
    ),
    (
        Key("overflow", "when the queue gives a caller away, and where to, see below", "never"),
        {"anyOf": [_RULE, {"type": "array", "items": _RULE, "minItems": 1}]},
    ),
    (
        Key(
            "callback",
            "who is rung first when somebody of this queue is called back: `{first: customer}`, when a person is about to be "
            "free, or `{first: person}`, who waits while the customer is rung",
            "the setting `callbacks.first`",
        ),
        keys_of({"first": {"enum": ["customer", "person"]}}, "first"),
    ),
    (
        Key("number", "what a phone in the centre dials to wait here, or to send a caller here: 2 to 8 digits", "none"),
        {"anyOf": [{"type": "string", "pattern": "^[0-9]{2,8}$"}, {"type": "integer", "minimum": 10}]},
    ),
)
QUEUES = f"""\
## Queues

```yaml
queues:
  wealth:
    weight: 5
    answer_within: 15s
    skill: {{wealth: 7}}
    ideal: {{wealth: 9.5}}
    wishes: {{order: [ideal, dialect, manager], relax: patience}}
    strategy: patience
    hours: office
    announce: {{wait: yes, callback: {{key: 1, after: 60s, flow: call_me}}}}
    overflow:
      - {{when: closed, to: {{flow: after_hours}}}}
      - {{when: waited > 5m, to: {{queue: human}}}}
```

| key | meaning | when left out |
|---|---|---|
{"".join(f"| `{key.name}` | {key.meaning} | {key.default or 'nothing'} |" + chr(10) for key, _ in QUEUE_KEYS)}
### Overflow

The first rule that holds is used, each once in a call:

| `when` | holds | asked |
|---|---|---|
| `closed` | outside of the queue's `hours` | as he joins |
| `full` | as many wait as its `capacity` | as he joins |
| `waiting >= 20` | so many others wait | as he joins |
| `nobody` | nobody who serves the queue is signed in | as he joins, and while he waits |
| `expected_wait > 3m` | his turn is so far, by place, people, handling time, patience | as he joins, and while he waits |
| `waited > 5m` | he has waited so long, in all queues together | while he waits |

`to: {{queue: orders}}`: he waits there, and all the time that he has waited counts. `to: {{person: xiamen_1}}`: that person is
asked before anybody else, and he keeps his place. `to: {{flow: message}}`: he leaves the queue and goes on there; a `callback`
in that flow keeps his place, and so does an `enqueue`. Nobody is taken from a person whose phone rings for him. A queue that is
closed or full and has no rule for it gives its callers back to the `enqueue` step, to `otherwise`.

`hotline check` proves that each such name exists, that a queue has somebody to serve it and hours that open, and that no round of
queues leads a caller back by rules that hold everywhere at once.
"""


def queue_schema() -> Schema:
    """One queue; all its keys may be left out."""
    told = {
        key.name: {"description": f"{key.meaning}{f' (when left out: {key.default})' if key.default else ''}", **schema}
        for key, schema in QUEUE_KEYS
    }
    return {"anyOf": [{"type": "null"}, keys_of(told)]}
