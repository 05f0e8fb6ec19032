"""From waits to a model and to each caller's counts: who gets a class of his own, what is forgotten, what a complaint does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from acd.learning import FEWEST_HANG_UPS, LONGEST, Wait, after, learn
from acd.patience import ANYBODY, COLD, PatienceModel, survival, under
from acd.personal import DAY, NO_COUNTS, Counts, Learning, with_counts

NOW = 1.79e9
RULES = Learning()


def crowd(segment: str, mean: float, many: int = 1500, schedule: str = "", seed: int = 1) -> list[Wait]:
    """Callers of a class, six waits each, of their own patience, who are answered after 60 s on average."""
    draw = np.random.default_rng(seed)
    factor = np.repeat(draw.gamma(2.0, 0.5, many // 6), 6)
    patience, answer = draw.exponential(mean / factor), draw.exponential(60, many)
    return [
        Wait(
            f"139{seed:02}{place // 6:06}",
            segment,
            schedule,
            float(min(patience[place], answer[place])),
            bool(patience[place] < answer[place]),
            NOW - 10 * DAY + place,
        )
        for place in range(many)
    ]


def test_each_class_has_the_hazard_of_its_own_waits() -> None:
    learnt = learn([*crowd("vip", 300, seed=1), *crowd("low", 40, seed=2)], RULES, NOW)
    vip, low = learnt.model.baseline("vip"), learnt.model.baseline("low")
    assert vip.hazard.at(60) == pytest.approx(60 / 300, rel=0.25)
    assert low.hazard.at(60) == pytest.approx(60 / 40, rel=0.25)
    assert vip.hazard.at(60) < learnt.model.baseline("any other").hazard.at(60) < low.hazard.at(60)
    assert learnt.waits["vip"] == 1500


def test_announcement_schedules_are_learnt_apart() -> None:
    waits = [*crowd("vip", 300, schedule="8-40", seed=1), *crowd("vip", 60, schedule="20-20", seed=2)]
    model = learn(waits, RULES, NOW).model
    assert model.baseline(under("vip", "8-40")).hazard.at(60) == pytest.approx(0.2, rel=0.25)
    assert model.baseline(under("vip", "20-20")).hazard.at(60) == pytest.approx(1.0, rel=0.25)
    assert 0.2 < model.baseline("vip").hazard.at(60) < 1.0


def test_a_class_under_its_only_schedule_is_learnt_once() -> None:
    model = learn(crowd("vip", 100, schedule="8-40"), RULES, NOW).model
    assert set(model.baselines) == {ANYBODY, "vip"}
    assert model.baseline(under("vip", "8-40")) is model.baselines["vip"]


def test_a_cold_start_has_the_same_prior_for_everybody() -> None:
    model = learn([], RULES, NOW).model
    assert model.baseline("vip") is COLD
    assert model.baseline(ANYBODY) is COLD


def test_a_class_with_few_hang_ups_is_reckoned_as_anybody() -> None:
    few = [replace(wait, hung_up=place < FEWEST_HANG_UPS - 1) for place, wait in enumerate(crowd("new", 100, 300))]
    model = learn([*crowd("low", 40, seed=2), *few], RULES, NOW).model
    assert model.baseline("new") is model.baseline(ANYBODY)


def test_the_counts_of_a_caller_are_those_of_his_calls_one_by_one() -> None:
    waits = crowd("vip", 120)
    learnt = learn(reversed(waits), RULES, NOW)
    number = waits[0].number
    one_by_one = NO_COUNTS
    for wait in waits:
        if wait.number == number:
            one_by_one = after(one_by_one, wait, learnt.model, RULES)
    assert learnt.counts[number] == one_by_one
    assert one_by_one.waits == 6


def test_who_always_hangs_up_early_is_told_from_who_waits_patiently() -> None:
    crowd_waits = crowd("vip", 120)
    early = [Wait("13800000001", "vip", "", 8.0, True, NOW - place * DAY) for place in range(4)]
    long = [Wait("13800000002", "vip", "", 200.0, False, NOW - place * DAY) for place in range(4)]
    learnt = learn([*crowd_waits, *early, *long], RULES, NOW)
    baseline = learnt.model.baseline("vip")

    def stays(number: str) -> float:
        return survival(with_counts(baseline, "vip", learnt.counts[number]), baseline.hazard, 60.0)

    assert stays("13800000001") < 0.4 < 0.75 < stays("13800000002")


def test_hidden_numbers_have_no_counts_but_make_the_hazard() -> None:
    hidden = [replace(wait, number="") for wait in crowd("", 100)]
    learnt = learn(hidden, RULES, NOW)
    assert not learnt.counts
    assert learnt.model.baseline(ANYBODY) is not COLD


def test_a_complaint_call_is_laid_to_the_long_wait_before() -> None:
    waits = [
        Wait("1", "vip", "", 45.0, False, NOW - 2 * DAY),
        Wait("1", "vip", "", 5.0, False, NOW - DAY, complaint=True),
        Wait("1", "vip", "", 5.0, False, NOW, complaint=True),
    ]
    counts = learn(waits, RULES, NOW).counts["1"]
    assert counts.complaints == pytest.approx(RULES.complaint_weight, rel=0.01)
    assert counts.waits == 3


def test_a_complaint_without_a_wait_is_no_wait() -> None:
    counts = after(NO_COUNTS, Wait("1", "", "", 0.0, False, NOW, complaint=True), PatienceModel(), RULES)
    assert counts == NO_COUNTS


def test_a_phone_off_the_hook_does_not_count_for_days() -> None:
    counts = after(NO_COUNTS, Wait("1", "", "", 1e6, False, NOW), PatienceModel(), RULES)
    assert counts.exposure == pytest.approx(COLD.hazard.at(LONGEST))


def test_who_has_not_called_for_years_is_forgotten() -> None:
    old = Wait("1", "", "", 60.0, True, NOW - 6 * 365 * DAY)
    fresh = Wait("2", "", "", 60.0, True, NOW - DAY)
    assert set(learn([old, fresh], RULES, NOW).counts) == {"2"}
    assert isinstance(learn([fresh], RULES, NOW).counts["2"], Counts)


def test_progress_is_told_to_the_end() -> None:
    seen: list[tuple[str, int, int]] = []
    learn(crowd("vip", 100), RULES, NOW, lambda step, done, total: seen.append((step, done, total)))
    last = {step: (done, total) for step, done, total in seen}
    assert set(last) == {"hazards of classes", "counts of callers"}
    assert all(done == total for done, total in last.values())
