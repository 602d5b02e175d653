"""Which kind of file it is, by its name and by how it begins, and the reader for it."""

import bz2
import csv
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Literal, Protocol, cast

from carrywell.care.place import BadFile, Dataset, Read
from carrywell.guideline.care_kinds import CareKinds

Format = Literal["openstreetmap", "geojson", "nppes", "clinic_list"]
"""Each is the name of the module that reads it, too."""

KNOWN = (
    "OpenStreetMap (.osm.pbf, .osm, .osm.bz2, .osm.gz), GeoJSON (.geojson, .json), "
    "the American NPPES file (npidata_pfile_....csv) or a clinic's own list (.csv, .tsv, .txt)"
)
ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("OpenStreetMap", (".pbf", ".osm", ".osm.bz2", ".osm.gz")),
    ("GeoJSON", (".geojson", ".geojsonl", ".json")),
    ("a table", (".csv", ".tsv", ".txt")),
)
_CALLED = {"openstreetmap": "OpenStreetMap", "geojson": "GeoJSON"}

HEAD = 1 << 16
"""Bytes looked at. The header of an NPPES file has about 14,000."""


class Reader(Protocol):
    """What each module that reads a kind of file has."""

    def read(
        self, path: Path, kinds: CareKinds, *, progress: Callable[[float], None]
    ) -> Iterator[Read]:
        """Places, towns and rows left out, in the order of the file."""

    def dataset_of(self, path: Path) -> Dataset:
        """Where they came from."""


def open_file(
    path: Path,
    kinds: CareKinds,
    *,
    format: Format | None = None,  # noqa: A002 # it is the word for it
    kind: str | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> tuple[Dataset, Iterator[Read]]:
    """The data set and its rows, read as they are asked for.

    `kind`: the id of the kind of every place in a clinic's list, where its rows do not say one.
    Raises `BadFile` at once where the kind of file is not known, and from the rows where it breaks off.
    """
    is_of = format or format_of(path)
    if is_of == "clinic_list":
        from carrywell.care import clinic_list

        return clinic_list.dataset_of(path), clinic_list.read(
            path, kinds, kind=kind, progress=progress
        )
    if kind is not None:
        raise BadFile(f"{path.name}: this file says itself of which kind each place is")
    reader = cast("Reader", import_module(f"carrywell.care.{is_of}"))
    return reader.dataset_of(path), reader.read(path, kinds, progress=progress)


def format_of(path: Path) -> Format:
    """The kind of file. Raises `BadFile` where it is none of those known, or not what its name says."""
    found = _by_content(path, head_of(path))
    named = _by_name(path)
    called = None if found is None else _CALLED.get(found, "a table")
    if found is None or named not in {None, called}:
        says = f"its name says {named}, but" if named else "its name says nothing, and"
        raise BadFile(
            f"{path.name}: {says} it begins like {called or 'no file known'}. Known: {KNOWN}"
        )
    return found


def head_of(path: Path) -> bytes:
    """How the file begins. Raises `BadFile` where nothing can be read."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise BadFile(f"{path.name}: cannot be opened: {error.strerror}") from None
    if not head.strip():
        raise BadFile(f"{path.name}: the file is empty")
    return head


def text_of(head: bytes) -> str:
    """The beginning as text, good enough to know the kind of file; never raises."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    wide = head[:200].count(0) > len(head[:200]) // 4
    encoding = ("utf-16-be" if head[:1] == b"\0" else "utf-16-le") if wide else "utf-8-sig"
    return head.decode(encoding, "replace")


def _by_name(path: Path) -> str | None:
    name = path.name.lower()
    return next((called for called, endings in ENDINGS if name.endswith(endings)), None)


def _by_content(path: Path, head: bytes) -> Format | None:
    if b"OSMHeader" in head[:64]:
        return "openstreetmap"
    if head.startswith(b"PK\x03\x04"):
        raise BadFile(f"{path.name}: {_packed(head)}")
    if head.startswith((b"\x1f\x8b", b"BZh")):
        return _compressed(path, head)
    return _by_text(path, text_of(head))


def _packed(head: bytes) -> str:
    """What to do with a ZIP archive. It is never unpacked here: a small one can hold terabytes."""
    if b"[Content_Types].xml" in head or b"opendocument.spreadsheet" in head:
        return "this is a spreadsheet program's own file; save it as CSV and give that"
    return "this is a ZIP archive; unpack it and give the file inside (for NPPES: npidata_pfile_....csv)"


def _compressed(path: Path, head: bytes) -> Format:
    """OpenStreetMap's XML is read as it is; anything else has to be unpacked first."""
    try:
        if head.startswith(b"BZh"):
            inner = bz2.BZ2Decompressor().decompress(head, HEAD)
        else:
            inner = zlib.decompressobj(wbits=31).decompress(head, HEAD)
    except (OSError, zlib.error):
        raise BadFile(f"{path.name}: the compressed file is damaged at its beginning") from None
    if "<osm" in text_of(inner or b"  "):
        return "openstreetmap"
    raise BadFile(f"{path.name}: unpack it first; only OpenStreetMap files are read compressed")


def _by_text(path: Path, text: str) -> Format | None:
    start = text.lstrip("\ufeff\x1e \t\r\n")
    if start.startswith("<"):
        if "<html" in start.lower() or start.lower().startswith("<!doctype html"):
            raise BadFile(f"{path.name}: this is a web page, not the data. Known: {KNOWN}")
        return "openstreetmap" if "<osm" in start else None
    if start.startswith(("{", "[")):
        return "geojson"
    return _table(path, start)


def _table(path: Path, text: str) -> Format | None:
    header = header_of(text)
    if "NPI" in header and any(one.startswith(("Provider ", "Entity Type")) for one in header):
        return "nppes"
    return (
        "clinic_list" if _by_name(path) == "a table" or "name" in map(str.lower, header) else None
    )


def header_of(text: str) -> tuple[str, ...]:
    """The names in the first line of a table, whichever of comma, semicolon and tab parts them."""
    line = text.partition("\n")[0].rstrip("\r")
    try:
        cells = next(csv.reader([line], delimiter=delimiter_of(line)), [])
    except csv.Error:
        return ()
    return tuple(cell.strip() for cell in cells)


def delimiter_of(line: str) -> str:
    """Comma, semicolon or tab: whichever the header has most of."""
    return max((",", ";", "\t"), key=line.count)
