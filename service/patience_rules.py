"""What the settings say of patience: what counts as a complaint, which limits are stated, when it is learnt anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from acd.learning import Wait
from acd.personal import DAY, Learning
from acd.queues import Words
from calls.profile import Profile
from service.config import Settings
from store.waits import WaitRow


@dataclass(frozen=True, slots=True)
class PatienceRules:
    """`scenarios` begin the ids of those that are complaints, `queues` take nothing but complaints. Limits are seconds.

    `history` (s) and `at_most` bound the calls that are learnt from; `learn_at` is the clock of `zone`.
    """

    learning: Learning = Learning()
    scenarios: tuple[str, ...] = ("complaint",)
    queues: tuple[str, ...] = ()
    class_limits: Mapping[str, float] = field(default_factory=dict)
    queue_limits: Mapping[str, float] = field(default_factory=dict)
    history: float = 365 * DAY
    at_most: int = 500_000
    learn_at: time = time(3, 30)
    zone: tzinfo = UTC

    def wait(self, row: WaitRow) -> Wait:
        """The wait as patience is learnt from it. Whom we called did not wait; who asks about a caller, not for himself."""
        complaint = row.low or row.complained or row.queue in self.queues or row.scenario.startswith(self.scenarios)
        his_own = not (row.called_back or row.asked_for)
        seconds, hung_up = row.seconds if his_own else 0.0, row.hung_up and his_own
        return Wait(row.number, row.segment, row.schedule, seconds, hung_up, row.at, complaint)

    def limit(self, profile: Profile, queue: str) -> float | None:
        """The limit that was stated for him: by himself, else the shorter one of his class and of the queue."""
        if profile.wait_limit is not None and profile.wait_limit > 0:
            return profile.wait_limit
        stated = (self.class_limits.get(profile.segment), self.queue_limits.get(queue))
        return min((limit for limit in stated if limit is not None), default=None)

    def next_learning(self, now: float) -> float:
        """The next moment of learning after `now`; a night without that hour learns an hour later."""
        today = datetime.fromtimestamp(now, self.zone).date()
        moments = (datetime.combine(today + timedelta(days=days), self.learn_at, self.zone) for days in range(3))
        return next(moment.timestamp() for moment in moments if moment.timestamp() > now)


def patience_rules(settings: Settings) -> PatienceRules:
    """The rules that the settings say."""
    said = settings.patience
    learning = Learning(
        said.half_life_days * DAY, said.complaint_after, said.complaint_weight, said.complaint_within_days * DAY
    )
    return PatienceRules(
        learning,
        tuple(prefix for prefix in said.complaint_scenarios if prefix),
        said.complaint_queues,
        said.class_limits,
        said.queue_limits,
        said.history_days * DAY,
        said.at_most,
        said.learns,
        ZoneInfo(settings.centre.zone),
    )


def schedule_of(words: Words) -> str:
    """The name of an announcement schedule: seconds to the first word, between two, and what is told (place, wait)."""
    told = ("p" if words.position else "") + ("w" if words.wait else "")
    return f"{words.first:g}-{words.every:g}{told}"
