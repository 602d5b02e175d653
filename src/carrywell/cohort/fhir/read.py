"""The files of a bulk export, line by line: a resource, or what is wrong with the line."""

import gzip
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

import msgspec

from carrywell.cohort.fhir.resources import (
    COUNTED,
    KINDS,
    Coded,
    Concept,
    Reference,
    Resource,
    Shape,
    person_in,
)
from carrywell.cohort.files import InputError

LONGEST_LINE = 16 * 2**20
"""Bytes of a line that is read; a longer one is no resource that we need."""
LOOKED_AT = 5
"""Lines at the start of a file that are looked at to see what it holds."""
ENDINGS = (".ndjson", ".ndjson.gz")
TIMES, AT_LEAST = 200, 64 * 2**20
"""A packed file may unpack to so many times its size, or to so many bytes: records come to 10 to 50 times."""
USUAL_TIMES = 20
"""What is reckoned with before a packed file is read."""
WRONG = (msgspec.DecodeError, UnicodeError, RecursionError)


class Line(msgspec.Struct, frozen=True):
    """One line: its resource, or what kind it is of when that kind is not read, or what is wrong.

    `codes`: what a resource is about whose kind is only counted.
    """

    number: int
    kind: str = ""
    resource: Resource | None = None
    wrong: str = ""
    person: str | None = None
    codes: tuple[Concept, ...] = ()


class _Kind(Shape, frozen=True):
    resource_type: str


class _About(Shape, frozen=True):
    id: str | None = None
    subject: Reference | None = None


_KIND = msgspec.json.Decoder(_Kind)
_ABOUT = msgspec.json.Decoder(_About)
_DECODERS: dict[str, msgspec.json.Decoder[Resource]] = {
    name: msgspec.json.Decoder(kind) for name, kind in KINDS.items()
}
_COUNTED: dict[str, msgspec.json.Decoder[Coded]] = {
    name: msgspec.json.Decoder(kind) for name, kind in COUNTED.items()
}


def files_of(folder: Path) -> tuple[Path, ...]:
    """The NDJSON files of the folder by name, packed with gzip or not."""
    return tuple(sorted(one for one in folder.iterdir() if one.name.lower().endswith(ENDINGS)))


def bytes_of(file: Path) -> int:
    """How many bytes there are to read, about."""
    return file.stat().st_size * (USUAL_TIMES if _is_packed(file) else 1)


def is_fhir(path: Path) -> bool:
    """Whether this is a folder of FHIR resources: a line at the start of a file says what kind it is."""
    return path.is_dir() and any(_holds_resources(file) for file in files_of(path))


def _holds_resources(file: Path) -> bool:
    return any(line.kind for line in islice(lines_of(file), LOOKED_AT))


def lines_of(file: Path) -> Iterator[Line]:
    """Every line that is not empty. A line that cannot be read is told of, and the next is read.

    Raises `InputError` when a packed file is broken, ends too early, or unpacks to far more than records
    do: half of an export would say less than there is, so nothing is read.
    """
    with _opened(file) as stream:
        for number, raw in enumerate(_lines(stream, file), start=1):
            if len(raw) > LONGEST_LINE:
                yield Line(number, wrong=f"longer than {LONGEST_LINE // 2**20} MB")
                continue
            text = raw.removeprefix(b"\xef\xbb\xbf").strip()
            if text:
                yield _line(number, text)


def _is_packed(file: Path) -> bool:
    return file.suffix.lower() == ".gz"


def _opened(file: Path) -> IO[bytes] | gzip.GzipFile:
    return gzip.open(file) if _is_packed(file) else file.open("rb")


def _lines(stream: IO[bytes] | gzip.GzipFile, file: Path) -> Iterator[bytes]:
    """The lines, of a longer one than `LONGEST_LINE` only what says so."""
    left = max(file.stat().st_size * TIMES, AT_LEAST) if _is_packed(file) else None
    line = b""
    while raw := _next(stream, file):
        if left is not None and (left := left - len(raw)) < 0:
            raise InputError(
                f"{file}: this unpacks to more than {TIMES} times its size, as no records do."
                " If it is right, unpack it and try again."
            )
        if len(line) <= LONGEST_LINE:
            line += raw
        if raw.endswith(b"\n"):
            yield line
            line = b""
    if line:
        yield line


def _next(stream: IO[bytes] | gzip.GzipFile, file: Path) -> bytes:
    try:
        return stream.readline(LONGEST_LINE + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError(
            f"{file}: this cannot be unpacked ({error}). Fetch or pack it again."
        ) from None


def _line(number: int, text: bytes) -> Line:
    try:
        kind = _KIND.decode(text).resource_type
    except WRONG as error:
        return Line(number, wrong=_said(error))
    decoder = _DECODERS.get(kind)
    if decoder is None:
        return Line(number, kind, codes=_codes(kind, text))
    try:
        return Line(number, kind, decoder.decode(text))
    except WRONG as error:
        return Line(number, kind, wrong=_said(error), person=_person(kind, text))


def _codes(kind: str, text: bytes) -> tuple[Concept, ...]:
    """What it is about; one that cannot be read is counted by its kind alone."""
    decoder = _COUNTED.get(kind)
    try:
        return () if decoder is None else decoder.decode(text).concepts()
    except WRONG:
        return ()


def _person(kind: str, text: bytes) -> str | None:
    """Whom an unusable resource is about, if at least that can be read."""
    try:
        about = _ABOUT.decode(text)
    except WRONG:
        return None
    if kind == "Patient":
        return about.id
    return person_in(about.subject.reference if about.subject is not None else None)


def _said(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "too deeply nested"
    return str(error)
