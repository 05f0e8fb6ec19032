"""Sounds: a prompt in the nearest language there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.sounds import Sounds


class Shelf:
    """Some prompts in some languages."""

    def __init__(self, *there: str) -> None:
        self.there = there

    def has(self, prompt: str, language: str) -> bool:
        return f"{language}/{prompt}" in self.there

    def sound(self, prompt: str, language: str) -> Path:
        assert self.has(prompt, language)
        return Path(f"/{language}/{prompt}.wav")


@pytest.mark.parametrize(
    ("language", "prompts", "files"),
    [
        ("en", ("greeting",), ["/en/greeting.wav"]),
        ("en", ("only_zh",), ["/zh/only_zh.wav"]),
        ("fr", ("greeting",), ["/zh/greeting.wav"]),
        ("", ("greeting",), ["/zh/greeting.wav"]),
        ("en", ("nowhere", "greeting", "only_zh"), ["/en/greeting.wav", "/zh/only_zh.wav"]),
        ("en", (), []),
    ],
)
def test_a_prompt_is_found_in_the_nearest_language(language: str, prompts: tuple[str, ...], files: list[str]) -> None:
    sounds = Sounds(Shelf("zh/greeting", "en/greeting", "zh/only_zh"), ["zh", "en"])
    assert [str(file) for file in sounds.of(language, *prompts)] == files


def test_new_prompts_are_used_at_once() -> None:
    sounds = Sounds(Shelf("zh/greeting"), ["zh"])
    sounds.replace(Shelf("en/greeting"), ["en"])
    assert sounds.of("zh", "greeting") == [Path("/en/greeting.wav")]
