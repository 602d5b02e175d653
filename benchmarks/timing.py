"""Timing side by side: every round runs all contestants, in a new order."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Time:
    """Seconds: the median of all rounds, and the quickest."""

    median: float
    minimum: float


def side_by_side(
    contestants: Mapping[str, Callable[[], object]], rounds: int, each: int = 1
) -> dict[str, Time]:
    """The time of each contestant, divided by `each`, the number of things one call does."""
    order = list(contestants)
    taken: dict[str, list[float]] = {name: [] for name in order}
    shuffle = Random(1).shuffle
    for name in order:  # once untimed: caches fill, imports happen
        contestants[name]()
    for _ in range(rounds):
        shuffle(order)
        for name in order:
            gc.collect()
            start = perf_counter()
            contestants[name]()
            taken[name].append((perf_counter() - start) / each)
    return {name: Time(median(taken[name]), min(taken[name])) for name in contestants}
