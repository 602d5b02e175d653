"""What others have published, written a second time: lists of danger signs, the gate matrix."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from carrywell.api import Guideline
from carrywell.conditions.errors import Place
from carrywell.conditions.nodes import And, Condition, Not
from carrywell.conditions.parse import parse_condition
from carrywell.conditions.smt import every, negate, rails
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import RANK, Urgency
from carrywell.guideline.rules import declarations_of
from carrywell.guideline.yaml_file import read_yaml
from carrywell.proof.claims import Answers, Claim, Never, World, judged, truth_of

FOLDER = Path(__file__).parent / "published"


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of a list. `except_when`: where the guideline departs from it, `because` of what."""

    id: str
    when: str
    code: str | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()
    except_when: str | None = None
    because: str | None = None


class PublishedList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A list whose items are at least this urgent; `among` whom, everyone without it.

    `note`: what of the source was read, and what of it is left out.
    """

    id: str
    says: str
    at_least: Urgency
    sources: tuple[str, ...]
    items: tuple[Item, ...]
    among: str | None = None
    note: str | None = None


class MatrixRow(msgspec.Struct, frozen=True):
    """A row of the gate matrix: its condition, and its cells by column."""

    id: str
    condition: Condition
    cells: dict[str, str]
    sources: tuple[str, ...]


@cache
def published_lists() -> tuple[PublishedList, ...]:
    """Every list, in the order of the file."""
    raw = read_yaml(FOLDER / "lists.yaml", "lists.yaml").data
    return msgspec.convert(raw, tuple[PublishedList, ...])


def gate_matrix(compiled: Compiled) -> tuple[MatrixRow, ...]:
    """Every row of the evidence's matrix, in the order of the file."""
    raw: dict[str, Any] = read_yaml(FOLDER / "gate_matrix.yaml", "gate_matrix.yaml").data
    return tuple(
        MatrixRow(
            row["id"],
            parsed(compiled, row["when"], row["id"]),
            dict(zip(raw["columns"], row["cells"].split(), strict=True)),
            tuple(row["sources"]),
        )
        for row in raw["rows"]
    )


def parsed(compiled: Compiled, text: str, name: str) -> Condition:
    """A condition of these files. Raises `ContentError` when it is not one."""
    return parse_condition(text, declarations_of(compiled.content), Place(name, 1))


def published_lists_kept(list_id: str) -> Callable[[World], Iterator[Claim]]:
    """The claims about one list: who has an item of it is at least that urgent, whatever else is so."""

    def claims(world: World) -> Iterator[Claim]:
        (one,) = (one for one in published_lists() if one.id == list_id)
        for item in one.items:
            yield item_is_kept(world, one, item)

    return claims


def item_is_kept(world: World, named: PublishedList, item: Item) -> Claim:
    """The claim about one entry of a list."""
    rank = RANK[named.at_least]
    parts = [parsed(world.compiled, item.when, item.id)]
    if named.among is not None:
        parts.append(parsed(world.compiled, named.among, named.id))
    if item.except_when is not None:
        parts.append(Not(parsed(world.compiled, item.except_when, item.id)))
    condition = And(tuple(parts))
    she_has_it = rails(condition, world.woman).certain

    def shows(guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        (her,) = judged(guideline, people)
        has_it = truth_of(guideline, condition, people[0]) is True
        return has_it and RANK[her.floor] < rank

    return Never(
        f"{named.id}: {item.id} is less than {named.at_least}",
        every((she_has_it, negate(world.at_each_stage.reaches(rank).certain))),
        (world.her,),
        shows,
    )
