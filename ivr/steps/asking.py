"""The keys of the plan that `menu` and `ask` have in common, and how they are read."""

from __future__ import annotations

from dataclasses import replace

from calls.nodes import Fields, Node
from ivr.reading import Reading
from ivr.steps.choices import Misses, parse_misses
from ivr.steps.manuals import Key, Shape
from ivr.steps.tries import Manner
from ivr.understanding import Thresholds

QUESTION_KEYS = (
    Key("noinput", "what happens when nothing is keyed or said, see below", required=True, shape=Shape.MISSES),
    Key(
        "nomatch",
        "what happens when a wrong answer is given, see below",
        "as `noinput`, without its prompts",
        shape=Shape.MISSES,
    ),
    Key(
        "barge_in",
        "a key or a voice stops the prompts and counts, even a key pressed before they began",
        "yes",
        shape=Shape.YES_NO,
    ),
    Key("first_within", "how long to wait for an answer after the prompts", "5s", shape=Shape.SECONDS),
    Key("next_within", "how long to wait for the next key where more than one may follow", "2.5s", shape=Shape.SECONDS),
    Key("secret", "what is keyed or said is masked in every log and record", "no", shape=Shape.YES_NO),
    Key("operator", "`no`: the plan's operator cannot be reached from here", "yes", shape=Shape.YES_NO),
)
SPEECH_KEYS = (
    Key("speech", "`no`: only keys count", "yes", shape=Shape.YES_NO),
    Key("end_after", "so much silence ends what is said", "0.7s", shape=Shape.SECONDS),
    Key("at_most", "what is said is cut after so long", "8s", shape=Shape.SECONDS),
    Key(
        "confidence",
        "`{accept: 0.7, confirm: 0.4}`: from `accept` on what was understood is taken, from `confirm` on the "
        "caller is asked back, below it is a nomatch",
        "what was measured to be best for the language",
        shape=Shape.CONFIDENCE,
    ),
)
CONFIDENCES = ("accept", "confirm")


def parse_manner(fields: Fields, end_after: float = 0.7, at_most: float = 8.0, speech: bool = True) -> Manner:
    """How a question is put; the defaults of its speech as given."""
    return Manner(
        fields.of("barge_in").boolean(True),
        fields.of("first_within").seconds(5.0, least=0.5, most=60),
        fields.of("next_within").seconds(2.5, least=0.5, most=30),
        fields.of("secret").boolean(),
        fields.of("speech").boolean(speech),
        fields.of("end_after").seconds(end_after, least=0.2, most=5),
        fields.of("at_most").seconds(at_most, least=1, most=60),
        _thresholds(fields.of("confidence")),
        fields.of("operator").boolean(True),
    )


def _thresholds(node: Node) -> Thresholds | None:
    if not node.present:
        return None
    fields = node.mapping(CONFIDENCES, CONFIDENCES)
    accept = fields.of("accept").number(1.0, least=0.01, most=1)
    confirm = fields.of("confirm").number(0.01, least=0.01, most=1)
    if confirm > accept:
        fields.of("confirm").problem(
            "wrong-value", f"at most {accept:g}, as `accept` is", "nothing would be asked back"
        )
    return Thresholds(accept, min(confirm, accept))


def parse_both_misses(fields: Fields, reading: Reading) -> tuple[Misses, Misses]:
    """Who is silent, and who answers wrongly: as the silent one where nothing else is written."""
    noinput = parse_misses(fields.of("noinput"), reading, alone=True)
    if "nomatch" not in fields:
        return noinput, replace(noinput, prompts=())
    return noinput, parse_misses(fields.of("nomatch"), reading)


def uses(fields: Fields, reading: Reading, prompts: tuple[str, ...]) -> None:
    """The prompts that a question may need besides those written: they are proved to exist."""
    reading.prompts_or(fields.of(""), prompts)
