"""The sentences in which a caller's patience is told, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "who": "{number}: class {segment}",
        "who under": "{number}: class {segment}, under announcements {schedule}",
        "no class": "(none)",
        "version": "hazard of the class: version {version}, learnt {at}",
        "cold": "nothing was learnt yet: the hazard is the one that every centre begins with",
        "counts": "his own counts, faded to today: {hang_ups:.2f} hang-ups + {complaints:.2f} complaints"
        " in an exposure of {exposure:.2f} ({waits} waits)",
        "limit": "a limit of {limit:.0f} s was stated: it wins over what was learnt",
        "belief": "the class has a {prior_a:.2f}, b {prior_b:.2f}; with his own hang-ups and exposure: a {a:.2f}, b {b:.2f}",
        "median": "half of such callers leave within {median:.0f} s",
        "head": "  within   leave   of his class",
        "none": "none of his calls in the store counts",
        "calls": "the calls that count:",
        "last calls": "the calls that count, the last {many}:",
        "hung up": "hung up",
        "stayed": "no hang-up",
        "complained": ", complained: +{complaints:.2f}",
        "call": "  {at}  {queue:<12} waited {seconds:>5.0f} s, {end}; counts {weight:.0%}:"
        " +{hang_ups:.2f} hang-ups, +{exposure:.2f} exposure",
    }
)
CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "who": "{number}：类别 {segment}",
        "who under": "{number}：类别 {segment}，播报方式 {schedule}",
        "no class": "（无）",
        "version": "该类别的风险曲线：第 {version} 版，学习于 {at}",
        "cold": "尚未学习：使用每个中心起步时的风险曲线",
        "counts": "他本人的计数（已衰减到今天）：挂断 {hang_ups:.2f} + 投诉 {complaints:.2f}，"
        "累计暴露 {exposure:.2f}（{waits} 次等待）",
        "limit": "已声明的等待上限 {limit:.0f} 秒：优先于学到的结果",
        "belief": "该类别 a {prior_a:.2f}，b {prior_b:.2f}；加上他本人的挂断与暴露：a {a:.2f}，b {b:.2f}",
        "median": "这样的来电者有一半在 {median:.0f} 秒内离开",
        "head": "  时限     离开    同类离开",
        "none": "库中没有可计入的来电",
        "calls": "计入的来电：",
        "last calls": "计入的来电（最近 {many} 次）：",
        "hung up": "挂断",
        "stayed": "未挂断",
        "complained": "，投诉 +{complaints:.2f}",
        "call": "  {at}  {queue:<12} 等待 {seconds:>5.0f} 秒，{end}；权重 {weight:.0%}："
        "挂断 +{hang_ups:.2f}，暴露 +{exposure:.2f}",
    }
)
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({"en": ENGLISH, "zh": CHINESE})
