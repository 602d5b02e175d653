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
    """The pieces of formulas, each once, and what each piece came from."""

    def __init__(self) -> None:
        self._pieces: dict[int, Pair] = {}
        self._parents: dict[Pair, list[tuple[Formula, Formula, Formula, Formula]]] = {}
        self._stands_for: dict[Pair, set[Pair]] = {}
        self._whole: set[Pair] = set()
        self._alive: list[Formula] = []  # a handle is used anew once its formula is gone

    def take_apart(self, formula: Formula) -> Iterator[Formula]:
        """Pieces of which one holds whenever the formula does."""
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
                self._whole.add(_pair(holds, fails))
                yield from self._against(holds, fails)
            case _:
                yield formula

    def put_back(self, piece: Formula) -> tuple[Formula, ...] | None:
        """Of a piece that is possible: what to ask in its place; None when it is a whole formula."""
        pair = self._pieces.get(_handle(piece))
        if pair is None:
            return None
        asked: list[Formula] = []
        for broken in (pair, *self._stands_for.get(pair, ())):
            if broken in self._whole:
                return None
            for parent in self._parents.get(broken, ()):
                asked += self._wider(*parent)
        return tuple(asked)

    def _against(self, holds: Formula, fails: Formula) -> Iterator[Formula]:
        pair = _pair(holds, fails)
        if pair in self._parents:
            return
        self._parents[pair] = []
        if not _alike(holds, fails):
            yield from self._piece(pair, holds, fails)
            return
        for one, other in zip(holds.parts, fails.parts, strict=True):
            part = _without_not(one, other)
            yield from self._against(*part)
            self._parents[_pair(*part)].append((holds, fails, *part))

    def _wider(
        self, holds: Formula, fails: Formula, one: Formula, other: Formula
    ) -> Iterator[Formula]:
        """The part that broke, with what stands around it.

        Of 'and' one part fails while all hold; of 'or' one holds while all fail.
        """
        above = _pair(holds, fails)
        if holds.kind == "and":
            fails = other
        elif holds.kind == "or":
            holds = one
        wider = _pair(holds, fails)
        self._stands_for.setdefault(wider, set()).add(above)
        yield from self._piece(wider, holds, fails)

    def _piece(self, pair: Pair, holds: Formula, fails: Formula) -> Iterator[Formula]:
        if holds is False or fails is True or pair[0] == pair[1]:
            return
        made = every((holds, negate(fails)))
        if self._pieces.setdefault(_handle(made), pair) is pair:
            self._alive.append(made)
            yield made


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


def _alike(one: Formula, other: Formula) -> bool:
    return (
        isinstance(one, Joined)
        and isinstance(other, Joined)
        and not (one.is_answer or other.is_answer)
        and one.kind == other.kind
        and len(one.parts) == len(other.parts)
    )
