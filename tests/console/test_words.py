"""The words of the pages: the same in both languages, each of them used, and none written elsewhere."""

from __future__ import annotations

import re

import pytest

from tests.console.web import markup, sources, words

ZH, EN = words("zh"), words("en")
PLACES = re.compile(r"\{(\w+)\}")
LITERAL = re.compile(r"""["'`]([a-z_]+\.[\w.]+)["'`]""")
BUILT = re.compile(r"`([a-z_]+\.[\w.]*)\$\{")
ASKED = re.compile(r"""\bt\(\s*["']([a-z_]+\.[\w.]+)["']""")
TAG = re.compile(r"""<(/?)([\w:.-]+)((?:\s+[^\s=>/"']+(?:=(?:"[^"]*"|'[^']*'|[^\s>"']*))?)*)\s*/?>""")
READ_OUT = re.compile(r"""\b(?:title|label|alt|placeholder(?!="[a-z0-9:/., _-]+")|aria-label|hint|text)="([^"]*)\"""")
LETTERS = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]")
NAMES = re.compile(r"hotline(\.toml)?|((Ctrl|Alt|Shift)( |$))+\S*|中文|English|\.ics")
"""The same in every language: names, and keys of the keyboard."""


def test_both_languages_say_the_same_things() -> None:
    assert set(ZH) == set(EN)
    assert not [key for key in ZH if set(PLACES.findall(ZH[key])) != set(PLACES.findall(EN[key]))]
    assert not [key for key, text in (ZH | EN).items() if not text.strip()]


def test_every_text_is_used_somewhere() -> None:
    text = "\n".join(path.read_text("utf-8") for path in sources(".svelte", ".ts"))
    literal, prefixes = set(LITERAL.findall(text)), tuple(set(BUILT.findall(text)))
    assert not [key for key in ZH if key not in literal and not key.startswith(prefixes)]


def test_every_text_that_is_asked_for_is_there() -> None:
    text = "\n".join(path.read_text("utf-8") for path in sources(".svelte", ".ts"))
    assert not sorted(set(ASKED.findall(text)) - set(ZH))


@pytest.mark.parametrize("path", list(sources(".svelte")), ids=lambda path: path.stem)
def test_no_text_stands_in_a_component(path) -> None:  # type: ignore[no-untyped-def]  # a parameter of pytest's
    html = markup(path.read_text("utf-8"))
    shown = re.sub(r"<(kbd|code)\b.*?</\1>", " ", html, flags=re.S)
    texts = [part.strip() for part in re.split(r"<[^>]*>", shown)]
    said = [found for tag in TAG.finditer(shown) for found in READ_OUT.findall(tag[3])]
    assert not [one for one in (*texts, *said) if LETTERS.search(one) and not NAMES.fullmatch(one)]
