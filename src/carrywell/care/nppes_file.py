"""The NPPES file as a table: about 330 columns and ten million rows, of which few are wanted.

DuckDB reads it in one pass, in the order of the file, holding at most `MEMORY`. It may open this one file
and nothing else, loads no extension and asks no network.
"""

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from carrywell.care.formats import HEAD, delimiter_of, head_of
from carrywell.care.place import BadFile, LeftOut

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "512MB"
THREADS = 1
"""With two, DuckDB gives the rows in another order each time, and an import that was broken off could not go on."""
BATCH = 2048
"""Rows fetched at once."""
PIECE = 1 << 15
"""Bytes in which a line must end. The header has about 14,000, a row 1,200."""
LONGEST_LINE = 2 * PIECE
BUFFER = 4_000_000
"""Bytes that are read at once; it must hold a whole line."""
MOST_DAMAGED = 100
"""More rows than this that cannot be read, and the file is not what it should be."""
WHY_DAMAGED = {
    "MISSING COLUMNS": "the row has fewer columns than the header",
    "TOO MANY COLUMNS": "the row has more columns than the header",
    "UNQUOTED VALUE": "a quote in the row does not close, or stands within a value",
    "INVALID ENCODING": "the row is not written in UTF-8",
}


class Table:
    """A file that was opened, and what its columns are called."""

    def __init__(self, path: Path, connection: "DuckDBPyConnection") -> None:
        """`connection` is one of `_connected`. Raises `BadFile` where the header or the last row is broken."""
        self.path = path
        self._connection = connection
        line = _header_line(path)
        self._delimiter = delimiter_of(line)
        self.header = _cells(path, line, self._delimiter)
        _check_end(path, self._delimiter, len(self.header))
        self.lines = _lines(path)

    def column(self, name: str) -> str:
        """What a column is called in a query; NULL for one that the file has not."""
        return f"c{self.header.index(name)}" if name in self.header else "NULL"

    def rows(self, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """What the expressions `columns` say of every row that is whole, in the order of the file."""
        cursor = self._connection.execute(
            f"SELECT {', '.join(columns)} FROM {self._reader}",  # noqa: S608 # expressions, no values
            [_as_pattern(self.path)],
        )
        while batch := cursor.fetchmany(BATCH):
            yield from batch

    def damaged(self) -> tuple[LeftOut, ...]:
        """The rows that could not be read, of those before. Raises `BadFile` where there are many."""
        found = self._connection.execute(
            "SELECT line, arg_min(column_name, column_idx), arg_min(error_type, column_idx), count(*)"
            " FROM reject_errors GROUP BY line ORDER BY line"
        ).fetchall()
        rows = tuple(self._damaged(line, column, kind) for line, column, kind, _ in found)
        if len(rows) > MOST_DAMAGED or sum(told for *_, told in found) >= self._most_told:
            first = rows[0]
            raise BadFile(
                f"{self.path.name}: more than {MOST_DAMAGED} rows cannot be read. The first is"
                f" {first.where}: {first.why}"
            )
        return rows

    def _damaged(self, line: int, column: str | None, kind: str) -> LeftOut:
        named = f", column {self.header[int(column[1:])]!r}" if column else ""
        return LeftOut(f"row {line}{named}", WHY_DAMAGED.get(kind, "the row cannot be read"))

    @property
    def _most_told(self) -> int:
        """A row is told once for every column that it lacks."""
        return len(self.header) * (MOST_DAMAGED + 1)

    @property
    def _reader(self) -> str:
        types = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(self.header)))
        return (
            f"read_csv(?, header = true, auto_detect = false, delim = '{self._delimiter}', quote = '\"',"
            f" escape = '\"', compression = 'none', hive_partitioning = false, columns = {{{types}}},"
            f" max_line_size = {LONGEST_LINE}, buffer_size = {BUFFER}, strict_mode = true,"
            f" store_rejects = true, rejects_limit = {self._most_told}, rejects_line_size_limit = 100)"
        )


@contextmanager
def opened(path: Path) -> Iterator[Table]:
    """The table, until the block ends. Whatever DuckDB cannot do is raised as `BadFile`."""
    try:
        import duckdb
    except ImportError:
        raise BadFile(
            "NPPES files need the package duckdb: pip install 'carrywell[care]'"
        ) from None
    try:
        with (
            TemporaryDirectory(prefix="carrywell-") as spill,
            duckdb.connect(":memory:") as connection,
        ):
            _confine(connection, path, spill)
            yield Table(path, connection)
    except (duckdb.Error, UnicodeEncodeError) as error:
        raise BadFile(f"{path.name}: cannot be read: {str(error).splitlines()[0]}") from None


def _lines(path: Path) -> int:
    """How many lines the file has.

    Raises `BadFile` for a very long one: over a line of a million columns DuckDB would sit for hours.
    """
    lines = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            found = piece.count(b"\n")
            if not found and len(piece) == PIECE:
                raise BadFile(
                    f"{path.name}: row {lines + 1} is longer than {PIECE} bytes. Is it the file of NPPES?"
                )
            lines += found
    return lines


def _confine(connection: "DuckDBPyConnection", path: Path, spill: str) -> None:
    """Its limits, which nothing can loosen afterwards."""
    for name, value in (
        ("enable_progress_bar", False),
        ("threads", THREADS),
        ("memory_limit", MEMORY),
        ("temp_directory", spill),
        ("autoinstall_known_extensions", False),
        ("autoload_known_extensions", False),
        ("allow_community_extensions", False),
        ("preserve_insertion_order", True),
        ("allowed_paths", [str(path.resolve()), _as_pattern(path)]),
        ("enable_external_access", False),
        ("lock_configuration", True),
    ):
        connection.execute(f"SET {name} = ?", [value])


def _as_pattern(path: Path) -> str:
    """The file alone: DuckDB takes a name for a pattern, in which [1] would be any 1."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path.resolve()))


def _header_line(path: Path) -> str:
    line, end, _ = head_of(path).partition(b"\n")
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(f"{path.name}: the header is not written in UTF-8") from None
    if not end:
        raise BadFile(
            f"{path.name}: the header does not end within {HEAD} bytes, or no row follows"
        )
    return text.rstrip("\r")


def _cells(path: Path, line: str, delimiter: str) -> tuple[str, ...]:
    try:
        return tuple(
            cell.strip() for cell in next(csv.reader([line], delimiter=delimiter, strict=True), [])
        )
    except csv.Error as error:
        raise BadFile(f"{path.name}: the header cannot be read: {error}") from None


def _check_end(path: Path, delimiter: str, columns: int) -> None:
    """A file whose last line breaks off was not copied to its end: half a country would be missing."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - LONGEST_LINE))
        last = file.read().rpartition(b"\n")[2]
    if not last.strip():
        return
    try:
        found = next(csv.reader([last.decode()], delimiter=delimiter, strict=True), [])
    except (csv.Error, UnicodeDecodeError):
        found = []
    if len(found) != columns:
        raise BadFile(f"{path.name}: the last row breaks off. The file is not whole: copy it again")
