"""One row of a clinic's list as a place."""

import hashlib
import re

from carrywell.care import clean, clinic_columns
from carrywell.care.clinic_columns import UnfitError
from carrywell.care.folded import folded
from carrywell.care.near import metres_between
from carrywell.care.place import Place, Point
from carrywell.care.postcodes import Postcode, us_postcode
from carrywell.guideline.care_kinds import CareKinds

FAR = 100_000.0
"""Metres between a place and its postcode from which one of the two must be wrong: our own choice."""
STATE = re.compile(r"[A-Z]{2}")
EMERGENCY_HOSPITAL = "emergency_hospital"
LONGEST_ID = 100

Cells = dict[str, str]


def place_of(cells: Cells, kinds: CareKinds, usual: tuple[str, ...]) -> Place:
    """The place that a row describes; `usual`: its kinds where it says none. Raises `UnfitError`."""
    name = clean.plain(cells["name"])
    if name is None:
        raise UnfitError("name", cells["name"], "there, so that she can find it")
    country = clinic_columns.country(_said(cells, "country"))
    postcode = _postcode(cells, country)
    country = country or (postcode.country if postcode else None)
    point = _point(cells, postcode)
    emergency = clinic_columns.yes_or_no("emergency", _said(cells, "emergency"))
    is_rough = clinic_columns.yes_or_no("approximate", _said(cells, "approximate"))
    address = _address(cells, country)
    return Place(
        id=_id(cells, name, address, point),
        name=name,
        kinds=_kinds(_said(cells, "kind"), kinds, usual, emergency),
        point=point,
        is_approximate=bool(is_rough) or not _said(cells, "latitude"),
        phone=clinic_columns.phone(_said(cells, "phone"), country),
        website=clinic_columns.website(_said(cells, "website")),
        address=address,
        opening_hours=clinic_columns.opening_hours(_said(cells, "opening_hours")),
        wheelchair=clinic_columns.wheelchair(_said(cells, "wheelchair")),
        languages=clinic_columns.languages(_said(cells, "languages")),
        emergency=emergency,
        country=country,
        as_of=clinic_columns.day(_said(cells, "as_of")),
    )


def _said(cells: Cells, column: str) -> str:
    return cells.get(column, "")


def _kinds(
    text: str, kinds: CareKinds, usual: tuple[str, ...], emergency: bool | None
) -> tuple[str, ...]:
    """Without `EMERGENCY_HOSPITAL` where it says that it takes no emergencies: nobody may be sent there."""
    found = clinic_columns.kinds_in(text, kinds) if text or not usual else usual
    fit = tuple(one for one in found if one != EMERGENCY_HOSPITAL or emergency is not False)
    if not fit:
        raise UnfitError("emergency", "no", f"yes or empty for the kind {EMERGENCY_HOSPITAL}")
    return fit


def _postcode(cells: Cells, country: str | None) -> Postcode | None:
    """That of the USA, if the row says that it is one, by its country or by a state that fits it."""
    found = us_postcode(_said(cells, "postcode")) if country in {None, "US"} else None
    state = _said(cells, "state").upper()
    if found is None or found.state == state or not STATE.fullmatch(state):
        return found if country or (found and found.state == state) else None
    if country:
        raise UnfitError("postcode", f"{found.code} {state}", "in the state that the row says")
    raise UnfitError(
        "country", "", "there: if it is the USA, postcode and state do not fit each other"
    )


def _point(cells: Cells, postcode: Postcode | None) -> Point:
    """Where it is, or the middle of its postcode."""
    latitude = clinic_columns.degrees("latitude", _said(cells, "latitude"))
    longitude = clinic_columns.degrees("longitude", _said(cells, "longitude"))
    if latitude is None and longitude is None and postcode is not None:
        return postcode.point
    if latitude is None or longitude is None:
        column = "latitude" if latitude is None else "longitude"
        raise UnfitError(
            column, "", "there; a postcode alone does only for country US, and if it is known"
        )
    point = Point(latitude, longitude)
    if point == Point(0.0, 0.0):
        raise UnfitError("latitude", "0", "that of the place: 0, 0 lies in the sea")
    if postcode is not None and metres_between(point, postcode.point) > FAR:
        raise UnfitError(
            "latitude and longitude",
            f"{latitude}, {longitude}",
            f"within {FAR / 1000:.0f} km of the postcode",
        )
    return point


def _address(cells: Cells, country: str | None) -> str | None:
    """One line, with the city behind the street where it has a column of its own."""
    street, city = _said(cells, "address"), _said(cells, "city")
    if not street or not city:
        return clean.plain(street)
    state, code = _said(cells, "state"), _said(cells, "postcode")
    if country == "US":
        return clean.plain(f"{street}, {city}, {state} {code[:5]}".rstrip(" ,"))
    return clean.plain(f"{street}, {code} {city}".replace("  ", " "))


def _id(cells: Cells, name: str, address: str | None, point: Point) -> str:
    """That of the row, or one made of what it says, which stays the same when rows are put in or sorted."""
    given = clean.whole(_said(cells, "id"), LONGEST_ID)
    if given or _said(cells, "id"):
        if given is None:
            raise UnfitError("id", cells["id"], f"at most {LONGEST_ID} letters that can be printed")
        return given
    told = f"{folded(name)}\n{folded(address or '')}\n{point.latitude:.4f} {point.longitude:.4f}"
    return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()
