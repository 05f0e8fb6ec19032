"""`ask`: ask for something that is no choice, and keep it in a variable. (VoiceXML 2.0: field with a builtin grammar.)"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from calls.nodes import Fields, Node
from calls.speaking import MOST
from ivr.answers import LONGEST, POINT, Amount, Answers, Day, Digits, Number, Phone
from ivr.grammar import Grammar
from ivr.reading import Reading
from ivr.steps.asking import QUESTION_KEYS, SPEECH_KEYS, parse_both_misses, parse_manner, uses
from ivr.steps.asks import AGAIN, ENTERED, Ask, AskKeys, AskPhrase, AskYesNo
from ivr.steps.manuals import Key, Manual, Shape
from ivr.steps.question import USE_KEYS
from ivr.steps.yes_no import CONFIRM_KEYS, CONFIRM_VOICE, yes_or_no

FORMATS = ("MMDD", "YYYYMMDD")
NO_TERMINATOR = "none"
WORDS_END_AFTER, WORDS_AT_MOST = 1.2, 20.0
"""Who speaks freely thinks between his words. Seconds."""
_OTHER_SPEECH = tuple(key for key in SPEECH_KEYS if key.name != "speech")
MANUAL = Manual(
    "Asks for something, keeps it in a variable, and goes on with the next step. What is keyed is checked: an answer that "
    "cannot be one is a nomatch. Answers of one length end with their last digit, and what is keyed after it counts for "
    "the next question, but for the terminator: within `next_within` it answers nothing. Other answers end with the "
    "terminator or a pause, and one that is too long is refused, not cut. "
    "A lone operator's key (`0`), followed by the terminator or a pause, means the operator where answers are longer than "
    "one key: a zero as the answer is keyed `00`, or `0*0` for an amount. His phrases may be said at any time. A `phrase` "
    "is only said, never keyed: where nobody can recognise it, the caller goes where `noinput` leads.",
    (
        Key(
            "type",
            "`digits`, `number`, `amount` (`*` is the point), `date`, `phone`, `yes_no` (1 or 2, or said), or `phrase` "
            "(free speech)",
            required=True,
            shape=Shape.TEXT,
            words=("digits", "number", "amount", "date", "phone", "yes_no", "phrase"),
        ),
        Key("into", "the variable that gets the answer; it is in the record, too", required=True, shape=Shape.NAME),
        Key("prompt", "the prompt, or a list of prompts", required=True, shape=Shape.PROMPTS),
        Key("length", "of `digits`: how many there are", shape=Shape.WHOLE),
        Key(
            "least",
            "of `digits`: the fewest; of `number` and `amount`: the smallest",
            "1 digit, or 0",
            shape=Shape.NUMBER,
        ),
        Key(
            "most",
            "of `digits`: the most; of `number` and `amount`: the largest",
            "20 digits, or 999999999999",
            shape=Shape.NUMBER,
        ),
        Key(
            "format",
            "of `date`: `MMDD` (the day of that name nearest to today) or `YYYYMMDD`",
            "either",
            shape=Shape.TEXT,
            words=("MMDD", "YYYYMMDD"),
        ),
        Key(
            "terminator",
            'the key that ends the answer: `"#"`, `"*"` or `none`',
            '`"#"`',
            shape=Shape.TEXT,
            words=("#", "*", "none"),
        ),
        Key("confirm", "read the answer back, and ask whether it is right (1 yes, 2 no)", "no", shape=Shape.YES_NO),
        Key(
            "speech",
            "`yes`: digits of `digits` and `phone` may be said, and are read back always (not reliable in "
            "Mandarin); `no`: nothing may be said",
            "`yes_no`, `phrase` and the operator's phrases may be said",
            shape=Shape.YES_NO,
        ),
        *QUESTION_KEYS,
        *_OTHER_SPEECH,
    ),
    """- ask:
    type: digits
    into: order_no
    prompt: order_ask
    length: 8
    confirm: yes
    noinput: {tries: 2, prompts: [ask_noinput], then: human}
    nomatch: {tries: 3, prompts: [ask_nomatch], then: human}
