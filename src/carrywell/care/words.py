"""How far, in which direction and how old, in words."""

from datetime import date

MILE = 1609.344
"""Metres in an international mile, exactly."""
USE_MILES = ("GB", "US", "LR", "MM")
"""Countries whose roads are signed in miles, by ISO 3166."""
LEAST, WHOLE_FROM = 0.1, 10.0
OLD = 365
"""Days after which she is told that numbers and hours may have changed. Our own choice."""
_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH, _YEAR = 30.4375, 365.25
"""Days, on average."""


def distance_in_words(metres: float, country: str | None = None, *, about: bool = False) -> str:
    """'0.4 km', or in miles where roads are signed so.

    `about`: the point itself is rough, such as the middle of a postcode; then whole ones, at least one.
    """
    in_miles = country in USE_MILES
    value, one, many = (metres / MILE, "mile", "miles") if in_miles else (metres / 1000, "km", "km")
    return (
        f"about {_length(max(1, round(value)), one, many)}" if about else _length(value, one, many)
    )


def direction_in_words(bearing: float) -> str:
    """The nearest of eight directions; `bearing` in degrees clockwise from north."""
    return _WINDS[round(bearing / 45) % len(_WINDS)]


def day_in_words(day: date) -> str:
    """'3 March 2021'."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def age_in_words(as_of: date | None, today: date) -> str:
    """How old data is, and what that means for her when it is more than a year or not known."""
    if as_of is None:
        return "of unknown age: ring before you go"
    days = (today - as_of).days
    told = f"from {day_in_words(as_of)}"
    if days <= 0:
        return told
    return f"{told}, {_age(days)} old" + (": ring before you go" if days > OLD else "")


def _age(days: int) -> str:
    if days < 2 * _MONTH:
        return _count(days, "day")
    if days < 2 * _YEAR:
        return _count(int(days / _MONTH), "month")
    return _count(int(days / _YEAR), "year")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _length(value: float, one: str, many: str) -> str:
    if value < LEAST:
        return f"under {LEAST:g} {many}"
    rounded = round(value, 1) if value < WHOLE_FROM else round(value)
    return f"{rounded:,g} {one if rounded == 1 else many}"
