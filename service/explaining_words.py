"""The sentences in which a whole call is explained, in every language; those of its offers are in acd/sentences.py."""

from __future__ import annotations

from collections.abc import Mapping

from acd.contact_events import WORDS as CALLER_GONE
from acd.messages import Leaving
from acd.recovering import NOT_FOUND, NOT_THERE
from acd.sentences import Said
from calls.contact import Outcome
from service.floor import ACCEPTED

STORY: Mapping[str, Said] = {
    "came": Said(
        "{call:name}: {who:name} dialled {dialled:name} on {at:name}",
        "{call:name}：{who:name} 于 {at:name} 拨打 {dialled:name}",
    ),
    "called back": Said(
        "{call:name}: {who:name} is called back, on {at:name}", "{call:name}：于 {at:name} 回拨 {who:name}"
    ),
    "hidden": Said("a hidden number", "隐藏号码"),
    "chose": Said(
        "chose {key:name} in {menu:name}: to {to:name}", "在菜单 {menu:name} 选择 {key:name}：去往 {to:name}"
    ),
    "chose scenario": Said(
        "chose {key:name} in {menu:name}: to {to:name} [{scenario:name}]",
        "在菜单 {menu:name} 选择 {key:name}：去往 {to:name} [{scenario:name}]",
    ),
    "missed": Said("no choice in {menu:name}, try {tries:count}", "在菜单 {menu:name} 没有选择，第 {tries:count} 次"),
    "waited": Said("waited {seconds:seconds} in {queue:name}", "在队列 {queue:name} 等待了 {seconds:seconds}"),
    "waits": Said(
        "waits in {queue:name}, for {seconds:seconds} so far", "正在队列 {queue:name} 等待，至今 {seconds:seconds}"
    ),
    "wished": Said("wishing {wishes:name}", "愿望：{wishes:name}"),
    "limit": Said("will wait {seconds:seconds}, as was stated for him", "声明的等待上限：{seconds:seconds}"),
    "offer": Said(
        "offer {number:count}, after {after:seconds} of waiting: to {person:name}, because",
        "第 {number:count} 次派给 {person:name}（等待 {after:seconds} 后），理由：",
    ),
    "still open": Said("still open", "尚未结束"),
    "became": Said(
        "{outcome:name} after {after:seconds} ({detail:name})", "{after:seconds}后{outcome:name}（{detail:name}）"
    ),
    "became as said": Said("{outcome:name} after {after:seconds}", "{after:seconds}后{outcome:name}"),
    "told kept": Said(
        "was told {low:number} to {high:seconds}; it took {took:seconds} ({error:signed} than expected): kept",
        "曾告知 {low:number} 至 {high:seconds}；实际 {took:seconds}（{error:signed}）：守信",
    ),
    "told broken": Said(
        "was told {low:number} to {high:seconds}; it took {took:seconds} ({error:signed} than expected): not kept",
        "曾告知 {low:number} 至 {high:seconds}；实际 {took:seconds}（{error:signed}）：失信",
    ),
    "told in vain": Said(
        "was told {low:number} to {high:seconds}; it never was his turn",
        "曾告知 {low:number} 至 {high:seconds}；一直没有轮到",
    ),
    "leg": Said("leg of {who:name}: {parts:clauses}", "{who:name} 的线路：{parts:clauses}"),
    "leg part": Said("{what:name} at +{after:seconds}", "{what:name}（+{after:seconds}）"),
    "caller's leg": Said("leg of the caller: {parts:clauses}", "来电者的线路：{parts:clauses}"),
    "sent on": Said("sent on to {to:name} by {by:name}", "由 {by:name} 转接到 {to:name}"),
    "gaps": Said(
        "not seen for {seconds:seconds}: the times may miss something", "有 {seconds:seconds}没有看到：时间可能有遗漏"
    ),
    "sums": Said(
        "{outcome:name}: waited {waited:seconds}, talked {talked:seconds}, held {held:seconds}",
        "{outcome:name}：等待 {waited:seconds}，通话 {talked:seconds}，保持 {held:seconds}",
    ),
}

OUTCOMES: Mapping[str, Said] = {
    "ACCEPTED": Said("accepted", "已接听"),
    "DECLINED": Said("declined", "未接"),
    "EXPIRED": Said("expired", "超时"),
    "WITHDRAWN": Said("withdrawn", "已撤回"),
    Outcome.IN_PROGRESS: Said("in progress", "进行中"),
    Outcome.TRANSFERRED: Said("transferred", "已转出"),
    Outcome.SERVED: Said("served", "已接待"),
    Outcome.ABANDONED: Said("abandoned", "已放弃"),
    Outcome.TURNED_AWAY: Said("turned away", "被谢绝"),
    Outcome.CALLBACK: Said("left for a callback", "改为回拨"),
    Outcome.MESSAGE: Said("left a message", "已留言"),
    Outcome.NOT_REACHED: Said("not reached", "未接通"),
    Outcome.CONSULTATION: Said("a question about a caller", "内部咨询"),
    Outcome.FAILED: Said("failed", "失败"),
    Outcome.SELF_SERVED: Said("self-served", "自助完成"),
    Outcome.LEFT_IN_MENU: Said("left in menu", "在菜单中离开"),
}
REASONS: Mapping[str, Said] = {
    ACCEPTED: OUTCOMES["ACCEPTED"],
    **{
        words: Said(words, zh)
        for words, zh in (
            (CALLER_GONE[Leaving.HUNG_UP], "来电者已挂断"),
            (CALLER_GONE[Leaving.SERVED], "来电者已接待"),
            (CALLER_GONE[Leaving.MOVED], "来电者已去往别处"),
            (CALLER_GONE[Leaving.LOST], "通话丢失"),
            (NOT_FOUND, "重启后没有找到"),
            (NOT_THERE, "来电者或人员已不在"),
        )
    },
}
"""Why an offer was closed, where nobody refused it. A reason that is not among them is told as it is."""
LEGS: Mapping[str, Said] = {
    "rang": Said("rang", "振铃"),
    "picked up": Said("picked up", "摘机"),
    "connected": Said("joined", "接通"),
    "ended": Said("ended", "结束"),
}
