"""Scores by day, taken together in weeks: how many days were told, the mean and the median."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from statistics import fmean, median

import msgspec

LEAST_DAYS = 3
"""So many days must be told before a week has a mean."""
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


class Week(msgspec.Struct, frozen=True):
    """Seven days, both ends included, and what was told in them: how many days, mean and median.

    Both are None with fewer than `LEAST_DAYS` days told.
    """

    first: date
    last: date
    told: int
    mean: float | None
    median: float | None


def week_means(scores: Mapping[date, float], first: date, last: date) -> tuple[Week, ...]:
    """The time in weeks counted back from `last`, oldest first; the first may be cut short."""
    ends = [last - WEEK * count for count in range((last - first).days // 7 + 1)]
    return tuple(_week(scores, max(first, end - WEEK + DAY), end) for end in reversed(ends))


def first_and_last_week(scores: Mapping[date, float]) -> tuple[Week | None, Week | None]:
    """From the first day told on, and up to the last one; None for both when they would overlap."""
    if not scores:
        return None, None
    begins, ends = min(scores), max(scores)
    if begins + WEEK > ends - WEEK + DAY:
        return None, None
    return _week(scores, begins, begins + WEEK - DAY), _week(scores, ends - WEEK + DAY, ends)


def _week(scores: Mapping[date, float], first: date, last: date) -> Week:
    return figures(first, last, [score for on, score in scores.items() if first <= on <= last])


def figures(first: date, last: date, told: list[float]) -> Week:
    """The figures of the scores `told` between these days."""
    if len(told) < LEAST_DAYS:
        return Week(first, last, len(told), None, None)
    return Week(first, last, len(told), fmean(told), float(median(told)))


def mean_of(values: Iterable[float]) -> float | None:
    """The mean; None of nothing."""
    listed = list(values)
    return fmean(listed) if listed else None
