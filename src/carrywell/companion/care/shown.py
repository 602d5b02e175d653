"""A place as she reads it: how far, whether it is open, how to reach it, and where the line comes from."""

import re
from datetime import date, datetime
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from carrywell.care.hours import Hours, hours_of
from carrywell.care.place import Dataset, Place, Point
from carrywell.care.store import Found
from carrywell.companion.care.kinds import names_of
from carrywell.companion.care.languages import languages_told
from carrywell.companion.numbers import Number

MILE = 1609.344
"""Metres in an international mile, exactly."""
USE_MILES = ("GB", "US", "LR", "MM")
"""Countries whose roads are signed in miles, by ISO 3166; Myanmar is changing."""

NEAREST_TOLD, WHOLE_FROM = 0.1, 10.0
WHEELCHAIR = {
    "yes": "Wheelchair: yes",
    "limited": "Wheelchair: partly",
    "no": "Wheelchair: no",
}
_BETWEEN_NUMBERS = re.compile(r"\s*[;,/]\s*|\s+or\s+")
FEWEST_DIGITS, MOST_DIGITS = 3, 16


class PlaceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One place of a list. `number` is the one on the map; `call` the first of its numbers."""

    place: Place
    dataset: Dataset
    number: int
    distance: str
    kinds: str
    hours: Hours
    call: Number | None
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
        more_numbers=tuple(one for one in more if one is not None),
        website=website_of(place.website),
        wheelchair=WHEELCHAIR.get(place.wheelchair or "", ""),
        languages=languages_told(place.languages),
        geo=geo_of(place.point, place.name),
        map_page=map_page_of(place.point),
        source=source_told(dataset, place.as_of),
    )


def distance_told(metres: float, country: str, *, about: bool = False) -> str:
    """A distance in words; in miles first where roads are signed so. `about` where the point is rough."""
    kilometres = _length(metres / 1000, "km", "km")
    say = kilometres
    if country in USE_MILES:
        say = f"{_length(metres / MILE, 'mile', 'miles')} ({kilometres})"
    return f"about {say}" if about and not say.startswith("under") else say


def numbers_in(who: str, phone: str | None) -> tuple[Number, ...]:
    """The numbers in what a source has as phone: those that can be dialled."""
    parts = _BETWEEN_NUMBERS.split(phone or "")
    found = (Number(who, part.strip()) for part in parts)
    return tuple(one for one in found if FEWEST_DIGITS <= _digits(one.dial) <= MOST_DIGITS)


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


def source_told(dataset: Dataset, changed: date | None = None) -> str:
    """Where a place comes from and how old that is, as far as it is known."""
    told = [dataset.title]
    if dataset.imported and dataset.as_of:
        days = (dataset.imported - dataset.as_of).days
        told.append(f"{_days(days)} old when imported on {dataset.imported:%-d %B %Y}")
    elif dataset.imported:
        told.append(f"imported on {dataset.imported:%-d %B %Y}, its age is not known")
    elif dataset.as_of:
        told.append(f"as of {dataset.as_of:%-d %B %Y}")
    if changed:
        told.append(f"this entry last changed on {changed:%-d %B %Y}")
    return ", ".join(told)


def _length(value: float, one: str, many: str) -> str:
    if value < NEAREST_TOLD:
        return f"under {NEAREST_TOLD:g} {many}"
    rounded = round(value, 1) if value < WHOLE_FROM else round(value)
    return f"{rounded:,g} {one if rounded == 1 else many}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{max(count, 0)} days"


def _digits(dial: str) -> int:
    return sum(one.isdigit() for one in dial.replace("%23", ""))
