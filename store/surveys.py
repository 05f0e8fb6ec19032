"""What callers answered in surveys, summed up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from sqlalchemy import select

from calls.happenings.leaving import NO_ANSWER, Rated
from store.database import Database
from store.rows import entry_of
from store.schema import journal

PROMOTER, DETRACTOR, HIGHEST = 9, 6, 10
"""Who gives at least 9 recommends us; who gives at most 6 warns against us (Reichheld, Harvard Business Review, 12/2003)."""


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One question of one survey. `response` is answered / asked; `mean` and `nps` are None where nobody answered.

    `nps` = share of 9-10 minus share of 0-6 of the answers, in points from -100 to 100, for scores that go up to 10.
    """

    survey: str
    question: str
    asked: int
    answered: int
    low: int
    response: float
    mean: float | None
    nps: float | None


class Surveys:
    """Reads answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def summary(self, since: float = 0.0, survey: str = "") -> list[SurveyRow]:
        """Every question that was asked since then, by survey. Raises StoreUnusable."""
        rated = select(journal).where(journal.c.kind == Rated.__name__, journal.c.at >= since)
        async with self._database.reading() as connection:
            rows = [entry_of(row) for row in await connection.execute(rated.order_by(journal.c.call, journal.c.seq))]
        answers: dict[tuple[str, str, str], Rated] = {}
        for entry in rows:
            if entry is not None and isinstance(entry.what, Rated) and survey in ("", entry.what.survey):
                # The last word counts: the asking itself is written before its answer.
                answers[entry.call, entry.what.survey, entry.what.question] = entry.what
        return summed_up(answers.values())


def summed_up(answers: Iterable[Rated]) -> list[SurveyRow]:
    """One row a question, by survey and question; one answer a caller and question."""
    by_question: dict[tuple[str, str], list[Rated]] = defaultdict(list)
    for answer in answers:
        by_question[answer.survey, answer.question].append(answer)
    return [_row(survey, question, all_of) for (survey, question), all_of in sorted(by_question.items())]


def _row(survey: str, question: str, asked: list[Rated]) -> SurveyRow:
    scores = [each.score for each in asked if each.score != NO_ANSWER]
    low = sum(each.low for each in asked)
    answered = sum(each.score != NO_ANSWER or bool(each.words) for each in asked)
    mean = fmean(scores) if scores else None
    nps = net_promoter_score([each.score for each in asked if each.score != NO_ANSWER and each.of == HIGHEST])
    return SurveyRow(survey, question, len(asked), answered, low, answered / len(asked), mean, nps)


def net_promoter_score(scores: list[int]) -> float | None:
    """100 x (promoters - detractors) / answers; None without answers."""
    if not scores:
        return None
    promoters = sum(score >= PROMOTER for score in scores)
    detractors = sum(score <= DETRACTOR for score in scores)
    return 100.0 * (promoters - detractors) / len(scores)
