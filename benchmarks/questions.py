"""How many screens and answers until it is settled how urgent it is.

Three ways to ask the same simulated women (see `women`):

- the interview: `next_screen` until no urgency screen is left;
- a fixed form: every urgency screen in its order, each followed by the detail screens it opened;
- hindsight: the fewest screens that settle the same urgency for someone who knows all answers
  beforehand. Nobody can ask like that; it is the limit.

Run alone: ``python benchmarks/questions.py [COUNT]``.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from multiprocessing import Pool
from statistics import mean, median
from typing import Any

from women import Woman, answer, answer_to, load_once, women

from carrywell.assessment.answers import settle
from carrywell.assessment.decide import Decision, decide
from carrywell.assessment.interview import next_screen
from carrywell.conditions.interpreter import truth
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import Screen

SEED = 2026
MOST_TRIES = 600
"""Subsets tried for one woman in hindsight; then the interview's own count stands as the limit."""


@dataclass(frozen=True)
class Asked:
    """One woman asked in one way.

    `recognised`: the screen after which an emergency was certain. `told`: the screen after which it
    was certain that she must at least ring now.
    """

    screens: int
    answers: int
    recognised: int | None
    told: int | None


@dataclass(frozen=True)
class Case:
    """One woman asked in all three ways. `capped`: hindsight gave up looking for fewer screens."""

    urgency: str
    settled: bool
    interview: Asked
    fixed: Asked
    hindsight: int
    capped: bool


def measure(count: int, processes: int = 2) -> dict[str, dict[str, dict[str, float]]]:
    """The table: group, then way of asking, then figure. Shows progress on stderr."""
    cases: list[Case] = []
    with Pool(processes) as pool:
        for case in pool.imap(ask, women(count, SEED), chunksize=50):
            cases.append(case)
            if len(cases) % 100 == 0 or len(cases) == count:
                print(f"\rquestions: {len(cases)} of {count} women", end="", file=sys.stderr)
    print(file=sys.stderr)
    return summary(cases)


def ask(woman: Woman) -> Case:
    """One woman in all three ways."""
    compiled = load_once()
    interview, decision = _interview(compiled, woman)
    screens = list(_opened(compiled, woman))
    fewest, capped = _hindsight(compiled, woman, screens, decision, interview.screens)
    return Case(
        urgency=decision.floor,
        settled=decision.floor == decision.ceiling,
        interview=interview,
        fixed=_fixed(compiled, woman, screens),
        hindsight=fewest,
        capped=capped,
    )


def _interview(compiled: Compiled, woman: Woman) -> tuple[Asked, Decision]:
    given: Woman = {}
    floors: list[str] = []
    while True:
        settled = settle(compiled, given)
        decision = decide(compiled, settled)
        floors.append(decision.floor)
        screen = next_screen(compiled, settled, decision)
        if screen is None or screen.purpose != "urgency":
            return _asked(floors, len(given)), decision
        for question in screen.questions:
            waits = question.only_if
            if waits is None or given.get(waits[0]) == waits[1]:
                given[question.finding] = answer(question, woman)


def _opened(compiled: Compiled, woman: Woman) -> Iterator[Screen]:
    """The urgency screens in order, each with the detail screens her answers open."""
    content = compiled.content
    details = {one.details_of: one for one in content.screens if one.details_of}
    for screen in content.screens:
        if screen.purpose == "urgency":
            yield screen
            for name in screen.asks:
                if name in details and answer_to(compiled, name, woman):
                    yield details[name]


def _answers(compiled: Compiled, woman: Woman, screens: Iterable[Screen]) -> Woman:
    """Her answers to everything on these screens that applies to her."""
    facts = compiled.derive({name: value for name, value in woman.items() if value is not None})
    asked: Woman = {}
    for screen in screens:
        for name in screen.asks:
            guard = compiled.conditions.get(f"ask_when:{name}")
            if guard is None or truth(guard, facts) is True:
                asked[name] = answer_to(compiled, name, woman)
    return asked


def _fixed(compiled: Compiled, woman: Woman, screens: list[Screen]) -> Asked:
    asked: Woman = {}
    floors = [_decide(compiled, asked).floor]
    for screen in screens:
        asked |= _answers(compiled, woman, [screen])
        floors.append(_decide(compiled, asked).floor)
    return _asked(floors, len(asked))


