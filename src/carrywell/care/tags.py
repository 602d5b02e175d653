"""What OpenStreetMap's tags say: of what kinds a place is, its fields, and the size of a town."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

from carrywell.care import clean
from carrywell.care.addresses import address_of, country_of
from carrywell.care.named import fits_name
from carrywell.care.place import LeftOut, Place, Point, Town
from carrywell.guideline.care_kinds import CareKinds, TagRule

Tags = Mapping[str, str]

NAMES = ("name", "official_name", "short_name", "operator", "brand")
PHONES = ("phone", "contact:phone", "contact:mobile", "mobile", "phone:mobile")
WEBSITES = ("website", "contact:website", "url", "healthcare:website")
NOT_OPEN = (
    "abandoned",
    "closed",
    "construction",
    "demolished",
    "destroyed",
    "disused",
    "planned",
    "proposed",
    "razed",
    "removed",
    "ruins",
)
"""A tag of this key with any value but 'no' says that the place is not in use. As a prefix
('disused:amenity') it hides the tag from the rules of the kinds, so nothing has to be done."""

SIZES = {
    "city": 5,
    "town": 4,
    "suburb": 3,
    "borough": 3,
    "quarter": 3,
    "village": 2,
    "hamlet": 1,
    "neighbourhood": 1,
    "isolated_dwelling": 1,
}
"""`Town.size` by the value of the tag `place`; other values, such as a square, are no towns."""

OTHER_NAMES = ("name:en", "int_name", "official_name", "alt_name")
"""Other names of towns that are looked for. Names in all languages would be a hundred for a city."""

WITHIN = ("is_in:state", "is_in:county", "is_in", "addr:state")
WHEELCHAIR: dict[str, Literal["yes", "limited", "no"]] = {
    "yes": "yes",
    "designated": "yes",
    "limited": "limited",
    "no": "no",
}
LONGEST_HOURS = 500
"""Characters of `opening_hours`: longer ones are left out, since cut ones would say other hours."""

MOST_LANGUAGES = 40
LANGUAGE = re.compile(r"language:([a-z]{2,3})")
YEAR_FIRST = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def first_tags(kinds: CareKinds) -> dict[str, frozenset[str]]:
    """Keys and values of which every place and every town has at least one: see `could_be`."""
    firsts: dict[str, frozenset[str]] = {"place": frozenset(SIZES)}
    for rule in kinds.openstreetmap:
        key, values = next(iter(rule.has.items()))
        firsts[key] = firsts.get(key, frozenset()) | frozenset(values)
    return firsts


def could_be(tags: Tags, firsts: Mapping[str, frozenset[str]]) -> bool:
    """Whether any of the first tags is there: quick, because a country has millions of benches."""
    for key, values in firsts.items():
        said = tags.get(key)
        if said and (
            said in values or "*" in values or _is_list(said) or said.strip().lower() in values
        ):
            return True
    return False


def _is_list(said: str) -> bool:
    return ";" in said or "," in said


def kinds_of(tags: Tags, kinds: CareKinds) -> tuple[str, ...]:
    """Ids of the kinds whose rules hold, each once, in the order of the rules."""
    holding = (one for one in kinds.openstreetmap if _holds(one, tags) and fits_name(one, tags))
    return tuple(dict.fromkeys(rule.kind for rule in holding))


def place_of(
    tags: Tags,
    kinds: CareKinds,
    *,
    id: str,  # noqa: A002 - the field's own name
    point: Point,
    as_of: date | None = None,
) -> Place | LeftOut | None:
    """The place that the tags describe at `point`; None when it is of no kind.

    `LeftOut` when it is no longer in use, or when it has no name, phone or address: then nobody
    could find it. What says that it takes emergencies stays in all the same: in need it is found by
    the map. Text is cleaned by `clean`; what is not well-formed is as if it were not there.
    """
    found = kinds_of(tags, kinds)
    if not found:
        return None
    if why := why_not_open(tags, as_of):
        return LeftOut(id, why)
    phone, address = _first(tags, PHONES, clean.phone), address_of(tags)
    name = _first(tags, NAMES, clean.plain)
    if name is None and (phone or address or _takes_emergencies(tags)):
        name = next((kind.name for kind in kinds.kinds if kind.id == found[0]), None)
    if name is None:
        return LeftOut(id, "no name")
    return Place(
        id=id,
        name=name,
        kinds=found,
        point=point,
        phone=phone,
        website=_first(tags, WEBSITES, clean.website),
        address=address,
        opening_hours=clean.whole(tags.get("opening_hours"), LONGEST_HOURS),
        wheelchair=WHEELCHAIR.get(tags.get("wheelchair", "")),
        languages=_languages(tags),
        emergency=_takes_emergencies(tags),
        country=country_of(tags),
        as_of=as_of,
    )


def towns_of(
    tags: Tags,
    *,
    id: str,  # noqa: A002 - the field's own name
    point: Point,
) -> tuple[Town, ...]:
    """The town that the tags describe at `point`, if any: once for each name she may type.

    Under another name, such as 'Munich', `within` is its own name, 'München'.
    """
    size, name = SIZES.get(tags.get("place", "")), clean.plain(tags.get("name"))
    if size is None or name is None or why_not_open(tags, None):
        return ()
    within, country = _first(tags, WITHIN, clean.plain), country_of(tags)
    town = Town(id=id, name=name, point=point, size=size, within=within, country=country)
    others = dict.fromkeys(other for key in OTHER_NAMES if (other := clean.plain(tags.get(key))))
    return town, *(
        Town(id=f"{id} {other}", name=other, point=point, size=size, within=name, country=country)
        for other in others
        if other != name
    )


def why_not_open(tags: Tags, as_of: date | None) -> str | None:
    """Why nobody would be there, in words: out of use, not yet built, or ended before `as_of`."""
    if any(tags.get(key, "no") != "no" for key in NOT_OPEN):
        return "not in use"
    if tags.get("opening_hours", "").strip().lower() in ("closed", "off"):
        return "closed"
    ended = _last_day(tags.get("end_date", ""))
    return "closed" if ended and as_of and ended <= as_of else None


def _holds(rule: TagRule, tags: Tags) -> bool:
    """Plain loops, because it is asked of every object for every rule."""
    for key, values in rule.has.items():
        if key not in tags or not _is_among(tags[key], values):
            return False
    return not any(key in tags and _is_among(tags[key], of) for key, of in rule.lacks.items())


def _is_among(text: str, values: tuple[str, ...]) -> bool:
    """Whether one of the values, split at ';' or ',', is one of those named; '*' is any but 'no'."""
    if text in values:
        return True
    said = {one.strip().lower() for one in text.replace(",", ";").split(";")} - {""}
    return not said.isdisjoint(values) or ("*" in values and bool(said - {"no"}))


def _takes_emergencies(tags: Tags) -> bool | None:
    """None where it does not say, or says both."""
    said = _is_among(tags.get("emergency", ""), ("yes", "24/7"))
    refused = _is_among(tags.get("emergency", ""), ("no",))
    return None if said is refused else said


def _first(
    tags: Tags, keys: tuple[str, ...], read: Callable[[str | None], str | None]
) -> str | None:
    """What the first of the keys says whose value can be read."""
    return next((said for key in keys if (said := read(tags.get(key)))), None)


def _languages(tags: Tags) -> tuple[str, ...]:
    """Codes of the languages that are spoken there."""
    spoken = (
        matched[1]
        for key, value in tags.items()
        if value in ("yes", "main") and (matched := LANGUAGE.fullmatch(key))
    )
    return tuple(sorted(spoken)[:MOST_LANGUAGES])


def _last_day(text: str) -> date | None:
    """The last day of the year, month or day that the text names; None for any other text."""
    matched = YEAR_FIRST.fullmatch(text.strip())
    if not matched:
        return None
    year, month = int(matched[1]), int(matched[2] or 12)
    try:
        return date(year, month, int(matched[3] or monthrange(year, month)[1]))
    except ValueError:
        return None
