"""An OpenStreetMap file cut into pieces that are whole files of their own.

Reading piece by piece bounds the memory whatever the file claims to hold, and says truly how much
of it was read. A PBF file is a row of blobs, the first of which is the header; the text format is a
row of elements. The sizes at which blobs are refused are those of the format's own description.
"""

import bz2
import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Literal, NamedTuple, cast

from carrywell.care.osm_blobs import blobs_of, check_text
from carrywell.care.place import BadFile

CHUNK = 1 << 20
"""Bytes asked of the file at once."""

PIECE = 4 << 20
"""Bytes of a piece, before it is unpacked if it is of a PBF file; one blob or element may be more."""

LARGEST_ELEMENT = 64 << 20
"""Bytes of one element of the text format: a relation with a hundred thousand members has 6 MB."""

MOST_UNPACKED = 200
"""Times its size that a compressed file may unpack to, beyond the first 64 MB. Real ones: 10 to 40."""

OPENING = b'<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">'
CLOSING = b"</osm>"
ELEMENTS = (b"<node", b"<way", b"<relation")

Unpacker = Callable[[IO[bytes]], IO[bytes]]


class Piece(NamedTuple):
    """A file in memory, and the fraction of the whole that is read when it is."""

    data: bytes
    format: Literal["osm.pbf", "osm"]
    read: float


def pieces_of(path: Path, *, check: bool = False) -> Iterator[Piece]:
    """The pieces, in order; at least one. Raises `BadFile`, at the latest where the file breaks off.

    `check`: whether to look for text that osmium must not see (see `check_text`), which takes as
    long as reading the file.
    """
    try:
        with path.open("rb") as file:
            size = max(1, path.stat().st_size)
            head = file.read(4096)
            file.seek(0)
            yield from _by_content(path.name, file, head, size, check=check)
    except OSError as error:
        damaged = f"the compressed file is damaged: {error}"
        why = f"cannot be read: {error.strerror}" if error.errno else damaged
        raise BadFile(f"{path.name}: {why}") from None


def _by_content(
    name: str, file: IO[bytes], head: bytes, size: int, *, check: bool
) -> Iterator[Piece]:
    """By how the file begins, whatever its name says."""
    if not head.strip():
        raise BadFile(f"{name}: the file is empty")
    if head[4:].startswith(b"\n\x09OSMHeader"):
        return _blobs(name, file, size, check=check)
    if head.startswith(b"\x1f\x8b"):
        return _elements(name, file, lambda raw: cast("IO[bytes]", gzip.open(raw)), size)
    if head.startswith(b"BZh"):
        return _elements(name, file, lambda raw: cast("IO[bytes]", bz2.open(raw)), size)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return _elements(name, file, lambda raw: raw, size)
    raise BadFile(
        f"{name}: this is not OpenStreetMap data. Known: .osm.pbf, .osm, .osm.gz and .osm.bz2"
    )


# The binary format


def _blobs(name: str, file: IO[bytes], size: int, *, check: bool) -> Iterator[Piece]:
    """Each piece is the header and as many blobs as fit."""
    header = b""
    piece: list[bytes] = []
    length = 0
    for blob in blobs_of(name, file, size):
        if blob.at == 0:
            header = blob.whole
            continue
        if check:
            check_text(name, blob)
        piece.append(blob.whole)
        length += len(blob.whole)
        if length >= PIECE:
            yield Piece(header + b"".join(piece), "osm.pbf", min(1.0, file.tell() / size))
            piece, length = [], 0
    yield Piece(header + b"".join(piece), "osm.pbf", 1.0)


# The text format


def _elements(name: str, file: IO[bytes], unpack: Unpacker, size: int) -> Iterator[Piece]:
    """Each piece is as many whole elements as fit, between an opening and a closing of its own."""
    opening, text = b"", b""
    for chunk in _unpacked(name, file, unpack):
        text += chunk
        if len(text) < PIECE:
            continue
        cut = _last_element(text)
        if cut > 0:
            _check_opening(name, opening or text)
            yield Piece(opening + text[:cut] + CLOSING, "osm", min(0.99, file.tell() / size))
            opening, text = OPENING, text[cut:]
        elif len(text) > LARGEST_ELEMENT:
            raise BadFile(f"{name}: damaged: nothing new begins for {len(text) >> 20} MB")
    _check_opening(name, opening or text)
    yield Piece(opening + text, "osm", 1.0)


def _unpacked(name: str, file: IO[bytes], unpack: Unpacker) -> Iterator[bytes]:
    """The text, a chunk at a time."""
    total = 0
    try:
        stream = unpack(file)
        while chunk := stream.read(CHUNK):
            total += len(chunk)
            if total > LARGEST_ELEMENT and total > MOST_UNPACKED * file.tell():
                raise BadFile(f"{name}: unpacks to more than {MOST_UNPACKED} times its size")
            yield chunk
    except (EOFError, zlib.error) as error:
        raise BadFile(f"{name}: the compressed file breaks off or is damaged: {error}") from None


def _last_element(text: bytes) -> int:
    """Where the last element begins, outside of comments; -1 if nowhere."""
    end = len(text)
    while True:
        cut = max(text.rfind(element, 0, end) for element in ELEMENTS)
        comment = text.rfind(b"<!--", 0, max(cut, 0))
        if cut <= 0 or comment < 0 or text.find(b"-->", comment, cut) >= 0:
            return cut
        end = comment


def _check_opening(name: str, text: bytes) -> None:
    """Raises unless the document is OpenStreetMap's, in the encoding that pieces can be cut in."""
    start = text[: 1 << 16].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"<"):
        raise BadFile(
            f"{name}: what is packed in it is not .osm; unpack it and give the file inside"
        )
    declared = re.search(rb"<\?xml[^>]*encoding=[\"']([^\"']*)", start)
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise BadFile(
            f"{name}: in the encoding {declared[1].decode('ascii', 'replace')}, not UTF-8"
        )
    root = re.search(rb"<([A-Za-z][^\s/>]{0,40})", start)
    if root is None or root[1] != b"osm":
        found = root[1].decode("ascii", "replace") if root else "nothing"
        raise BadFile(
            f"{name}: this is not OpenStreetMap data: it begins with <{found}>, not <osm>"
        )
