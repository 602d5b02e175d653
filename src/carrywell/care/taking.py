"""Taking a data set into a store: in pieces that stay, published all at once.

Rows go into the tables under the number of their `Taken`, which no reader looks at until it is
published. Each piece is committed with the count of rows read so far, so that a run that was killed goes
on there. The last step makes the new rows the live ones, and only then are the old ones removed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import islice
from typing import Protocol

import msgspec

from carrywell.care.place import Dataset, LeftOut, Place, Read, Town
from carrywell.care.rows import why_not
from carrywell.care.store import EXAMPLES, BadStore, Imported

PIECE = 2000
"""Rows of a file between two commits."""
REASONS = 100
"""Different reasons that are counted apart."""
BLOCK = 40
"""A row's number is that of its `Taken` with this many bits behind it: its position in the file."""
TWICE = "a row with this id came before"
OTHER = "other reasons"


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """One run over a data set, finished or not. `read`: rows of the file that were read and kept safe.

    `sizes`: those of its towns.
    """

    take: int
    fingerprint: str
    dataset: Dataset
    read: int = 0
    places: int = 0
    towns: int = 0
    by_kind: dict[str, int] = {}
    left_out: dict[str, int] = {}
    examples: tuple[LeftOut, ...] = ()
    sizes: tuple[int, ...] = ()

    @property
    def first(self) -> int:
        """The lowest number of its rows."""
        return self.take << BLOCK

    @property
    def last(self) -> int:
        """No row's number is above it."""
        return (self.take + 1 << BLOCK) - 1

    def imported(self, *, resumed_at: int = 0, unchanged: bool = False) -> Imported:
        """As the one who imports is told it."""
        return Imported(
            dataset=self.dataset,
            places=self.places,
            towns=self.towns,
            by_kind=self.by_kind,
            left_out=self.left_out,
            examples=self.examples,
            resumed_at=resumed_at,
            unchanged=unchanged,
        )


class Piece(msgspec.Struct, frozen=True):
    """Rows of a file with their numbers."""

    places: list[tuple[int, Place]]
    towns: list[tuple[int, Town]]


class Shelf(Protocol):
    """What a database does for it. Each method is one transaction."""

    def clean(self) -> None:
        """Removes rows that an earlier run had replaced, should it have been stopped before."""

    def live(self, name: str) -> Taken | None:
        """What readers see of a data set."""

    def staged(self, name: str) -> Taken | None:
        """An unfinished run."""

    def begin(self, dataset: Dataset, fingerprint: str) -> Taken:
        """A new run, with a number that no other has."""

    def add(self, taken: Taken, piece: Piece) -> None:
        """Keeps the rows together with `taken`, which counts them already."""

    def arrange(self, taken: Taken) -> Taken:
        """Makes the indexes, and counts out the rows whose id came before. May be called again."""

    def publish(self, taken: Taken) -> None:
        """Readers see the rows from now on, and those before no more."""

    def discard(self, taken: Taken) -> None:
        """Removes an unfinished run with its rows."""


def take(
    shelf: Shelf, dataset: Dataset, rows: Iterable[Read], *, today: date, fingerprint: str
) -> Imported:
    """`Store.take` over any shelf, which nobody else may write to meanwhile."""
    shelf.clean()
    live = shelf.live(dataset.name)
    if live is not None and live.fingerprint == fingerprint:
        return live.imported(unchanged=True)
    dataset = msgspec.structs.replace(dataset, imported=today)
    taken = _begun(shelf, dataset, fingerprint)
    resumed_at = taken.read
    try:
        for piece, counted in _pieces(iter(rows), taken):
            shelf.add(counted, piece)
            taken = counted
        taken = shelf.arrange(taken)
    except Exception:
        with suppress(BadStore):  # on a full disk
            shelf.discard(
                taken
            )  # a file that is bad half-way leaves no trace; a kill leaves what was read
        raise
    shelf.publish(taken)
    shelf.clean()
    return taken.imported(resumed_at=resumed_at)


def _begun(shelf: Shelf, dataset: Dataset, fingerprint: str) -> Taken:
    staged = shelf.staged(dataset.name)
    if staged is not None and staged.fingerprint == fingerprint:
        return msgspec.structs.replace(staged, dataset=dataset)
    if staged is not None:
        shelf.discard(staged)
    return shelf.begin(dataset, fingerprint)


def _pieces(rows: Iterator[Read], taken: Taken) -> Iterator[tuple[Piece, Taken]]:
    """What is not yet kept, with the counts after each piece."""
    if sum(1 for _ in islice(rows, taken.read)) < taken.read:
        raise BadStore(
            f"{taken.dataset.name}: an earlier import read {taken.read} rows of this file, which now has"
            " fewer. Import it again from its beginning."
        )
    while block := list(islice(rows, PIECE)):
        piece, left = _sorted_out(block, taken.first + taken.read)
        taken = _counted(taken, len(block), piece, left)
        yield piece, taken


def _sorted_out(block: list[Read], first: int) -> tuple[Piece, list[LeftOut]]:
    piece, left = Piece([], []), []
    for number, read in enumerate(block, first):
        if isinstance(read, LeftOut):
            left.append(read)
        elif (why := why_not(read)) is not None:
            left.append(LeftOut(read.id or read.name, why))
        elif isinstance(read, Place):
            piece.places.append((number, read))
        else:
            piece.towns.append((number, read))
    return piece, left


def _counted(taken: Taken, read: int, piece: Piece, left: list[LeftOut]) -> Taken:
    kinds = Counter(kind for _, place in piece.places for kind in set(place.kinds))
    return msgspec.structs.replace(
        taken,
        read=taken.read + read,
        places=taken.places + len(piece.places),
        towns=taken.towns + len(piece.towns),
        by_kind=dict(sorted((Counter(taken.by_kind) + kinds).items())),
        left_out=_reasons(taken.left_out, left),
        examples=(*taken.examples, *left[: EXAMPLES - len(taken.examples)]),
        sizes=tuple(sorted({*taken.sizes, *(town.size for _, town in piece.towns)})),
    )


def _reasons(known: dict[str, int], left: list[LeftOut]) -> dict[str, int]:
    """Bounded, as a reader may put what it read into its reason."""
    counts = dict(known)
    for one in left:
        why = one.why if one.why in counts or len(counts) < REASONS else OTHER
        counts[why] = counts.get(why, 0) + one.count
    return counts


def without_doubles(
    taken: Taken, kinds: Iterable[tuple[Iterable[str], int]], ids: list[str]
) -> Taken:
    """The counts without rows whose id came before: how many of each list of kinds, and some ids."""
    by_kind, doubles = Counter(taken.by_kind), 0
    for names, rows in kinds:
        doubles += rows
        by_kind.subtract(dict.fromkeys(names, rows))
    if not doubles:
        return taken
    left = [LeftOut(one, TWICE) for one in ids]
    return msgspec.structs.replace(
        taken,
        places=taken.places - doubles,
        by_kind={kind: count for kind, count in by_kind.items() if count},
        left_out=taken.left_out | {TWICE: taken.left_out.get(TWICE, 0) + doubles},
        examples=(*taken.examples, *left[: EXAMPLES - len(taken.examples)]),
    )
