"""Counts of a screening that may be shared: by urgency, by week of pregnancy and by sign.

The rule, for each table whose cells add up to the number of people, which is told:

1. A count from 1 to 4 is shown as ``<5``.
2. Where the total and the counts shown would leave such a cell only one possible value, the smallest
   other count is withheld too (``withheld``: 5 or more), and so on until no cell can be worked out.
3. Where even that leaves one, every cell of the table is withheld.
4. Of fewer than 5 people nothing is shared at all.

It guards each table by itself. It cannot guard against someone who already knows most of the people.
Private signs are counted together, under no name of their own. Who has died is counted apart and is not
in the total, so that the other tables cannot tell how many they are.
"""

from collections.abc import Iterable, Iterator, Mapping
from csv import writer
from itertools import chain
from pathlib import Path

import msgspec
import polars as pl

from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import WORST_FIRST
from carrywell.spreadsheet import defused

LEAST = 5
"""The smallest count that is shown as it is."""
FEW, WITHHELD = "<5", "withheld"
SET_ASIDE = "set aside"
NOT_KNOWN = "not known"
PRIVATE = "private"
DIED_TITLE = "Have died according to the records; in no other count"
PRIVATE_TITLE = "Something to ask about in private"
STATES = ("there", "undecided", "ruled out")
COLUMNS = ("table", "of", "title", "people")


class Table(msgspec.Struct, frozen=True):
    """Counts by name; together they are everyone. `of` is what they are counts of."""

    name: str
    of: str
    title: str
    cells: dict[str, int]


class Counted(msgspec.Struct, frozen=True):
    """Every count of a screening as it is: not for sharing. `died` are in none of the others."""

    people: int
    urgency: Table
    weeks: Table
    signs: tuple[Table, ...]
    died: int = 0


def counted(compiled: Compiled, frames: Iterable[pl.DataFrame]) -> Counted:
    """Counts frames with `urgency`, `weeks`, the ``signs.ID`` and, where known, `deceased`.

    Null weeks are not known. Who has died is counted apart.
    """
    urgency = dict.fromkeys((*WORST_FIRST, SET_ASIDE), 0)
    weeks: dict[str, int] = {}
    signs = {one: [0, 0] for one in (*_open_signs(compiled), PRIVATE)}
    people = died = 0
    for everyone in frames:
        frame = _alive(everyone)
        people += frame.height
        died += everyone.height - frame.height
        _add(urgency, frame.get_column("urgency").fill_null(SET_ASIDE))
        _add(weeks, _week(frame.get_column("weeks")))
        for name, found in _signs_of(compiled, frame).items():
            signs[name] = [a + b for a, b in zip(signs[name], found, strict=True)]
    return Counted(
        people,
        Table("urgency", "urgency", "Urgency", urgency),
        Table("week", "week", "Week of pregnancy", dict(sorted(weeks.items(), key=_by_week))),
        tuple(
            Table(
                "sign",
                name,
                _title(compiled, name),
                dict(zip(STATES, (there, unsure, people - there - unsure), strict=True)),
            )
            for name, (there, unsure) in signs.items()
        ),
        died,
    )


def write_counts(counts: Counted, to: Path) -> None:
    """Writes the counts that may be shared as CSV, all at once."""
    fresh = to.with_name(f".{to.name}.fresh")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        rows = writer(file)
        rows.writerow(COLUMNS)
        title = "People screened, without those who have died" if counts.died else "People screened"
        rows.writerow(("people", "everyone", title, _told_total(counts.people)))
        if counts.died:
            rows.writerow(("people", "has died", DIED_TITLE, _told_total(counts.died)))
        if counts.people >= LEAST:
            rows.writerows(map(defused, one) for one in _rows(counts))
    fresh.replace(to)


def shared(cells: Mapping[str, int]) -> dict[str, str]:
    """The cells of one table as they may be shown beside their total. See the rule above."""
    few = {name for name, count in cells.items() if 0 < count < LEAST}
    withheld: set[str] = set()
    others = sorted((count, name) for name, count in cells.items() if count >= LEAST)
    while any(_worked_out(cells, few, withheld, one) for one in (*few, *withheld)):
        if not others:
            return dict.fromkeys(cells, WITHHELD)
        withheld.add(others.pop(0)[1])
    return {
        name: FEW if name in few else WITHHELD if name in withheld else str(count)
        for name, count in cells.items()
    }


def _worked_out(cells: Mapping[str, int], few: set[str], withheld: set[str], name: str) -> bool:
    """Whether only one value of this hidden cell fits the total, the counts shown and the marks."""
    others = (few | withheld) - {name}
    left = sum(cells[one] for one in few | withheld)
    least = sum(1 if one in few else LEAST for one in others)
    most = left if others & withheld else (LEAST - 1) * len(others)
    own_least, own_most = (1, LEAST - 1) if name in few else (LEAST, left)
    return min(own_most, left - least) <= max(own_least, left - most)


def _told_total(people: int) -> str:
    return str(people) if people >= LEAST else FEW


def _rows(counts: Counted) -> Iterator[tuple[str, str, str, str]]:
    for table in (counts.urgency, counts.weeks):
        for name, told in shared(table.cells).items():
            yield table.name, name, f"{table.title}: {name}", told
    for table in counts.signs:
        for name, told in shared(table.cells).items():
            yield f"{table.name} {name}", table.of, table.title, told


def _alive(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(~pl.col("deceased")) if "deceased" in frame.columns else frame


def _signs_of(compiled: Compiled, frame: pl.DataFrame) -> dict[str, list[int]]:
    """How many have each sign, and in how many it is undecided."""
    private = sorted(compiled.private_signs)
    there = pl.any_horizontal(pl.col(f"signs.{one}").fill_null(False) for one in private)
    unsure = pl.any_horizontal(pl.col(f"signs.{one}").is_null() for one in private) & ~there
    found = frame.select(
        *chain.from_iterable(
            (
                pl.col(f"signs.{one}").sum().cast(pl.Int64).alias(f"there {one}"),
                pl.col(f"signs.{one}").null_count().cast(pl.Int64).alias(f"unsure {one}"),
            )
            for one in _open_signs(compiled)
        ),
        there.sum().cast(pl.Int64).alias(f"there {PRIVATE}"),
        unsure.sum().cast(pl.Int64).alias(f"unsure {PRIVATE}"),
    ).row(0, named=True)
    names = (*_open_signs(compiled), PRIVATE)
    return {one: [found[f"there {one}"], found[f"unsure {one}"]] for one in names}


def _open_signs(compiled: Compiled) -> tuple[str, ...]:
    return tuple(one.id for one in compiled.content.signs if one.id not in compiled.private_signs)


def _title(compiled: Compiled, name: str) -> str:
    return PRIVATE_TITLE if name == PRIVATE else compiled.content.sign[name].title


def _week(weeks: pl.Series) -> pl.Series:
    return weeks.floor().cast(pl.Int64).cast(pl.String).fill_null(NOT_KNOWN)


def _by_week(one: tuple[str, int]) -> tuple[bool, int]:
    return one[0] == NOT_KNOWN, 0 if one[0] == NOT_KNOWN else int(one[0])


def _add(counts: dict[str, int], values: pl.Series) -> None:
    for name, count in values.value_counts().iter_rows():
        counts[name] = counts.get(name, 0) + count
