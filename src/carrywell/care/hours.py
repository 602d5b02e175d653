"""Whether a place is open at a moment, and until when, in its own time zone.

A place that its hours call closed must never be hidden from someone in an emergency: hospitals answer at
night what their office hours do not say. Whoever shows places leaves out the closed only where she asked
for it, and never in `carrywell.care.search.nearest_for_emergency`.
"""

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from carrywell.care.place import Place, Point
from carrywell.care.words import MONTHS

if TYPE_CHECKING:
    from opening_hours import OpeningHours

LONGEST = 1000
"""Letters of a text that are read; the longest that OpenStreetMap keeps is 255."""
SHOWN = 120
"""Letters of a text that are shown to her."""
AHEAD = 366
"""Days in which a change is looked for: without an end the package searches to the year 9999."""
_POLE, _ANTIMERIDIAN = 89.9, 179.99
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Hours(msgspec.Struct, frozen=True):
    """`until` is when that changes, on the place's own clock: None if not within a year or not known.

    `says` is for her: 'open until 18:00', 'closed, opens Monday 9:00', 'hours not known'.
    """

    state: Literal["open", "closed", "unknown"]
    until: datetime | None
    says: str


def hours_of(place: Place, moment: datetime) -> Hours:
    """Its hours at `moment`, which carries a time zone (`ValueError` if not).

    Public holidays are those of `place.country`, or of the country its point lies in, where the package
    has a calendar for it; it has none of school holidays. A text that it cannot read is 'unknown' and
    shown as it is. So is a time with a remark beside it ("by appointment"): the remark may be what counts.
    """
    if moment.tzinfo is None:
        raise ValueError(f"moment {moment}: must carry a time zone")
    text = (place.opening_hours or "").strip()
    if not text:
        return Hours("unknown", None, "hours not known")
    try:
        return _said(_read(text, place), moment.astimezone(ZoneInfo("UTC")))
    except Exception:  # noqa: BLE001 - whatever a text does to the package, her page must stand
        return Hours("unknown", None, f"hours as written: {_short(text)}")


def _read(text: str, place: Place) -> "OpeningHours":
    """What the package makes of the text. Raises what the package raises."""
    from opening_hours import OpeningHours

    if len(text) > LONGEST:
        raise ValueError(f"{len(text)} letters: at most {LONGEST} are read")
    known: dict[str, Any] = {"coords": _with_a_zone(place.point), "max_interval_days": AHEAD}
    if place.country:
        with suppress(Exception):  # a country without a calendar, or the text itself: then below
            return OpeningHours(text, country=place.country.upper(), **known)
    return OpeningHours(text, **known)


def _with_a_zone(point: Point) -> tuple[float, float]:
    """The point, a step away from the poles and the antimeridian, which lie in no zone of the package."""
    return (
        min(max(point.latitude, -_POLE), _POLE),
        min(max(point.longitude, -_ANTIMERIDIAN), _ANTIMERIDIAN),
    )


def _said(read: "OpeningHours", moment: datetime) -> Hours:
    """`moment` has a zone with a name: the package takes no other."""
    state, remark = _state(read, moment)
    until = read.next_change(moment)
    match state:
        case "open":
            says = f"open until {_when(until, moment)}" if until else "open day and night"
        case "closed":
            says = _closed(read, until, moment)
        case _:
            says = f"may be open, ask first: {remark}" if remark else "hours not known right now"
    return Hours(state, until, says)


def _state(
    read: "OpeningHours", moment: datetime
) -> tuple[Literal["open", "closed", "unknown"], str]:
    """The state and the remark beside it. Open with a remark is unknown; closed with one is closed."""
    from opening_hours import State

    state, remark = read.state(moment)
    if state == State.CLOSED:
        return "closed", remark
    return ("open" if state == State.OPEN and not remark else "unknown"), _short(remark)


def _closed(read: "OpeningHours", until: datetime | None, moment: datetime) -> str:
    if until is None:
        return "closed"
    opens = "opens" if _state(read, until)[0] == "open" else "may open"
    return f"closed, {opens} {_when(until, moment)}"


def _when(until: datetime, moment: datetime) -> str:
    """The hour alone today, with the weekday within a week, with the date after it."""
    clock = f"{until.hour}:{until.minute:02}"
    days = (until.date() - moment.astimezone(until.tzinfo).date()).days
    if days == 0:
        return clock
    if days == 1 and clock == "0:00":
        return "midnight"
    day = f"{until.day} {MONTHS[until.month - 1]}"
    return f"{_DAYS[until.weekday()] if days < len(_DAYS) else day} {clock}"


def _short(text: str) -> str:
    """One line, not longer than she can read beside an address."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
