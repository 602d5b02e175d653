"""Takes apart 'the one, and not the other' where both were made alike: part against part.

Many claims compare one rule of two women: it never holds of the first and not of the second. The
two formulas have the same shape, so when each part of the first implies its twin in the second, the
whole does. The parts are small, however large the rule. Every step is sound: the formula implies
that some piece holds, so where no piece is possible it is not either. The other way round it need not
be: a part that can break its twin is asked again with all that stands around it (`put_back`).
"""

from collections.abc import Iterator

from carrywell.conditions.smt import Formula, Joined, every, negate

Pair = tuple[int, int]
"""Which formula holds and which does not, by their handles in Z3: the same for equal formulas."""


class Pairs:
    """The pieces of formulas, each once. `pieces` maps a pair to its formula."""

    def __init__(self) -> None:
        self.pieces: dict[Pair, Formula] = {}
        self._possible: set[Pair] = set()
        self._stands_for: dict[Pair, set[Pair]] = {}
        self._seen: set[Pair] = set()
        self._alive: list[Formula] = []  # a handle is used anew once its formula is gone

    def clear(self) -> None:
        """Starts anew; what was put back stays so."""
        self.pieces.clear()
        self._stands_for.clear()
        self._seen.clear()

    def put_back(self, pair: Pair) -> None:
        """Marks a piece as possible: from now on it is asked with what stands around it."""
        self._possible |= {pair, *self._stands_for.get(pair, ())}

    def take_apart(self, formula: Formula) -> Iterator[Formula]:
        """The parts of a formula that are not pairs; those that are go into `pieces`."""
        match formula:
            case bool():
                if formula:
                    yield True
            case Joined(kind="or", parts=parts):
                for one in parts:
                    yield from self.take_apart(one)
            case (
                Joined(kind="and", parts=(first, Joined(kind="not", parts=(second,))))
                | Joined(kind="and", parts=(Joined(kind="not", parts=(second,)), first))
            ):
                self._alive.append(formula)
                holds, fails = _without_not(first, second)
                if _pair(holds, fails) in self._possible:
                    yield formula
                else:
                    self._against(holds, fails)
            case _:
                yield formula

    def _against(self, holds: Formula, fails: Formula) -> None:
        pair = _pair(holds, fails)
        if pair in self._seen:
            return
        self._seen.add(pair)
        if _alike(holds, fails):
            for one, other in zip(holds.parts, fails.parts, strict=True):
                self._part(holds, fails, *_without_not(one, other))
        elif not _cannot_be(holds, fails):
            self.pieces[pair] = every((holds, negate(fails)))

    def _part(self, holds: Formula, fails: Formula, one: Formula, other: Formula) -> None:
        if _pair(one, other) not in self._possible:
            self._against(one, other)
            return
        # of 'and' one part fails while all hold; of 'or' one part holds while all fail
        if holds.kind == "and":
            fails_here, holds_here = other, holds
        elif holds.kind == "or":
            fails_here, holds_here = fails, one
        else:
            fails_here, holds_here = fails, holds
        wider = _pair(holds_here, fails_here)
        self.pieces[wider] = every((holds_here, negate(fails_here)))
        self._stands_for.setdefault(wider, set()).add(_pair(holds, fails))


def _without_not(holds: Formula, fails: Formula) -> tuple[Formula, Formula]:
    while _is_not(holds) and _is_not(fails):
        holds, fails = fails.parts[0], holds.parts[0]
    return holds, fails


def _is_not(formula: Formula) -> bool:
    return isinstance(formula, Joined) and formula.kind == "not"


def _pair(holds: Formula, fails: Formula) -> Pair:
    return _handle(holds), _handle(fails)


def _handle(formula: Formula) -> int:
    return int(formula) if isinstance(formula, bool) else int(formula.ast.value)


def _cannot_be(holds: Formula, fails: Formula) -> bool:
    return holds is False or fails is True or _handle(holds) == _handle(fails)


def _alike(one: Formula, other: Formula) -> bool:
    return (
        isinstance(one, Joined)
        and isinstance(other, Joined)
        and not (one.is_answer or other.is_answer)
        and one.kind == other.kind
        and len(one.parts) == len(other.parts)
    )
