"""Reads a YAML file and remembers where each value stands, for error messages."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from carrywell.conditions.errors import ContentError, Place, Problem

Key = str | int
Trail = tuple[Key, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file's data, and the place of each value by its trail of keys, such as ``(3, "when")``."""

    name: str
    data: Any
    places: dict[Trail, Place]

    def place(self, trail: Trail) -> Place:
        """Where the value stands; the nearest enclosing value when it is not there itself."""
        while trail and trail not in self.places:
            trail = trail[:-1]
        return self.places.get(trail, Place(self.name, 1))


def read_yaml(path: Path, name: str) -> YamlFile:
    """The file at `path`, called `name` in messages.

    Raises `ContentError` for a file that is not YAML, or that gives the same key twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        place = Place(name, error.object.count(b"\n", 0, error.start) + 1)
        raise ContentError(
            (Problem(place, "this is not UTF-8 text", "Save the file as UTF-8."),)
        ) from None
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        problems = tuple(_repeated_keys(root, name))
        if problems:
            raise ContentError(problems)
        data = loader.construct_document(root) if root is not None else []
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name, 1)
        what = getattr(error, "problem", None) or str(error)
        raise ContentError((Problem(place, f"this is not YAML: {what}"),)) from None
    except (ValueError, RecursionError) as error:  # 2016-02-30, or an alias inside itself
        raise ContentError((Problem(Place(name, 1), f"a value cannot be read: {error}"),)) from None
    finally:
        loader.dispose()
    return YamlFile(
        name, data, dict(_places(root, name, (), text.splitlines())) if root is not None else {}
    )


def _places(
    node: yaml.Node, name: str, trail: Trail, lines: list[str]
) -> Iterator[tuple[Trail, Place]]:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if isinstance(node, yaml.ScalarNode) and node.style in ("'", '"'):
        column += 1  # the text begins behind the quote
    if isinstance(node, yaml.ScalarNode) and node.style in (">", "|"):
        yield trail, _block_place(name, line, node.end_mark.line, lines)
    else:
        yield trail, Place(name, line, column)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _places(value, name, (*trail, key.value), lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _places(value, name, (*trail, index), lines)


def _block_place(name: str, first: int, end: int, lines: list[str]) -> Place:
    """Where the text of a block scalar stands; each of its lines is one longer by its line end.

    `first` is the index of the first line of text, `end` the index behind the last.
    """
    folds: list[tuple[int, int, int]] = []
    offset = 0
    indent = len(lines[first]) - len(lines[first].lstrip()) if first < len(lines) else 0
    for index in range(first, min(end, len(lines))):
        folds.append((offset, index + 1, indent + 1))
        offset += max(len(lines[index]) - indent, 0) + 1
    return Place(name, first + 1, indent + 1, tuple(folds))


def _repeated_keys(node: yaml.Node | None, name: str) -> Iterator[Problem]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            place = Place(name, key.start_mark.line + 1, key.start_mark.column + 1)
            if not isinstance(key, yaml.ScalarNode):
                yield Problem(place, "a list or mapping cannot be a key", "Write a plain name.")
                continue
            if not key.tag.endswith(
                ":str"
            ):  # JSON would make it text, so the artefact would differ
                what = f"{key.value!r} is not text, as the name of a field must be"
                yield Problem(place, what, "Put it into quotes.")
            if key.value in seen:
                yield Problem(place, f"{key.value!r} is given twice", "Keep one of the two.")
            seen.add(key.value)
            yield from _repeated_keys(value, name)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _repeated_keys(value, name)
