"""Towns by what she typed, over a database that speaks SQL."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from carrywell.care.folded import folded
from carrywell.care.place import Town
from carrywell.care.rows import TOWN, town_of
from carrywell.care.taking import Taken

if TYPE_CHECKING:
    from carrywell.care.sql_store import Database

_END = "\U0010ffff"
_CONSIDERED = 200
"""Towns of one match and one size that are looked at: enough to find a state among namesakes."""


class _Match(NamedTuple):
    """Names of one size between `first` and `end`; `tail` as in `town_name`."""

    tail: int
    size: int
    first: str
    end: str


def towns(database: "Database", live: Iterable[Taken], text: str, limit: int) -> tuple[Town, ...]:
    """`Store.towns`. The work does not grow with the number of towns: an index gives the first of each match."""
    name, _, within = text.partition(",")
    start, inside = folded(name), folded(within)
    takes = [one for one in live if one.towns]
    if not start or limit < 1:
        return ()
    seen: set[int] = set()
    found = (
        town
        for match in _matches(takes, start)
        for number, town in _matching(
            database, takes, match, _CONSIDERED if inside else limit + len(seen)
        )
        if _is_inside(town, inside) and number not in seen and not seen.add(number)  # type: ignore[func-returns-value] # told once
    )
    return tuple(islice(found, limit))


def _matches(takes: Iterable[Taken], start: str) -> Iterator[_Match]:
    """Exactly that name, then beginning with it, then a later word that does; in each the larger first."""
    sizes = sorted({size for one in takes for size in one.sizes}, reverse=True)
    for tail, end in ((0, start), (0, start + _END), (1, start + _END)):
        for size in sizes:
            yield _Match(tail, size, start, end)


def _matching(
    database: "Database", takes: Iterable[Taken], match: _Match, most: int
) -> Iterator[tuple[int, Town]]:
    mark = database.mark
    sql = (
        f"SELECT folded, number FROM town_name WHERE take = {mark} AND tail = {mark} AND size = {mark}"  # noqa: S608 # marks
        f" AND folded BETWEEN {mark} AND {mark} ORDER BY folded, number LIMIT {mark}"
    )
    keys = sorted(
        (name, order, number)
        for order, one in enumerate(takes)
        for name, number in database.rows(sql, (one.take, *match, most))
    )
    numbers = [number for _, _, number in keys]
    rows = {number: row for number, *row in database.by_numbers("town", TOWN, numbers)}
    return ((number, town_of(rows[number])) for number in numbers)


def _is_inside(town: Town, inside: str) -> bool:
    around = (town.within or "", town.country or "")
    return not inside or any(folded(one).startswith(inside) for one in around)
