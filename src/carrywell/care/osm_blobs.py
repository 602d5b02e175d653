"""The blobs of OpenStreetMap's binary format: where they end, and whether their text is sound.

The sizes at which a blob is refused are those of the format's own description.
"""

import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple

from carrywell.care.place import BadFile

LARGEST_HEADER = 64 << 10
"""Bytes before a blob that describe it."""

LARGEST_BLOB = 32 << 20
"""Bytes of a blob, packed and unpacked."""

NUMBER, EIGHT_BYTES, BYTES, FOUR_BYTES = 0, 1, 2, 5
"""How a field of a protocol buffer is written; the other ways are not in use."""

RAW, ZLIB, TABLE = 1, 3, 1
"""Fields: of a blob, what it holds as it is and packed; of what it holds, the table of its text."""


class Blob(NamedTuple):
    """`whole` with the header before it; `body` without."""

    at: int
    kind: bytes
    whole: bytes
    body: bytes


def blobs_of(name: str, file: IO[bytes], size: int) -> Iterator[Blob]:
    """The header first, then what follows. Raises `BadFile` where the file is damaged or breaks off."""
    while file.tell() < size:
        blob = _blob(name, file)
        if (blob.kind == b"OSMHeader") != (blob.at == 0):
            what = "a second header" if blob.at else "no header at the beginning"
            raise BadFile(f"{name}: there is {what} (byte {blob.at})")
        yield blob


def check_text(name: str, blob: Blob) -> None:
    """Raises `BadFile` where a text of the blob holds the character of number zero.

    osmium takes it for the end of the text and reads on beyond the object, which ends the program.
    """
    try:
        for field, value in _fields(_unpacked(blob.body)):
            if field == TABLE:
                _check_table(value)
    except (ValueError, zlib.error):
        raise BadFile(f"{name}: damaged at byte {blob.at}; get it again") from None


def _check_table(table: int | bytes) -> None:
    """A sound one begins with the empty text, of which the length is the only zero: so it is quick."""
    if isinstance(table, int) or (
        table.count(0) > table.startswith(b"\n\0")
        and any(isinstance(text, int) or 0 in text for _, text in _fields(table))
    ):
        raise ValueError("no table of text, or a zero in it")


def _unpacked(body: bytes) -> bytes:
    """What a blob holds. Other packings than zlib's are so rare that they count as damage."""
    fields = dict(_fields(body))
    if isinstance(packed := fields.get(ZLIB), bytes):
        data: int | bytes = zlib.decompressobj().decompress(packed, LARGEST_BLOB + 1)
    else:
        data = fields.get(RAW, 0)
    if isinstance(data, int) or len(data) > LARGEST_BLOB:
        raise ValueError("no data, or too much")
    return data


def _blob(name: str, file: IO[bytes]) -> Blob:
    at = file.tell()
    length = file.read(4)
    described = int.from_bytes(length, "big")
    if described > LARGEST_HEADER:
        raise BadFile(f"{name}: damaged at byte {at}: a blob's header of {described} bytes")
    header = file.read(described)
    kind, follow = _description(header)
    if follow > LARGEST_BLOB:
        raise BadFile(f"{name}: damaged at byte {at}: a blob of {follow} bytes")
    body = file.read(max(0, follow))
    if len(length) + len(header) < 4 + described or len(body) != follow or not kind:
        raise BadFile(f"{name}: the file breaks off or is damaged at byte {at}; get it again")
    return Blob(at, kind, length + header + body, body)


def _description(header: bytes) -> tuple[bytes, int]:
    """The kind of a blob (field 1) and how many bytes follow (field 3); empty and -1 if damaged."""
    try:
        fields = dict(_fields(header))
    except ValueError:
        return b"", -1
    kind, follow = fields.get(1), fields.get(3)
    return kind if isinstance(kind, bytes) else b"", follow if isinstance(follow, int) else -1


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a protocol buffer. Raises `ValueError` where one reaches beyond the end."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        field, way = (tag & 0xFFFFFFFF) >> 3, tag & 7
        if way == NUMBER:
            value, at = _varint(data, at)
            yield field, value
            continue
        length = {EIGHT_BYTES: 8, FOUR_BYTES: 4}.get(way)
        if way == BYTES:
            length, at = _varint(data, at)
        if length is None or at + length > len(data):
            raise ValueError("a field beyond the end")
        yield field, data[at : at + length]
        at += length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    value = shift = 0
    for byte in data[at : at + 10]:
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:  # noqa: PLR2004 - the last
            return value, at
    raise ValueError("a number without end")
