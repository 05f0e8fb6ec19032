"""How a talk may have ended: what a centre writes, and what is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from service.config_desk import DeskSettings
from service.desks.dispositions import Dispositions
from service.desks.pauses import reasons_of


def test_the_list_as_it_is() -> None:
    choices = Dispositions.of(DeskSettings()).choices()
    assert [each.id for each in choices if each.complaint] == ["complaint"]
    assert choices[0].label == {"en": "Resolved", "zh": "已解决"}


def test_a_list_of_ones_own() -> None:
    own = DeskSettings(dispositions=("sold: 成交/Sold", "angry: 不满 / Angry"), complaints=("angry",))
    assert dict(own.words) == {"sold": {"en": "Sold", "zh": "成交"}, "angry": {"en": "Angry", "zh": "不满"}}


@pytest.mark.parametrize(
    "wrong",
    [
        {"dispositions": ()},
        {"dispositions": ("Resolved",)},
        {"dispositions": ("a: 一 / A", "a: 二 / B"), "complaints": ()},
        {"complaints": ("nonsense",)},
        {"pauses": ()},
        {"pauses": ("lunch",)},
        {"pauses": ("a: 一 / A", "a: 二 / B")},
    ],
)
def test_what_is_no_list_is_refused(wrong: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ValidationError):
        DeskSettings(**wrong)


def test_reasons_for_a_pause() -> None:
    usual = reasons_of(DeskSettings())
    assert {"break", "lunch", "paused by phone"} <= {each.name for each in usual}, "the words of the star codes"
    own = reasons_of(DeskSettings(pauses=("prayer: 祷告 / Prayer", "back office: 后台 / Back office")))
    assert [each.name for each in own] == ["prayer", "back office"]
    assert own[1].label == {"en": "Back office", "zh": "后台"}
