"""The sentences in which decisions are told, in every language: one catalogue, with slots of a type each.

A slot is written `{name:type}`; what the types are is in `SLOTS`. A test walks every sentence, every slot and every word in every
language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from string import Formatter
from typing import Any, NamedTuple

from acd.explanation import Found, Verdict
from acd.queues import IDEAL, LAST_AGENT, MANAGER
from acd.refusal import Refusal


class Said(NamedTuple):
    """The same thing in each language."""

    en: str
    zh: str


LANGUAGES = Said._fields

SENTENCES: Mapping[str, Said] = {
    # --- where he stood
    "first": Said(
        "queue {queue:name}: first of {of:count} by {rank:name}, waited {waited:seconds}",
        "队列 {queue:name}：{rank:name}，在 {of:count} 人中排第一，已等待 {waited:seconds}",
    ),
    "place": Said(
        "queue {queue:name}: number {position:count} of {of:count} by {rank:name}, waited {waited:seconds}",
        "队列 {queue:name}：{rank:name}，在 {of:count} 人中排第 {position:count}，已等待 {waited:seconds}",
    ),
    # --- why this person
    "wanted": Said(
        "{person:name}: wanted by this caller, idle {idle:seconds}",
        "{person:name}：是这位来电者指定的人，已空闲 {idle:seconds}",
    ),
    "deputy": Said(
        "{person:name}: deputy of {boss:name} ({why:name}), idle {idle:seconds}",
        "{person:name}：代替 {boss:name}（{why:name}），已空闲 {idle:seconds}",
    ),
    "last agent": Said(
        "{person:name}: served this caller last, idle {idle:seconds}",
        "{person:name}：上次接待过这位来电者，已空闲 {idle:seconds}",
    ),
    "queue": Said(
        "{person:name}: {skills:clauses}, idle {idle:seconds}, {choice:word} of {free:count}",
        "{person:name}：{skills:clauses}，已空闲 {idle:seconds}，在 {free:count} 位空闲者中{choice:word}",
    ),
    "skill": Said(
        "skill {skill:name} {has:number} >= {asked:number}", "技能 {skill:name} {has:number}，要求 {asked:number}"
    ),
    "no skill": Said("no skill asked", "不要求技能"),
    "asked again": Said(
        "{person:name}: asked again, {how:word} {ago:seconds} ago",
        "{person:name}：{ago:seconds}前{how:word}，现在再次询问",
    ),
    # --- the score
    "score": Said("score {total:score}: {terms:sum}", "得分 {total:score}：{terms:sum}"),
    "term": Said("{term:word} {value:score}", "{term:word} {value:score}"),
    "nothing": Said("nothing", "无"),
    "rival": Said(
        "before {contact:name} of {queue:name}, score {score:score}, waited {waited:seconds}",
        "先于 {queue:name} 的 {contact:name}（得分 {score:score}，已等待 {waited:seconds}）",
    ),
    "reserve": Said(
        "not kept in reserve: that is worth {reserve:fine} a second, this caller {worth:fine}",
        "没有为他人留着：留着每秒值 {reserve:fine}，接这位来电者值 {worth:fine}",
    ),
    # --- the ring of wishes
    "ring kept": Said("wishes that hold: {wishes:words}", "仍保留的愿望：{wishes:words}"),
    "ring dropped": Said(
        "wishes given up: {wishes:words}, after {opened:seconds} of waiting",
        "已放弃的愿望：{wishes:words}（等待 {opened:seconds} 后放弃）",
    ),
    "ring empty": Said(
        "wishes given up: {wishes:words}, for nobody who meets them is on duty",
        "已放弃的愿望：{wishes:words}（满足的人都不在岗）",
    ),
    "ring next": Said(
        "the next wish would have been given up after {next:seconds} of waiting",
        "再下一个愿望要等到 {next:seconds} 才放弃",
    ),
    # --- who was not asked
    "passed": Said("{person:name} not asked: {why:name}", "没有询问 {person:name}：{why:name}"),
    "kept": Said("{detail:word}", "{detail:word}"),
    "refused": Said("did not take this call ({detail:word})", "没有接这通电话（{detail:word}）"),
    "away": Said("{detail:word}", "{detail:word}"),
    "outside ring": Said("does not meet the wishes that hold", "不满足仍保留的愿望"),
    "in reserve": Said("kept in reserve for others", "为他人留着"),
    "not chosen": Said("ready too, but another came first", "也空闲，但另一位更合适"),
    "not in the plan": Said("not in the plan", "不在配置中"),
    # --- what would have changed it
    "had been ready": Said(
        "would have gone to {person:name} had {person:name} been ready",
        "假如 {person:name} 当时空闲，这通电话会转给 {person:name}",
    ),
    "had not refused": Said(
        "would have gone to {person:name} {seconds:seconds} ago had {person:name} taken it",
        "假如 {person:name} 接了，这通电话 {seconds:seconds}前就由 {person:name} 接待了",
    ),
    "wish had held": Said(
        "would have waited about {seconds:seconds} more had the wish for {wish:word} not been given up",
        "假如没有放弃对{wish:word}的愿望，大约还要再等 {seconds:seconds}",
    ),
    "wish had held for ever": Said(
        "would have waited on had the wish for {wish:word} not been given up: nobody who meets it is on duty",
        "假如没有放弃对{wish:word}的愿望，会一直等下去：满足的人都不在岗",
    ),
}

RANKS: Mapping[str, Said] = {
    "priority": Said("priority {priority:count}", "按优先级 {priority:count}"),
    "fifo": Said("age", "按先来后到"),
    "priority_aging": Said("priority {priority:count} and age", "按优先级 {priority:count} 与等待时间"),
    "patience": Said("score", "按得分"),
}
"""By what the callers of a queue stand in order, by the queue's strategy."""

