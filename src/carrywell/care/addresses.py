"""One line of address, in the order of the country, from the tags ``addr:*``."""

import re
from collections.abc import Mapping

from carrywell.care import clean

NUMBER_FIRST = frozenset(
    {"AU", "CA", "FR", "GB", "IE", "IN", "LU", "MC", "NZ", "PH", "SG", "US", "ZA"}
)
"""Countries in which the number of a house stands before its street."""

STATE_AFTER_CITY = frozenset({"AU", "CA", "US"})
"""Countries in which the state and then the postcode stand after the city."""

POSTCODE_AFTER_CITY = frozenset({"GB", "IE", "IN", "NZ", "PH", "SG", "ZA"})
"""Countries in which the postcode stands after the city; elsewhere it stands before it."""

LONGEST_ADDRESS = 300
"""Characters; longer addresses are cut."""

TWO_LETTERS = re.compile(r"[A-Z]{2}")


def address_of(tags: Mapping[str, str]) -> str | None:
    """'Mannerheimintie 5, 00100 Helsinki', or '5 Main Street, Springfield, IL 62701'.

    A postcode, a city or a number alone is no address: it would not bring her to a door.
    """
    country = country_of(tags)
    door = _door(tags, country)
    if door is None:
        return clean.plain(tags.get("addr:full"), LONGEST_ADDRESS)
    return clean.plain(
        ", ".join(part for part in (door, _city(tags, country)) if part), LONGEST_ADDRESS
    )


def country_of(tags: Mapping[str, str]) -> str | None:
    """The ISO 3166 code of two letters of ``addr:country``."""
    code = tags.get("addr:country", "").strip().upper()
    return code if TWO_LETTERS.fullmatch(code) else None


def _door(tags: Mapping[str, str], country: str | None) -> str | None:
    """The street and the number of the house, and what is inside it."""
    street = _said(tags, "street") or _said(tags, "place")
    if street is None:
        return None
    number = _said(tags, "housenumber")
    parts = (number, street) if country in NUMBER_FIRST else (street, number)
    door = " ".join(part for part in parts if part)
    unit = _said(tags, "unit")
    return f"{door}, {unit}" if unit else door


def _city(tags: Mapping[str, str], country: str | None) -> str:
    city, state, postcode = _said(tags, "city"), _said(tags, "state"), _said(tags, "postcode")
    if country in STATE_AFTER_CITY:
        after = " ".join(part for part in (state, postcode) if part)
        return ", ".join(part for part in (city, after) if part)
    parts = (city, postcode) if country in POSTCODE_AFTER_CITY else (postcode, city)
    return " ".join(part for part in parts if part)


def _said(tags: Mapping[str, str], key: str) -> str | None:
    return clean.plain(tags.get(f"addr:{key}"))
