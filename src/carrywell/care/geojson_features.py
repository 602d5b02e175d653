"""The features of a GeoJSON file (RFC 7946), one at a time."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from carrywell.care import clean
from carrywell.care.json_text import JsonText
from carrywell.care.outline import Outline
from carrywell.care.place import BadFile

DEGREES = ("CRS84", "4326")
"""Names of reference systems in degrees of WGS 84 hold one of these."""

LONGEST_ID = 100
"""Characters."""

FLAGS = {True: "yes", False: "no"}


class Feature(NamedTuple):
    """What the properties say, and where. `outline` is empty and `why` filled where that is unknown.

    `id` is as OpenStreetMap's objects are called ('node/123') where the file has it so.
    """

    number: int
    id: str | None
    tags: dict[str, str]
    outline: Outline
    is_point: bool
    why: str | None
    as_of: date | None


def features_of(path: Path, progress: Callable[[float], None]) -> Iterator[Feature]:
    """The features of a collection, or of a row of features. Raises `BadFile`."""
    for number, members in enumerate(_features(path, {}, progress), start=1):
        yield _feature(number, members)


def head_of(path: Path) -> dict[str, Any]:
    """What a collection says of itself before its first feature."""
    head: dict[str, Any] = {}
    next(_features(path, head, lambda _: None), None)
    return head


def _features(
    path: Path, head: dict[str, Any], progress: Callable[[float], None]
) -> Iterator[dict[str, Any]]:
    """The members of each feature; `head` is filled with those of the collection around them."""
    try:
        with path.open("rb") as file:
            size = max(1, path.stat().st_size)
            text = JsonText(path.name, file)
            if not text.peek():
                raise BadFile(f"{path.name}: the file is empty")
            while text.peek():
                for members in _document(path.name, text, head):
                    progress(min(1.0, file.tell() / size))
                    yield members
    except OSError as error:
        raise BadFile(f"{path.name}: cannot be read: {error.strerror or error}") from None


def _document(name: str, text: JsonText, head: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The features of one object: itself, or those that it collects."""
    head.clear()
    is_collection = False
    text.take("{")
    while text.peek() != "}":
        key = text.value()
        text.take(":")
        if key == "features" and text.peek() == "[":
            is_collection = True
            yield from _members(text)
        else:
            head[str(key)] = text.value()
        if text.peek() != "}":
            text.take(",")
    text.take("}")
    _check(name, head, is_collection=is_collection)
    if not is_collection:
        yield head


def _members(text: JsonText) -> Iterator[dict[str, Any]]:
    """The values of the list that begins here; one that is no object has no members."""
    text.take("[")
    while text.peek() != "]":
        value = text.value()
        yield value if isinstance(value, dict) else {}
        if text.peek() != "]":
            text.take(",")
    text.take("]")


def _check(name: str, head: dict[str, Any], *, is_collection: bool) -> None:
    """Raises where the object is no GeoJSON, or its coordinates are no degrees."""
    wanted = "FeatureCollection" if is_collection else "Feature"
    if "elements" in head:
        raise BadFile(f"{name}: this is Overpass JSON; export it as GeoJSON")
    if head.get("type") != wanted:
        said = clean.plain(str(head.get("type")), 40)
        raise BadFile(f"{name}: this is not GeoJSON: its type is {said}, not {wanted}")
    system = head.get("crs")
    if isinstance(system, dict) and not any(one in str(system) for one in DEGREES):
        said = clean.plain(str(system.get("properties")), 100)
        raise BadFile(
            f"{name}: the coordinates are not degrees of WGS 84, but of {said}; convert them"
        )


def _feature(number: int, members: dict[str, Any]) -> Feature:
    properties = _dict(members.get("properties"))
    geometry = _dict(members.get("geometry"))
    nested, meta = _dict(properties.get("tags")), _dict(properties.get("meta"))
    outline = Outline()
    time = properties.get("@timestamp") or meta.get("timestamp") or properties.get("timestamp")
    return Feature(
        number,
        _id(members, properties),
        _tags(nested or properties),
        outline,
        geometry.get("type") == "Point",
        _take_in(geometry, outline),
        clean.day(time),
    )


def _id(members: dict[str, Any], properties: dict[str, Any]) -> str | None:
    """'way/123', from wherever the programs that write such files put it."""
    kind, number = properties.get("type"), properties.get("id")
    nested = f"{kind}/{number}" if kind in ("node", "way", "relation") else number
    for said in (members.get("id"), properties.get("@id"), nested):
        if isinstance(said, str | int) and not isinstance(said, bool):
            return clean.whole(str(said), LONGEST_ID)
    return None


def _tags(properties: dict[str, Any]) -> dict[str, str]:
    """Text and numbers as they are, yes and no in OpenStreetMap's words, and nothing else."""
    tags: dict[str, str] = {}
    for key, value in properties.items():
        if isinstance(value, bool):
            tags[key] = FLAGS[value]
        elif isinstance(value, str | int | float):
            tags[key] = str(value)
    return tags


def _take_in(geometry: dict[str, Any], outline: Outline) -> str | None:
    """Fills the outline with every position of the geometry; why it could not, in words."""
    rest: list[Any] = [geometry]
    while rest:
        one = rest.pop()
        if isinstance(one, dict):
            rest += [one.get("coordinates"), one.get("geometries")]
        elif isinstance(one, list) and one and not isinstance(one[0], list | dict):
            why = _add(one, outline)
            if why:
                return why
        elif isinstance(one, list):
            rest += one
    return "no position" if outline.middle() is None else None


def _add(position: list[Any], outline: Outline) -> str | None:
    """Adds longitude and latitude, in this order."""
    if len(position) < 2 or not all(_is_number(one) for one in position[:2]):  # noqa: PLR2004
        return "a position is not two numbers"
    try:
        outline.add(float(position[1]), float(position[0]))
    except (ValueError, OverflowError) as error:
        return f"{clean.plain(str(error), 100)}; GeoJSON has the longitude first, in degrees"
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