- say: [order_is, {digits: "{order_no}"}]
- hang_up""",
)


def parse(node: Node, reading: Reading) -> Ask:
    """`ask: {type: digits, into: order_no, …}`."""
    fields = node.mapping(MANUAL.names, MANUAL.required)
    kind = fields.of("type").one_of(tuple(_KINDS), "digits")
    _refuse_keys_of_others(kind, fields)
    return _KINDS[kind](kind, fields, reading)


def _keys(kind: str, fields: Fields, reading: Reading) -> Ask:
    answers, terminator = _ANSWERS[kind](fields), _terminator(kind, fields.of("terminator"))
    confirm, by_voice = fields.of("confirm").boolean(), fields.of("speech").boolean()
    own = (USE_KEYS, *((ENTERED, AGAIN, CONFIRM_KEYS, CONFIRM_VOICE) if confirm or by_voice else ()))
    prompts, into = _asked(fields, reading, own)
    misses, manner = parse_both_misses(fields, reading), parse_manner(fields)
    return AskKeys(reading.spot(), prompts, Grammar(()), *misses, manner, into, answers, terminator, confirm, by_voice)


def _yes_no(_: str, fields: Fields, reading: Reading) -> Ask:
    prompts, into = _asked(fields, reading, (USE_KEYS,))
    misses, manner = parse_both_misses(fields, reading), parse_manner(fields)
    return AskYesNo(reading.spot(), prompts, yes_or_no(), *misses, manner, into)


def _phrase(_: str, fields: Fields, reading: Reading) -> Ask:
    prompts, into = _asked(fields, reading, ())
    misses, manner = parse_both_misses(fields, reading), parse_manner(fields, WORDS_END_AFTER, WORDS_AT_MOST)
    if not manner.speech:
        fields.of("speech").problem("wrong-value", "yes, for a phrase is only said", "ask for digits instead")
    return AskPhrase(reading.spot(), prompts, Grammar(()), *misses, manner, into)


def _asked(fields: Fields, reading: Reading, own: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The question's prompts, and the variable. `own`: the prompts that it may need besides are proved to exist."""
    uses(fields, reading, own)
    return reading.prompts(fields.of("prompt")), reading.given(fields.of("into"))


def _terminator(kind: str, node: Node) -> str:
    keys = ("#", NO_TERMINATOR) if kind == "amount" else ("#", POINT, NO_TERMINATOR)
    written = node.one_of(keys, "#")
    return "" if written == NO_TERMINATOR else written


# --- the types


def _digits(fields: Fields) -> Digits:
    if "length" in fields:
        length = fields.of("length").integer(1, least=1, most=LONGEST)
        for other in ("least", "most"):
            if other in fields:
                fields.of(other).problem("wrong-key", "either `length`, or `least` and `most`")
        return Digits(length, length)
    most = fields.of("most").integer(20, least=1, most=LONGEST)
    return Digits(fields.of("least").integer(1, least=1, most=most), most)


def _number(fields: Fields) -> Number:
    most = fields.of("most").integer(MOST, least=0, most=MOST)
    return Number(fields.of("least").integer(0, least=0, most=most), most)


def _amount(fields: Fields) -> Amount:
    most = fields.of("most").number(MOST, least=0, most=MOST)
    return Amount(fields.of("least").number(0, least=0, most=most), most)


def _date(fields: Fields) -> Day:
    written = fields.of("format").one_of(FORMATS)
    return Day((written,) if written else FORMATS)


_ANSWERS: Mapping[str, Callable[[Fields], Answers]] = MappingProxyType(
    {"digits": _digits, "number": _number, "amount": _amount, "date": _date, "phone": lambda _: Phone()}
)
_KINDS: Mapping[str, Callable[[str, Fields, Reading], Ask]] = MappingProxyType(
    {**dict.fromkeys(_ANSWERS, _keys), "yes_no": _yes_no, "phrase": _phrase}
)
_ONLY_FOR: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "length": ("digits",),
        "least": ("digits", "number", "amount"),
        "most": ("digits", "number", "amount"),
        "format": ("date",),
        "terminator": tuple(_ANSWERS),
        "confirm": tuple(_ANSWERS),
    }
)


def _refuse_keys_of_others(kind: str, fields: Fields) -> None:
    """A key that has no meaning for this type is a mistake: its writer would wait for it in vain."""
    for key in (key for key, kinds in _ONLY_FOR.items() if key in fields and kind not in kinds):
        expected = f"no '{key}' for the type {kind}: it is for {', '.join(_ONLY_FOR[key])}"
        fields.of(key).problem("wrong-key", expected)
    if kind in ("number", "amount", "date") and fields.of("speech").boolean():
        fields.of("speech").problem("wrong-value", "no: digits can be said for digits and phone only")
