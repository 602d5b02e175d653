"""Claims taken apart: whatever breaks the whole breaks a piece, and a whole is known as one."""

import random

import pytest
import z3

from carrywell.conditions.smt import Formula, at_least, every, negate, some
from carrywell.proof.pairs import Pairs

A, B, C, D = (z3.Bool(name) for name in "ABCD")


def pieces_of(formula: Formula) -> set[str]:
    return {str(one) for one in Pairs().take_apart(formula)}


def can_be(*formulas: Formula) -> bool:
    solver = z3.Solver()
    solver.add(*formulas)
    return bool(solver.check() == z3.sat)


def test_twins_are_compared_part_against_part() -> None:
    made = pieces_of(every((every((A, B)), negate(every((C, D))))))
    assert made == {"And(A, Not(C))", "And(B, Not(D))"}


def test_under_not_the_two_change_places() -> None:
    made = pieces_of(every((some((negate(A), B)), negate(some((negate(C), D))))))
    assert made == {"And(C, Not(A))", "And(B, Not(D))"}


def test_what_is_the_same_in_both_makes_no_piece() -> None:
    assert pieces_of(every((every((A, B)), negate(every((A, D)))))) == {"And(B, Not(D))"}


def test_a_part_that_breaks_is_asked_with_what_stands_around_it_and_then_whole() -> None:
    pairs = Pairs()
    holds, fails = every((A, B)), every((C, B))
    (piece,) = pairs.take_apart(every((holds, negate(fails))))
    wider = pairs.put_back(piece)
    assert wider is not None
    (around,) = wider
    assert str(around) == "And(And(A, B), Not(C))"
    assert pairs.put_back(around) is None


def test_what_is_no_pair_is_a_whole_itself() -> None:
    pairs = Pairs()
    (whole,) = pairs.take_apart(A)
    assert pairs.put_back(whole) is None


def tree(chance: random.Random, shape: random.Random, names: str, depth: int) -> Formula:
    """A formula of random shape; the same `shape` seed and other `names` give its twin."""
    kind = shape.choice(("and", "or", "not", "at least", "leaf") if depth else ("leaf",))
    if kind == "leaf":
        return z3.Bool(chance.choice(names))
    if kind == "not":
        return negate(tree(chance, shape, names, depth - 1))
    parts = [tree(chance, shape, names, depth - 1) for _ in range(3)]
    if kind == "and":
        return every(parts)
    return some(parts) if kind == "or" else at_least(2, parts)


@pytest.mark.parametrize("seed", range(25))
def test_whatever_breaks_the_whole_breaks_a_piece_before_and_after_putting_back(seed: int) -> None:
    holds = tree(random.Random(seed), random.Random(seed), "abcdef", 3)
    fails = tree(random.Random(seed + 100), random.Random(seed), "abcdef", 3)
    whole = every((holds, negate(fails)))
    pairs = Pairs()
    left = list(pairs.take_apart(whole))
    assert not can_be(whole, negate(some(left)))
    while left:
        wider = pairs.put_back(left.pop(0))
        if wider is None:
            break
        left += wider
        assert not can_be(whole, negate(some(left)))
    else:
        assert not can_be(whole)
