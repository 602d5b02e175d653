"""A file of places into a store: one call from the path to what was taken."""

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TextIO

import msgspec

from carrywell.care.formats import Format, open_file
from carrywell.care.place import BadFile, Dataset, LeftOut, Read
from carrywell.care.rows import why_not
from carrywell.care.store import Imported, Store
from carrywell.guideline.care_kinds import CareKinds
from carrywell.spreadsheet import defused

CHUNK = 1 << 20
NAME_LENGTH = 80
Progress = Callable[[float], None]


def import_file(
    store: Store,
    path: Path,
    kinds: CareKinds,
    *,
    today: date,
    format: Format | None = None,  # noqa: A002 - it is the word for it
    kind: str | None = None,
    name: str | None = None,
    left_out: Path | None = None,
    looking: Progress = lambda _: None,
    taking: Progress = lambda _: None,
) -> Imported:
    """Takes the places of a file into a store that is open for writing, all of them or none.

    `format` and `kind` (of every place in a clinic's list whose rows do not say one) as in `open_file`.
    `name`: the data set's name instead of the file's own; importing under the same name replaces it.
    `left_out`: a CSV file for every row that was not taken, and why. `looking` gets the fraction 0 to 1
    while the file is looked through for changes, `taking` while its places are read.

    A file that is in the store already, read by the same rules, changes nothing. One that was broken off
    goes on where it was. Raises `BadFile`; then store and `left_out` are as they were.
    """
    before = _stamp(path)
    dataset, rows = open_file(path, kinds, format=format, kind=kind, progress=taking)
    if name is not None:
        dataset = msgspec.structs.replace(dataset, name=_named(name))
    fingerprint = fingerprint_of(path, kinds, dataset, (format, kind), progress=looking)
    rows = _unchanged_to_the_end(rows, path, before)
    if left_out is None:
        return store.take(dataset, rows, today=today, fingerprint=fingerprint)
    with _left_out_list(left_out) as listed:
        noted = listed.noted(rows)
        imported = store.take(dataset, noted, today=today, fingerprint=fingerprint)
        for _ in noted:
            """What was in the store already is still read, for the list."""
        listed.complete(imported)
    return imported


def fingerprint_of(
    path: Path,
    kinds: CareKinds,
    dataset: Dataset,
    options: tuple[str | None, ...],
    *,
    progress: Progress = lambda _: None,
) -> str:
    """What an import depends on, as 40 hexadecimal digits: the whole file, the kinds, how it is read.

    Every byte is hashed (BLAKE2b, about 1 GB a second): a file can change in the middle and keep its size
    and its date, and ten seconds for ten gigabytes are little beside the minutes of reading them. The
    version of Carrywell is part of it: a newer one may read more.
    """
    from carrywell import __version__

    told = msgspec.msgpack.encode((__version__, kinds, dataset, options), order="deterministic")
    digest = hashlib.blake2b(told, digest_size=20)
    size = max(path.stat().st_size, 1)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            progress(min(file.tell() / size, 1.0))
    return digest.hexdigest()


def _named(name: str) -> str:
    if not name.strip() or len(name) > NAME_LENGTH or not name.isprintable():
        raise BadFile(
            f"name {name[:NAME_LENGTH]!r}: must be 1 to {NAME_LENGTH} letters that can be printed"
        )
    return name.strip()


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise BadFile(f"{path.name}: cannot be opened: {error.strerror}") from None
    return found.st_size, found.st_mtime_ns


def _unchanged_to_the_end(
    rows: Iterator[Read], path: Path, before: tuple[int, int]
) -> Iterator[Read]:
    """The rows; a file that is still being written, such as a download, is not taken half."""
    yield from rows
    if _stamp(path) != before:
        raise BadFile(
            f"{path.name}: it changed while it was read. Wait until it is whole, then try again"
        )


class LeftOutList:
    """A CSV file of the rows that were not taken: where they stand, why, and how many (mostly one)."""

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.writer(file)
        self._writer.writerow(("where", "why", "rows"))
        self._written: Counter[str] = Counter()

    def noted(self, rows: Iterator[Read]) -> Iterator[Read]:
        """The rows, each written down if it was left out, by its reader or for what it says."""
        for row in rows:
            if isinstance(row, LeftOut):
                self._write(row)
            elif (why := why_not(row)) is not None:
                self._write(LeftOut(row.id or row.name, why))
            yield row

    def complete(self, imported: Imported) -> None:
        """Adds what only the store could see, such as an id that came before: it names some, and counts all."""
        for why, count in imported.left_out.items():
            if why not in self._written:
                for one in imported.examples:
                    if one.why == why:
                        self._write(one)
            if (more := count - self._written[why]) > 0:
                self._write(LeftOut("not told one by one", why, more))

    def _write(self, row: LeftOut) -> None:
        self._writer.writerow((defused(row.where), defused(row.why), row.count))
        self._written[row.why] += row.count


@contextmanager
def _left_out_list(path: Path) -> Iterator[LeftOutList]:
    """The list, which appears under its name only when all went well. Raises `BadFile`."""
    half = path.with_name(f".{path.name}.half")
    try:
        file = half.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise BadFile(f"{path}: cannot be written: {error.strerror}") from None
    try:
        with file:
            yield LeftOutList(file)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
