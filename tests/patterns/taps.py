"""Taps written short, for tables: "0+50 8 16+90" are starts at minutes 0, 8 and 16 with the lengths of the
first and the last in seconds. A place and a strength may follow: "8+50/back/mild".
"""

from datetime import UTC, datetime, timedelta

from carrywell.patterns.diary import TimedSpasm

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return MIDNIGHT + timedelta(minutes=minutes)


def taps(short: str, place: str = "", strength: str = "") -> tuple[TimedSpasm, ...]:
    return tuple(_spasm(one, place, strength) for one in short.split())


def starts(*minutes: float, place: str = "") -> tuple[TimedSpasm, ...]:
    return tuple(TimedSpasm(at(one), None, "", place) for one in minutes)


def _spasm(short: str, place: str, strength: str) -> TimedSpasm:
    time, said_place, said_strength = (*short.split("/"), "", "")[:3]
    start, _, length = time.partition("+")
    began = at(float(start))
    return TimedSpasm(
        began,
        began + timedelta(seconds=float(length)) if length else None,
        said_strength or strength,
        said_place or place,
    )
