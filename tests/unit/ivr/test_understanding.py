"""Accept, ask back, or not understood."""

from __future__ import annotations

import pytest

from calls.speech import Guess, Recognised
from ivr.understanding import DEFAULTS, Accept, Confirm, Reject, Thresholds, judge, thresholds_for

LIMITS = Thresholds(0.8, 0.5)


def said(*confidences: float) -> Recognised:
    return Recognised("x", tuple(Guess(str(number), "x", sure) for number, sure in enumerate(confidences)))


def test_by_two_thresholds() -> None:
    best = Guess("0", "x", 0.8)
    assert judge(said(0.8, 0.1), LIMITS) == Accept(best)
    assert judge(said(0.79), LIMITS) == Confirm(Guess("0", "x", 0.79))
    assert judge(said(0.5), LIMITS) == Confirm(Guess("0", "x", 0.5))
    assert judge(said(0.49), LIMITS) == Reject(Guess("0", "x", 0.49))
    assert judge(said(), LIMITS) == Reject(None)


@pytest.mark.parametrize(("accept", "confirm"), [(0.5, 0.6), (1.1, 0.5), (0.5, 0.0), (float("nan"), 0.5)])
def test_thresholds_that_make_no_sense_are_refused(accept: float, confirm: float) -> None:
    with pytest.raises(ValueError, match="does not hold"):
        Thresholds(accept, confirm)


def test_each_language_has_its_own() -> None:
    assert thresholds_for("zh") is DEFAULTS["zh"]
    assert thresholds_for("de") is DEFAULTS["en"]
