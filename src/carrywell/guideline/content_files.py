"""Which file of the content holds what, and how a file becomes records of the model."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from carrywell.conditions.errors import ContentError, Place, Problem
from carrywell.guideline.content import Content
from carrywell.guideline.folder import CONTENT_FOLDER, content_files, content_hash
from carrywell.guideline.model import WORST_FIRST, Record
from carrywell.guideline.yaml_file import Trail, YamlFile, read_yaml

R = TypeVar("R")


@dataclass
class Reading:
    """The content being read: the records, where each stands, and every problem so far."""

    content: Content
    origin: dict[tuple[str, str], tuple[YamlFile, Trail]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(
        self, part: str, record_id: str, trail: Trail, what: str, instead: str = ""
    ) -> None:
        """Notes a mistake in a field of a record; a part that is not a list is one record, ``""``."""
        file, start = self.origin[(part, record_id)]
        self.problems.append(Problem(file.place((*start, *trail)), what, instead))


def read_content(folder: Path = CONTENT_FOLDER) -> Reading:
    """Every file of the folder as records, with all problems of their shape noted.

    Raises `ContentError` only for what cannot be read at all.
    """
    if not (folder / "edition.yaml").is_file():  # some other folder, which may hold a great deal
        what = "this is no content folder: it holds no edition.yaml"
        instead = "Content is what src/carrywell/guideline/content holds."
        raise ContentError((Problem(Place(str(folder), 1), what, instead),))
    parts: dict[str, Any] = {}
    reading_problems: list[Problem] = []
    origin: dict[tuple[str, str], tuple[YamlFile, Trail]] = {}
    kinds = {one.encode_name: one for one in msgspec.structs.fields(Content)}
    for path in content_files(folder):
        part = path.relative_to(folder).parts[0].removesuffix(".yaml")
        name = path.relative_to(folder).as_posix()
        file = read_yaml(path, f"content/{name}")
        if part not in kinds:
            reading_problems.append(
                Problem(file.place(()), f"no part of the content is called {part!r}")
            )
        elif _holds_records(kinds[part].type):
            record_type = kinds[part].type.__args__[0]
            records = parts.setdefault(part, [])
            for trail, one in _records(file, record_type, reading_problems):
                if (part, one.id) in origin:
                    other = origin[(part, one.id)]
                    reading_problems.append(
                        Problem(
                            file.place(trail),
                            f"{one.id!r} is there twice",
                            f"The other one is at {other[0].place(other[1])}.",
                        )
                    )
                origin[(part, one.id)] = (file, trail)
                records.append(one)
        else:
            origin[(part, "")] = (file, ())
            parts[part] = _converted(file, (), file.data, kinds[part].type, reading_problems)
    if reading_problems:
        raise ContentError(tuple(reading_problems))
    whole: dict[str, Any] = {
        name: tuple(part) if isinstance(part, list) else part for name, part in parts.items()
    }
    needed = {name for name, one in kinds.items() if one.required}
    if missing := sorted(needed - set(whole) - {"hash"}):
        what = f"these parts are missing: {', '.join(missing)}"
        raise ContentError((Problem(Place("content", 1), what),))
    # worst first, so that the first sign that holds is the urgency
    whole["signs"] = tuple(sorted(whole["signs"], key=lambda sign: WORST_FIRST.index(sign.urgency)))
    content = Content(hash=content_hash(folder), **whole)
    return Reading(content, origin)


def _holds_records(kind: Any) -> bool:
    arguments: tuple[Any, ...] = getattr(kind, "__args__", ())
    return any(isinstance(one, type) and issubclass(one, Record) for one in arguments)


def _records(
    file: YamlFile, record_type: type[Any], problems: list[Problem]
) -> Iterator[tuple[Trail, Any]]:
    if not isinstance(file.data, list):
        problems.append(
            Problem(file.place(()), "this file holds a list", "Start with '- id: ...'.")
        )
        return
    for index, raw in enumerate(file.data):
        record = _converted(file, (index,), raw, record_type, problems)
        if record is not None:
            yield (index,), record


def _converted(file: YamlFile, trail: Trail, raw: Any, kind: Any, problems: list[Problem]) -> Any:
    try:
        return msgspec.convert(raw, kind, strict=True)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `$")
        inner = tuple(
            int(index) if index else key for key, index in re.findall(r"\.(\w+)|\[(\d+)\]", path)
        )  # msgspec writes [...] for a key of a mapping: the mapping is as near as it tells
        named = f"{raw.get('id', '?')!r}: " if isinstance(raw, dict) else ""
        where = f" ({'.'.join(str(part) for part in inner)})" if inner else ""
        problems.append(
            Problem(
                file.place((*trail, *inner)), f"{named}{what}{where}", "See docs/add-a-rule.md."
            )
        )
        return None
