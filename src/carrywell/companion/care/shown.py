"""A place as she reads it: how far, whether it is open, how to reach it, and where the line comes from."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from carrywell.care.hours import Hours, hours_of
from carrywell.care.place import Dataset, Place, Point
from carrywell.care.store import Found
from carrywell.care.words import USE_MILES, age_in_words, day_in_words, distance_in_words
from carrywell.companion.care.kinds import names_of
from carrywell.companion.care.languages import languages_told
from carrywell.companion.numbers import Number

WHEELCHAIR = {
    "yes": "Wheelchair: yes",
    "limited": "Wheelchair: partly",
    "no": "Wheelchair: no",
}
_BETWEEN_NUMBERS = re.compile(r"[;,|\n]")
_NUMBER = re.compile(r"\+?[0-9 ()./-]+")
_EXTENSION = re.compile(r"\s*(?:ext\.?|x|#)\s*([0-9]{1,6})\s*$", re.IGNORECASE)
"""Dialled along with the number, it would ring somebody else."""
FEWEST_DIGITS, MOST_DIGITS = 3, 16

Sources = tuple[tuple[tuple[str, ...], str], ...]
"""Lists, each told with its age, and the credit they share."""


class PlaceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One place of a list. `number` is the one on the map; `call` the first of its numbers."""

    place: Place
    dataset: Dataset
    number: int
    distance: str
    kinds: str
    hours: Hours
    call: Number | None
    extension: str
    more_numbers: tuple[Number, ...]
    website: str
    wheelchair: str
    languages: str
    geo: str
    map_page: str
    source: str

    @property
    def query(self) -> str:
        """What its own page is asked with."""
        return urlencode({"list": self.dataset.name, "id": self.place.id})


def line_of(found: Found, number: int, country: str, moment: datetime) -> PlaceLine:
    """A place found, as a line of the list. `country` decides between miles and kilometres."""
    return place_line(
        found.place,
        found.dataset,
        moment,
        number=number,
        distance=distance_told(found.metres, country, about=found.place.is_approximate),
    )


def place_line(
    place: Place, dataset: Dataset, moment: datetime, *, number: int = 1, distance: str = ""
) -> PlaceLine:
    """The same where no distance is known."""
    call, *more = numbers_in(place.name, place.phone) or (None,)
    return PlaceLine(
        place=place,
        dataset=dataset,
        number=number,
        distance=distance,
        kinds=names_of(place.kinds),
        hours=hours_of(place, moment),
        call=call,
        extension=extension_in(place.phone),
        more_numbers=tuple(one for one in more if one is not None),
        website=website_of(place.website),
        wheelchair=WHEELCHAIR.get(place.wheelchair or "", ""),
        languages=languages_told(place.languages),
        geo=geo_of(place.point, place.name),
        map_page=map_page_of(place.point),
        source=source_told(dataset, moment.date(), place.as_of),
    )


def sources_of(lines: Iterable[PlaceLine], today: date) -> Sources:
    """The lists that these places come from, each once, under the credit that their licence wants."""
    every = {one.dataset.name: one.dataset for one in lines}
    by_credit: dict[str, tuple[str, ...]] = {}
    for _, one in sorted(every.items()):
        by_credit[one.credit] = (*by_credit.get(one.credit, ()), source_told(one, today))
    return tuple((told, credit) for credit, told in by_credit.items())


def distance_told(metres: float, country: str, *, about: bool = False) -> str:
    """A distance in words; where roads are signed in miles, in these and then in kilometres."""
    told = distance_in_words(metres, country, about=about)
    kilometres = distance_in_words(metres, about=about).removeprefix("about ")
    needs_both = country in USE_MILES and not kilometres.startswith("under")
    return f"{told} ({kilometres})" if needs_both else told


def numbers_in(who: str, phone: str | None) -> tuple[Number, ...]:
    """The numbers in what a source has as phone: those that can be dialled, without extensions."""
    parts = (_EXTENSION.sub("", part).strip() for part in _BETWEEN_NUMBERS.split(phone or ""))
    found = (Number(who, part) for part in parts if _NUMBER.fullmatch(part))
    return tuple(one for one in found if FEWEST_DIGITS <= _digits(one.dial) <= MOST_DIGITS)


def extension_in(phone: str | None) -> str:
    """What to ask for once the first number answers; empty for nothing."""
    found = _EXTENSION.search(_BETWEEN_NUMBERS.split(phone or "")[0])
    return found[1] if found else ""


def website_of(written: str | None) -> str:
    """An address that a browser may open; empty for anything else."""
    text = (written or "").strip()
    if (
        text
        and "://" not in text
        and re.fullmatch(r"[\w.-]+\.[a-z]{2,}(/\S*)?", text, re.IGNORECASE)
    ):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc else ""


def geo_of(point: Point, name: str) -> str:
    """The address that a maps app on her phone opens (RFC 5870), with the name at the point."""
    at = f"{point.latitude:.6f},{point.longitude:.6f}"
    return f"geo:{at}?q={at}({quote(name, safe='')})"


def map_page_of(point: Point) -> str:
    """A page of OpenStreetMap that shows the point. Nothing is asked of it until she opens it."""
    latitude, longitude = f"{point.latitude:.5f}", f"{point.longitude:.5f}"
    return (
        f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}"
        f"#map=17/{latitude}/{longitude}"
    )


def source_told(dataset: Dataset, today: date, changed: date | None = None) -> str:
    """Where a place comes from, how old that is, and when it was taken in, as far as it is known."""
    told = [dataset.title, age_in_words(dataset.as_of, today)]
    if dataset.imported:
        told.append(f"imported on {day_in_words(dataset.imported)}")
    if changed:
        told.append(f"this entry last changed on {day_in_words(changed)}")
    return "; ".join(told)


def _digits(dial: str) -> int:
    return sum(one.isdigit() for one in dial.replace("%23", ""))
