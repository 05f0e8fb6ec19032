"""Chinese text to Kokoro's phonemes: words, their pinyin with tone sandhi, then signs with tone arrows.

The tables are those Kokoro was trained with (misaki, Apache-2.0; IPA after Duanmu 2007 and Lin 2007).
"""

from __future__ import annotations

import re

from prompts.engines.port import needs

_INITIAL_TABLE = """
b p   c ʦʰ   ch ꭧʰ   d t   f f   g k   h x   j ʨ   k kʰ   l l   m m   n n   p pʰ   q ʨʰ   r ɻ   s s   sh ʂ   t tʰ   x ɕ
z ʦ   zh ꭧ
"""
_FINAL_TABLE = """
a a0     ai ai0    an a0n     ang a0ŋ    ao au0     e ɤ0     ei ei0    en ə0n    eng ə0ŋ    er ɚ0     i i0
ia ja0   ian jɛ0n  iang ja0ŋ  iao jau0   ie je0     in i0n   iou jou0  ing i0ŋ   iong jʊ0ŋ  ong ʊ0ŋ   ou ou0
u u0     uei wei0  ua wa0     uai wai0   uan wa0n   uen wə0n uang wa0ŋ ueng wə0ŋ uo wo0     o wo0     ü y0
üe ɥe0   üan ɥɛ0n  ün y0n
"""
"""Pinyin, then the sound; 0 is where the tone goes."""


def _table(written: str) -> dict[str, str]:
    words = written.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_INITIALS, _FINALS = _table(_INITIAL_TABLE), _table(_FINAL_TABLE)
_AFTER_SIBILANT = "ɨ0"
_SIBILANTS = {"zh", "ch", "sh", "r", "z", "c", "s"}
_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}
_MARKS = str.maketrans({"，": ", ", "、": ", ", "。": ". ", "！": "! ", "？": "? ", "：": ": ", "；": "; "})
_CHINESE = re.compile(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+")


def phonemes(text: str) -> str:
    """Kokoro's phonemes for Chinese text. Punctuation stays: it makes the pauses."""
    return "".join(_piece(piece) for piece in _CHINESE.findall(text)).strip()


def syllable(pinyin: str) -> str:
    """One syllable such as `ni3`, `shi4` or `nü3`, as phonemes."""
    convert = needs("pypinyin.contrib.tone_convert", "pypinyin")
    plain, tone = pinyin[:-1], _TONES[pinyin[-1]]
    if plain == "er":
        return _FINALS["er"].replace("0", tone)
    initial = convert.to_initials(plain, strict=True)
    final = convert.to_finals(plain, strict=True, v_to_u=True)
    ending = _AFTER_SIBILANT if final == "i" and initial in _SIBILANTS else _FINALS[final]
    return _INITIALS.get(initial, "") + ending.replace("0", tone)


def _piece(piece: str) -> str:
    if not "\u4e00" <= piece[0] <= "\u9fff":
        return piece.translate(_MARKS)
    words = needs("jieba", "jieba").lcut(piece)
    return " ".join(_word(word) for word in words)


def _word(word: str) -> str:
    pypinyin = needs("pypinyin", "pypinyin")
    style = pypinyin.Style.TONE3
    spoken = pypinyin.lazy_pinyin(word, style, neutral_tone_with_five=True, tone_sandhi=True, v_to_u=True)
    return "".join(syllable(pinyin) for pinyin in spoken)
