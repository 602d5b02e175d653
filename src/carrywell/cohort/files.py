"""What can be screened: Parquet, CSV and NDJSON files, or a folder of them, read a batch at a time."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import polars as pl
import polars.selectors as cs

from carrywell.spreadsheet import BELOW_ZERO, FORMULA

KINDS = {".parquet": "Parquet", ".csv": "CSV", ".ndjson": "NDJSON", ".jsonl": "NDJSON"}


class InputError(ValueError):
    """What cannot be read, in a sentence that names the file and what would be right."""


class Input(msgspec.Struct, frozen=True):
    """The files in the order in which they are read, with their columns; `rows` in all, if cheap to say."""

    files: tuple[Path, ...]
    columns: tuple[str, ...]
    rows: int | None

    def batches(self, size: int, skip: int = 0) -> Iterator[pl.DataFrame]:
        """Frames of at most `size` rows, without the first `skip` frames.

        Every file starts a frame of its own, so that the frames are the same whenever they are read.
        """
        for file in self.files:
            for frame in _frames(file, size):
                if skip > 0:
                    skip -= 1
                else:
                    yield frame


def check_kind(file: Path) -> None:
    """Raises `InputError` unless the name of the file says what it is to be."""
    _kind(file)


def open_input(path: Path) -> Input:
    """The files at `path`. Raises `InputError` when nothing there can be read."""
    files = files_at(path)
    columns: dict[str, None] = {}
    rows: int | None = 0
    for file in files:
        try:
            columns.update(dict.fromkeys(scan(file).collect_schema()))
            rows = None if rows is None or file.suffix != ".parquet" else rows + _rows(file)
        except (pl.exceptions.PolarsError, OSError, UnicodeError) as error:
            raise InputError(f"{file}: this is not readable as {_kind(file)}: {error}") from None
    return Input(files, tuple(columns), rows)


def join_files(parts: list[Path], to: Path) -> None:
    """One file of the kind its name says, from others, without reading them all into memory.

    A column that some of them do not have is null there; of two kinds of value it gets the wider.
    """
    frames = pl.concat([scan(part) for part in parts], how="diagonal_relaxed")
    match _kind(to):
        case "Parquet":
            frames.sink_parquet(to)
        case "CSV":
            frames.with_columns(defused_texts()).sink_csv(to)
        case _:
            frames.sink_ndjson(to)


def write_csv(frame: pl.DataFrame, to: Path) -> None:
    """Writes a table for people to open: no text in it runs as a formula; numbers stay numbers."""
    frame.with_columns(defused_texts()).write_csv(to)


def defused_texts() -> pl.Expr:
    """The texts of a frame as they may stand in a CSV file; see `carrywell.spreadsheet`."""
    texts = cs.string(include_categorical=True).cast(pl.String)
    marked = texts.str.replace(f"({FORMULA})", "'${1}")
    return pl.when(texts.str.contains(rf"^(?:{BELOW_ZERO})\z")).then(texts).otherwise(marked)


def as_it_was(text: pl.Expr) -> pl.Expr:
    """A text of a CSV file that we wrote, without the mark that kept it from running."""
    return pl.when(text.str.contains(f"^'{FORMULA[1:]}")).then(text.str.slice(1)).otherwise(text)


def bare(text: pl.Expr) -> pl.Expr:
    """A text without any mark in front, to compare texts whatever kind of file each was in."""
    return pl.when(text.str.contains(FORMULA)).then(text.str.strip_chars_start("'")).otherwise(text)


def files_at(path: Path) -> tuple[Path, ...]:
    """The file, or those of a folder by name. Raises `InputError` when there is none."""
    if path.is_dir():
        found = tuple(sorted(one for one in path.iterdir() if one.suffix.lower() in KINDS))
        if not found:
            raise InputError(f"{path}: there is no file named *{', *'.join(KINDS)} in this folder")
        return found
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    _kind(path)
    return (path,)


def _kind(file: Path) -> str:
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        raise InputError(f"{file}: the name must end in one of {', '.join(KINDS)}")
    return kind


def scan(file: Path) -> pl.LazyFrame:
    """A file as a query. CSV is read as text: the findings say what each column is."""
    match _kind(file):
        case "Parquet":
            return pl.scan_parquet(file)
        case "CSV":
            return pl.scan_csv(file, infer_schema=False)
        case _:
            return pl.scan_ndjson(file, infer_schema_length=10_000)


def _rows(file: Path) -> int:
    return int(scan(file).select(pl.len()).collect().item())


def _frames(file: Path, size: int) -> Iterator[pl.DataFrame]:
    start = 0
    while True:
        frame = scan(file).slice(start, size).collect(engine="streaming")
        if frame.height == 0 and start > 0:
            return
        yield frame
        start += size
        if frame.height < size:
            return
