"""Places and towns of a GeoJSON file whose properties are OpenStreetMap's tags.

As overpass turbo and osmtogeojson write them: a collection, or features one after the other (a line
each, or RFC 8142). The file is read twice, areas first and then points, so that of a place that is
there as both one is given (see `doubles`), and never more than one feature is held otherwise.
"""

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import blake2b
from pathlib import Path

from carrywell.care import clean
from carrywell.care.doubles import Doubles
from carrywell.care.file_names import name_of, title_of
from carrywell.care.geojson_features import Feature, features_of, head_of
from carrywell.care.openstreetmap import CREDIT
from carrywell.care.place import Dataset, LeftOut, Place, Point, Read
from carrywell.care.tags import kinds_of, place_of, towns_of
from carrywell.guideline.care_kinds import CareKinds

UNKNOWN = "The file does not say where it is from"


def read(
    path: Path, kinds: CareKinds, *, progress: Callable[[float], None] = lambda _: None
) -> Iterator[Read]:
    """Places and towns among the points, then places among lines and areas, at the middle of each.

    `LeftOut` names the feature and why. A feature that is no place of care is passed over. Raises
    `BadFile` where the file cannot be read; what was given before is not the whole.
    """
    doubles = Doubles()
    for feature in features_of(path, lambda fraction: progress(fraction / 2)):
        if not feature.is_point or feature.why:
            yield from _area(feature, kinds, doubles)
    for feature in features_of(path, lambda fraction: progress((1 + fraction) / 2)):
        if feature.is_point and not feature.why:
            yield from _point(feature, kinds, doubles)
    yield from doubles.areas()
    progress(1.0)


def dataset_of(path: Path) -> Dataset:
    """Named after the file without its date. `as_of` is the time the file says of itself, or else
    the newest of its features. Raises `BadFile`.
    """
    head = head_of(path)
    said = clean.plain(_text(head.get("copyright")) or _text(head.get("attribution")))
    return Dataset(
        name=f"geojson-{name_of(path)}",
        title=title_of(path),
        credit=said or (CREDIT if _is_openstreetmap(path) else UNKNOWN),
        as_of=clean.day(head.get("timestamp")) or _newest(path),
    )


def _area(feature: Feature, kinds: CareKinds, doubles: Doubles) -> Iterator[LeftOut]:
    """Holds it; gives why not."""
    middle = feature.outline.middle()
    if feature.why or middle is None:
        if kinds_of(feature.tags, kinds):
            yield LeftOut(_where(feature), feature.why or "no position")
        return
    place = _place(feature, kinds, middle)
    left_out = doubles.area(place, feature.outline) if isinstance(place, Place) else place
    if left_out is not None:
        yield left_out


def _point(feature: Feature, kinds: CareKinds, doubles: Doubles) -> Iterator[Read]:
    """What a point is: a place, a town, both or neither."""
    point = feature.outline.middle()
    assert point is not None
    place = _place(feature, kinds, point)
    if place is not None:
        yield doubles.point(place) if isinstance(place, Place) else place
    yield from towns_of(feature.tags, id=_id(feature, point), point=point)


def _place(feature: Feature, kinds: CareKinds, point: Point) -> Place | LeftOut | None:
    made = place_of(feature.tags, kinds, id=_id(feature, point), point=point, as_of=feature.as_of)
    return LeftOut(_where(feature), made.why) if isinstance(made, LeftOut) else made


def _where(feature: Feature) -> str:
    return feature.id or f"feature {feature.number}"


def _id(feature: Feature, point: Point) -> str:
    """The file's own, or one made from what the feature says, so that it stays when others change."""
    if feature.id:
        return feature.id
    said = [f"{point.latitude:.6f} {point.longitude:.6f}", *map(str, sorted(feature.tags.items()))]
    return "made-" + blake2b("\n".join(said).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _is_openstreetmap(path: Path) -> bool:
    """Whether the first feature is called as OpenStreetMap's objects are."""
    first = next(features_of(path, lambda _: None), None)
    return bool(first and first.id and first.id.startswith(("node/", "way/", "relation/")))


def _newest(path: Path) -> date | None:
    """The newest time of its features."""
    return max((one.as_of for one in features_of(path, lambda _: None) if one.as_of), default=None)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
