"""Yes or no for many rows at once, as gates: each is worked out from two others, once for all who need it.

A gate is a number. What it says of all rows is a *plane*, one bit a row (see `bits`). Gates are made
small at once: what is always so, or was asked before, costs nothing.
"""

from collections.abc import Hashable, Iterable
from typing import Generic, Literal, TypeVar

import msgspec

NONE, ALL = 0, 1
"""The gates that are true in no row, and in every row."""
Name = TypeVar("Name", bound=Hashable)
Operation = Literal["and", "or", "xor"]
Gate = tuple[Operation, int, int]


class Gates(Generic[Name]):
    """Gates in the order in which they can be worked out. A leaf is a gate that is read, by its name."""

    def __init__(self) -> None:
        self.leaves: dict[Name, int] = {}
        self.made: dict[int, Gate] = {}
        self._numbers: dict[Gate, int] = {}
        self._opposites = {NONE: ALL, ALL: NONE}

    def leaf(self, name: Name) -> int:
        """The gate that is read by this name."""
        return self.leaves.setdefault(name, self._next())

    def opposite(self, one: int) -> int:
        """Not this one."""
        found = self._opposites.get(one)
        if found is None:
            found = self._gate("xor", ALL, one)
            self._opposites |= {one: found, found: one}
        return found

    def both(self, one: int, other: int) -> int:
        """Both of them."""
        if other in (one, ALL):
            return one
        if one == ALL:
            return other
        if NONE in (one, other) or self._opposites.get(one) == other:
            return NONE
        return self._absorbed("or", one, other) or self._gate("and", one, other)

    def either(self, one: int, other: int) -> int:
        """One of them, or both."""
        if other in (one, NONE):
            return one
        if one == NONE:
            return other
        if ALL in (one, other) or self._opposites.get(one) == other:
            return ALL
        return self._absorbed("and", one, other) or self._gate("or", one, other)

    def differ(self, one: int, other: int) -> int:
        """One of them, but not both."""
        if one == other:
            return NONE
        if NONE in (one, other):
            return max(one, other)
        if ALL in (one, other):
            return self.opposite(max(one, other))
        return self._gate("xor", one, other)

    def all(self, items: Iterable[int]) -> int:
        """Every one of them; `ALL` when there are none."""
        found = ALL
        for one in items:
            found = self.both(found, one)
        return found

    def any(self, items: Iterable[int]) -> int:
        """At least one of them; `NONE` when there are none."""
        found = NONE
        for one in items:
            found = self.either(found, one)
        return found

    def at_least(self, count: int, items: Iterable[int]) -> int:
        """At least `count` of them."""
        reached = [ALL, *(NONE for _ in range(count))]
        for one in items:
            for place in range(count, 0, -1):
                further = self.both(reached[place - 1], one)
                reached[place] = self.either(reached[place], further)
        return reached[count]

    def _next(self) -> int:
        return 2 + len(self.leaves) + len(self.made)

    def _gate(self, operation: Operation, one: int, other: int) -> int:
        gate = (operation, one, other) if one < other else (operation, other, one)
        number = self._numbers.get(gate)
        if number is None:
            number = self._numbers[gate] = self._next()
            self.made[number] = gate
        return number

    def _absorbed(self, operation: Operation, one: int, other: int) -> int | None:
        """``a and (a or b)`` is a, and so is ``a or (a and b)``."""
        for part, whole in ((one, other), (other, one)):
            gate = self.made.get(whole)
            if gate is not None and gate[0] == operation and part in gate[1:]:
                return part
        return None


class Wiring(msgspec.Struct, Generic[Name], frozen=True, eq=False):
    """What it takes to work out the `wanted` gates, in order.

    Places 0 and 1 are `NONE` and `ALL`, then come the `leaves`, `kept` places for what is wanted, and
    `spare` ones that are used again and again. A gate is (operation, place, place, place of the result).
    """

    leaves: tuple[Name, ...]
    gates: tuple[tuple[Operation, int, int, int], ...]
    wanted: dict[int, int]
    kept: int
    spare: int


def wired(gates: Gates[Name], wanted: Iterable[int]) -> Wiring[Name]:
    """The gates that these rest on, each with a place; `wanted` says where each of them will stand."""
    wanted = frozenset(wanted)
    needed = _needed(gates, wanted)
    leaves = {name: number for name, number in gates.leaves.items() if number in needed}
    made = sorted(needed & gates.made.keys())
    kept = [one for one in made if one in wanted]
    places = {number: place for place, number in enumerate((NONE, ALL, *leaves.values(), *kept))}
    tape, spare = _placed(gates, made, places)
    return Wiring(
        tuple(leaves), tuple(tape), {one: places[one] for one in wanted}, len(kept), spare
    )


def _placed(
    gates: Gates[Name], made: Iterable[int], places: dict[int, int]
) -> tuple[list[tuple[Operation, int, int, int]], int]:
    """Adds the places of those that have none: one that is free again after its last reading, or a new one."""
    last = {one: number for number in made for one in gates.made[number][1:]}
    first, most, free = len(places), len(places), list[int]()
    tape: list[tuple[Operation, int, int, int]] = []
    for number in made:
        operation, one, other = gates.made[number]
        read = places[one], places[other]
        free += [
            places[each] for each in (one, other) if last[each] == number and places[each] >= first
        ]
        if number not in places:
            if not free:
                free.append(most)
                most += 1
            places[number] = free.pop()
        tape.append((operation, *read, places[number]))
    return tape, most - first


def _needed(gates: Gates[Name], wanted: Iterable[int]) -> frozenset[int]:
    needed: set[int] = set()
    pending = list(wanted)
    while pending:
        one = pending.pop()
        if one not in needed:
            needed.add(one)
            pending += gates.made.get(one, ("", NONE))[1:]
    return frozenset(needed)