WORDS: Mapping[str, Said] = {
    Refusal.DECLINED: Said("declined", "按键拒接"),
    Refusal.LATER: Said("asked to be called again later", "请稍后再打"),
    Refusal.REJECTED: Said("rejected", "拒接"),
    Refusal.BUSY: Said("busy", "忙线"),
    Refusal.NO_ANSWER: Said("no answer", "无人接听"),
    Refusal.UNREACHABLE: Said("unreachable", "无法接通"),
    Refusal.NOT_ACCEPTED: Said("picked up but not accepted", "接起后未确认"),
    Refusal.HUNG_UP: Said("hung up before the call was joined", "接通前挂断"),
    Refusal.FAILED: Said("could not be rung", "无法呼叫"),
    "longest_idle": Said("longest idle", "空闲最久"),
    "most_skilled": Said("most skilled", "技能最高"),
    "fewest_skills": Said("fewest skills", "技能最少"),
    "patience": Said("patience", "耐心"),
    "promise": Said("promise", "服务承诺"),
    "long wait": Said("long wait", "久等"),
    IDEAL: Said("ideal", "理想匹配"),
    MANAGER: Said("manager", "专属经理"),
    LAST_AGENT: Said("last agent", "上次的坐席"),
    "dialect": Said("dialect", "方言"),
    "ready": Said("ready", "空闲"),
    "not-ready": Said("not ready", "示忙"),
    "reserved": Said("reserved", "已被预留"),
    "ringing": Said("ringing", "正在振铃"),
    "talking": Said("talking", "正在通话"),
    "wrap-up": Said("wrap-up", "正在整理"),
    "signed out": Said("signed out", "已签退"),
    "removed from the plan": Said("removed from the plan", "已从配置中移除"),
    "phone not registered": Said("phone not registered", "话机未注册"),
    "phone unreachable": Said("phone unreachable", "话机无法接通"),
    "on another call": Said("on another call", "正在另一通电话中"),
    "outside office hours": Said("outside office hours", "不在办公时间"),
}
"""Words of ours that stand in a decision. What a person wrote himself, such as the reason of a pause, is told as it is."""

CLAUSES = {Found.WANTED: "wanted", Found.DEPUTY: "deputy", Found.LAST_AGENT: "last agent", Found.QUEUE: "queue"}
VERDICTS = {verdict: verdict.value for verdict in Verdict}
"""Each has the sentence of its own name."""


def say(language: str, name: str, **slots: Any) -> str:
    """A sentence of the catalogue. English for a language that it does not have."""
    return fill(language, SENTENCES[name], **slots)


def fill(language: str, said: Said, **slots: Any) -> str:
    """Its slots filled, each by its type."""
    spoken = language if language in LANGUAGES else "en"
    return _Filling(spoken).format(getattr(said, spoken), **slots)


def word(name: str, language: str) -> str:
    """One of our words; any other is told as it is."""
    said = WORDS.get(name)
    return name if said is None else said.zh if language == "zh" else said.en


def _seconds(value: float, language: str) -> str:
    return f"{value:.0f} 秒" if language == "zh" else f"{value:.0f} s"


def _signed(value: float, language: str) -> str:
    """Seconds that something took longer, or less long."""
    if language == "zh":
        return f"{'长' if value >= 0 else '短'} {abs(value):.0f} 秒"
    return f"{abs(value):.0f} s {'longer' if value >= 0 else 'less'}"


def _words(names: Iterable[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(word(name, language) for name in names)


SLOTS: Mapping[str, Callable[[Any, str], str]] = {
    "name": lambda value, _: str(value),
    "count": lambda value, _: f"{value:d}",
    "number": lambda value, _: f"{value:g}",
    "score": lambda value, _: f"{value:.2f}",
    "fine": lambda value, _: f"{value:.4f}",
    "seconds": _seconds,
    "signed": _signed,
    "word": word,
    "words": _words,
    "clauses": lambda value, language: ("；" if language == "zh" else "; ").join(value),
    "sum": lambda value, _: " + ".join(value),
}
"""What may stand in a slot, and how it is written in a language."""


class _Filling(Formatter):
    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        return SLOTS[format_spec](value, self._language)
