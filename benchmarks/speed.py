"""Microseconds per decision: ours, hand-written, and general rule engines, on the same women."""

from collections.abc import Callable
from itertools import compress
from random import Random
from time import perf_counter
from typing import Any

from hand_tuned import hand_tuned
from hand_written import hand_written
from peers import PEERS, plain
from questions import SEED, figures
from timing import Time, side_by_side
from women import Woman, answer, women

from carrywell.assessment.answers import AnswerError, settle
from carrywell.assessment.assess import ask_next, assess
from carrywell.guideline.compiled import TRUE, UNDECIDED, Compiled

Facts = dict[str, Any]

IS_TRUE = bytes(code == TRUE for code in range(256))
IS_UNDECIDED = bytes(code == UNDECIDED for code in range(256))
UNKNOWN = 0.4

CODES = "Carrywell, derived findings and codes of the signs"
RULES = "Carrywell, rules and bounds"
ASSESS = "Carrywell, full assessment"
NEXT = "Carrywell, next screen"
WRITTEN = "hand-written, three-valued helpers"
TUNED = "hand-written for speed, truth as two bits"


def partly_answered(compiled: Compiled, count: int) -> list[Woman]:
    """Simulated women who have left out 40 % of the answers."""
    rng = Random(SEED)
    found: list[Woman] = []
    for whole in women(4 * count, SEED):
        partial = {name: value for name, value in whole.items() if rng.random() >= UNKNOWN}
        try:
            settle(compiled, partial)
        except AnswerError:  # what was left out made the rest contradict
            continue
        found.append(partial)
        if len(found) == count:
            break
    return found


def our_rules(compiled: Compiled) -> Callable[[Facts], tuple[str, str, list[str], list[str]]]:
    """The task of `hand_written`, done with the compiled guideline."""
    signs = compiled.signs
    names = [one.id for one in compiled.content.signs]
    levels = [one.urgency for one in compiled.content.signs]  # worst first

    def rules(facts: Facts) -> tuple[str, str, list[str], list[str]]:
        codes = signs(facts)
        worst, open_ = codes.find(TRUE), codes.find(UNDECIDED)
        floor = levels[worst] if worst >= 0 else "routine"
        ceiling = levels[open_] if 0 <= open_ < (worst if worst >= 0 else len(codes)) else floor
        fired = list(compress(names, codes.translate(IS_TRUE)))
        return floor, ceiling, fired, list(compress(names, codes.translate(IS_UNDECIDED)))

    return rules


def measure(compiled: Compiled, count: int, rounds: int) -> dict[str, Time]:
    """Seconds per decision of every contestant, after checking that all agree."""
    answers = partly_answered(compiled, count)
    facts = [settle(compiled, one).base for one in answers]
    values = [plain(compiled, one) for one in facts]
    rules = our_rules(compiled)
    contestants: dict[str, Callable[[], object]] = {
        CODES: lambda: [compiled.signs(one) for one in facts],
        RULES: lambda: [rules(one) for one in facts],
        WRITTEN: lambda: [hand_written(one) for one in facts],
        TUNED: lambda: [hand_tuned(one) for one in facts],
    }
    wrong = _disagreements(
        WRITTEN, [rules(one) for one in facts], [hand_written(one) for one in facts]
    )
    wrong += _disagreements(
        TUNED, [rules(one) for one in facts], [hand_tuned(one) for one in facts]
    )
    for make in PEERS:
        peer = make()
        peer.prepare(compiled)
        contestants[peer.name] = lambda peer=peer: [peer.run(one) for one in values]
        for known, value in zip(facts, values, strict=True):
            _, _, fired, undecided = rules(known)
            certain, possible = peer.run(value)
            if (certain, possible) != ({*fired}, {*fired, *undecided}):
                wrong.append(
                    f"{peer.name}: {certain ^ {*fired} or possible ^ {*fired, *undecided}}"
                )
    if wrong:
        raise SystemExit("the contestants do not agree:\n" + "\n".join(wrong[:10]))
    contestants[ASSESS] = lambda: [assess(compiled, one) for one in answers]
    contestants[NEXT] = lambda: [ask_next(compiled, one) for one in answers]
    return side_by_side(contestants, rounds, each=count)


def _disagreements(name: str, ours: list[Any], theirs: list[Any]) -> list[str]:
    found = []
    for (*bounds, fired, undecided), (*bounds2, fired2, undecided2) in zip(
        ours, theirs, strict=True
    ):
        differ = ({*fired} ^ {*fired2}) | ({*undecided} ^ {*undecided2})
        if differ or bounds != bounds2:
            found.append(f"{name}: {bounds} and {bounds2}, {sorted(differ)}")
    return found


def next_screen_times(compiled: Compiled, count: int) -> dict[str, float]:
    """Milliseconds of every choice of a next screen over whole interviews, plan included."""
    taken: list[float] = []
    for woman in women(count, SEED + 1):
        given: Woman = {}
        while True:
            start = perf_counter()
            screen = ask_next(compiled, given)
            taken.append((perf_counter() - start) * 1000)
            if screen is None:
                break
            for question in screen.questions:
                waits = question.only_if
                if waits is None or given.get(waits[0]) == waits[1]:
                    given[question.finding] = answer(question, woman)
    taken.sort()
    return {
        "choices": len(taken),
        "median": figures(taken)["median"],
        "p99": taken[int(0.99 * (len(taken) - 1))],
        "worst": taken[-1],
    }
