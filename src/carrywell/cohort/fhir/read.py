"""The files of a bulk export, line by line: a resource, or what is wrong with the line."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

from carrywell.cohort.fhir.resources import KINDS, Reference, Resource, Shape, person_in

LONGEST_LINE = 16 * 2**20
"""Bytes of a line that is read; a longer one is no resource that we need."""
LOOKED_AT = 5
"""Lines at the start of a file that are looked at to see what it holds."""
WRONG = (msgspec.DecodeError, UnicodeError, RecursionError)


class Line(msgspec.Struct, frozen=True):
    """One line: its resource, or what kind it is of when that kind is not read, or what is wrong."""

    number: int
    kind: str = ""
    resource: Resource | None = None
    wrong: str = ""
    person: str | None = None


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


def files_of(folder: Path) -> tuple[Path, ...]:
    """The NDJSON files of the folder, by name."""
    return tuple(sorted(one for one in folder.iterdir() if one.suffix.lower() == ".ndjson"))


def is_fhir(path: Path) -> bool:
    """Whether this is a folder of FHIR resources: a line at the start of a file says what kind it is."""
    return path.is_dir() and any(_holds_resources(file) for file in files_of(path))


def _holds_resources(file: Path) -> bool:
    return any(line.kind for line in islice(lines_of(file), LOOKED_AT))


def lines_of(file: Path) -> Iterator[Line]:
    """Every line that is not empty. A line that cannot be read is told of, and the next is read."""
    with file.open("rb") as stream:
        number = 0
        while raw := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(raw) > LONGEST_LINE:
                while raw and not raw.endswith(b"\n"):
                    raw = stream.readline(LONGEST_LINE)
                yield Line(number, wrong=f"longer than {LONGEST_LINE // 2**20} MB")
                continue
            text = raw.removeprefix(b"\xef\xbb\xbf").strip()
            if text:
                yield _line(number, text)


def _line(number: int, text: bytes) -> Line:
    try:
        kind = _KIND.decode(text).resource_type
    except WRONG as error:
        return Line(number, wrong=_said(error))
    decoder = _DECODERS.get(kind)
    if decoder is None:
        return Line(number, kind)
    try:
        return Line(number, kind, decoder.decode(text))
    except WRONG as error:
        return Line(number, kind, wrong=_said(error), person=_person(kind, text))


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
