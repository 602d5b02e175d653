"""A table that someone saved from a spreadsheet program, whatever letters and separators it chose."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from carrywell.care.formats import delimiter_of
from carrywell.care.place import BadFile
from carrywell.spreadsheet import FORMULA

LARGEST = 64_000_000
"""Bytes: some 400,000 rows. The whole list is held in memory."""
GUESSED = "not UTF-8, so it was read as Windows-1252; save it as CSV UTF-8 if letters with accents are wrong"
SEPARATOR = re.compile(r'"?sep=([,;\t])"?\r?\n', re.IGNORECASE)
"""How a spreadsheet program is told the separator, in a line before the header."""
MARKED = re.compile(f"^'{FORMULA[1:]}")
"""A text that was kept from running as a formula; see `carrywell.spreadsheet`."""


class Sheet(msgspec.Struct, frozen=True):
    """The header and the rows with their numbers, which count from 1 as a spreadsheet program's do."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    remark: str | None = None


def sheet_of(path: Path) -> Sheet:
    """The table, without empty rows and rows that are only a remark ('#' in the first cell).

    Raises `BadFile` where it is too large, not text, or a quote does not close.
    """
    text, remark = _text(path)
    told = SEPARATOR.match(text)
    delimiter = told[1] if told else delimiter_of(text.partition("\n")[0])
    rows = list(_rows(path, text, delimiter))[1 if told else 0 :]
    if not rows:
        raise BadFile(f"{path.name}: the file is empty")
    (_, header), *rest = rows
    return Sheet(header, tuple(row for row in rest if not _is_remark(row[1])), remark)


def _text(path: Path) -> tuple[str, str | None]:
    """The text, and a remark where the encoding had to be guessed."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise BadFile(f"{path.name}: cannot be opened: {error.strerror}") from None
    if len(content) > LARGEST:
        raise BadFile(
            f"{path.name}: larger than {LARGEST // 1_000_000} MB, the most a list may have"
        )
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, GUESSED if encoding == "cp1252" else None
    raise BadFile(
        f"{path.name}: this is no text in UTF-8, UTF-16 or Windows-1252; save it as CSV UTF-8"
    )


def _encodings(content: bytes) -> tuple[str, ...]:
    """UTF-16 is known by its mark, or by the zeros that it puts beside the letters of the header."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if content[1:2] == b"\0":
        return ("utf-16-le",)
    if content[:1] == b"\0":
        return ("utf-16-be",)
    return "utf-8", "cp1252"


def _rows(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    number = 0
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
        ):
            cells = tuple(_bare(cell) for cell in row)
            if any(cells):
                yield number, cells
    except csv.Error as error:
        raise BadFile(f"{path.name}: row {number + 1} cannot be read: {error}") from None


def _bare(cell: str) -> str:
    """The cell without white space around it, and without the mark that kept it from running."""
    text = cell.strip()
    return text[1:] if MARKED.match(text) else text


def _is_remark(cells: tuple[str, ...]) -> bool:
    return cells[0].startswith("#") and not any(cells[1:])