def _asked(floors: list[str], answers: int) -> Asked:
    """`floors`: what was certain at the start and after each screen."""
    places = {level: place for place, level in reversed(list(enumerate(floors)))}
    recognised = places.get("emergency")
    told = [places[level] for level in ("urgent", "emergency") if level in places]
    return Asked(len(floors) - 1, answers, recognised, min(told, default=None))


def _hindsight(
    compiled: Compiled, woman: Woman, screens: list[Screen], wanted: Decision, known: int
) -> tuple[int, bool]:
    """The fewest screens that settle `wanted`, no more than `known`; whether the search was cut.

    A screen without which all the others together do not settle it is in every solution, so only
    the rest is tried, in sets of growing size.
    """
    answers = {one.id: _answers(compiled, woman, [one]) for one in screens}
    base_of = {
        one.id: base.id
        for one in screens
        if one.details_of
        for base in screens
        if one.details_of in base.asks
    }

    def settles(chosen: Sequence[str]) -> bool:
        if any(base_of.get(one, one) not in chosen for one in chosen):
            return False
        given = {name: value for one in chosen for name, value in answers[one].items()}
        found = _decide(compiled, given)
        return (found.floor, found.ceiling) == (wanted.floor, wanted.ceiling)

    names = [one.id for one in screens]
    needed = [one for one in names if not settles(_without(names, one, base_of))]
    optional = [one for one in names if one not in needed]
    tries = 0
    for size in range(known - len(needed)):
        for more in combinations(optional, size):
            tries += 1
            if tries > MOST_TRIES:
                return known, True
            if settles([*needed, *more]):
                return len(needed) + size, False
    return known, False


def _without(names: list[str], one: str, base_of: dict[str, str]) -> list[str]:
    return [name for name in names if name != one and base_of.get(name) != one]


def _decide(compiled: Compiled, given: Woman) -> Decision:
    return decide(compiled, settle(compiled, given))


def summary(cases: list[Case]) -> dict[str, dict[str, dict[str, float]]]:
    """Figures by group of women and way of asking."""
    groups: dict[str, Callable[[Case], bool]] = {
        "everyone": lambda _: True,
        "self-care answers": lambda case: case.urgency == "routine",
        "soon": lambda case: case.urgency == "soon",
        "urgent": lambda case: case.urgency == "urgent",
        "emergencies": lambda case: case.urgency == "emergency",
    }
    table: dict[str, dict[str, dict[str, float]]] = {}
    for name, belongs in groups.items():
        chosen = [case for case in cases if belongs(case)]
        if not chosen:
            continue
        table[name] = {
            "women": {
                "count": len(chosen),
                "settled": sum(case.settled for case in chosen),
                "hindsight capped": sum(case.capped for case in chosen),
            },
            "interview screens": figures([case.interview.screens for case in chosen]),
            "fixed form screens": figures([case.fixed.screens for case in chosen]),
            "hindsight screens": figures([case.hindsight for case in chosen]),
            "interview answers": figures([case.interview.answers for case in chosen]),
            "fixed form answers": figures([case.fixed.answers for case in chosen]),
        }
        if name == "emergencies":
            ways = {
                "interview recognised by screen": [case.interview.recognised for case in chosen],
                "fixed form recognised by screen": [case.fixed.recognised for case in chosen],
                "interview told to ring or call by screen": [
                    case.interview.told for case in chosen
                ],
                "fixed form told to ring or call by screen": [case.fixed.told for case in chosen],
            }
            for way, places in ways.items():
                table[name][way] = figures([one for one in places if one is not None])
    return table


def figures(numbers: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and mean."""
    ordered = sorted(numbers)
    return {
        "median": median(ordered),
        "p95": ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))],
        "mean": mean(ordered),
    }


def show(table: dict[str, dict[str, dict[str, Any]]]) -> str:
    """The table as Markdown."""
    lines = ["| | median | p95 | mean |", "|---|---|---|---|"]
    for group, ways in table.items():
        women_in = ways["women"]
        lines.append(
            f"| **{group}**: {women_in['count']} women, {women_in['settled']} settled, "
            f"search cut short for {women_in['hindsight capped']} | | | |"
        )
        lines += [
            f"| {way} | {one['median']:g} | {one['p95']:g} | {one['mean']:.2f} |"
            for way, one in ways.items()
            if way != "women"
        ]
        ratio = ways["interview screens"]["mean"] / ways["hindsight screens"]["mean"]
        lines.append(f"| interview against hindsight, mean screens | | | {ratio:.2f}x |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(show(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)))
