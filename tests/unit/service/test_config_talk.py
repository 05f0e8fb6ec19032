"""Settings of conversations."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from service.config_talk import TalkSettings
from service.holding import HoldRules
from service.talk_codes import TalkCodes


def test_the_defaults_are_those_of_the_rooms() -> None:
    assert (TalkSettings().codes, TalkSettings().hold) == (TalkCodes(), HoldRules())


@pytest.mark.parametrize("code", ["1", "*", "*a", "**1", "*1234", "#1", "*１"])
def test_a_code_is_a_star_and_digits(code: str) -> None:
    with pytest.raises(ValidationError):
        TalkSettings(back=code)


@pytest.mark.parametrize("codes", [("*1", "*1", ""), ("*1", "*12", "*3"), ("*99", "*2", "*9"), ("*7", "*2", "")])
def test_no_code_begins_another(codes: tuple[str, str, str]) -> None:
    with pytest.raises(ValidationError, match="no code may begin another"):
        TalkSettings(back=codes[0], add=codes[1], mark=codes[2])


def test_codes_may_be_off() -> None:
    assert TalkSettings(back="", add="", mark="").codes == TalkCodes("", "", "")
