"""The time zone of this computer by its name: only a name knows when the clocks change.

Django gives the whole process the zone of its settings, and the workers of the server inherit that. So
the name is found out before, and becomes the setting.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LINK = Path("/etc/localtime")
"""On Linux and macOS a link to the file of the zone, whose path ends with the name."""
FOLDER = "zoneinfo/"
HOUR = timedelta(hours=1)
SYSTEM = Path("/usr/share/zoneinfo")
"""Where there is such a folder, Django refuses to start with a zone that has no file in it."""


def name_of_the_zone(now: datetime | None = None, link: Path = LINK) -> str:
    """The name, such as Europe/Lisbon; where there is none, one with the offset of this moment.

    `TZ` of the environment counts before `link`. An offset of part of an hour without a name gives UTC.
    """
    now = (now or datetime.now(UTC)).astimezone()
    for name in (*_told(link), _by_offset(now)):
        if _offset(name, now) == now.utcoffset():
            return name
    return "UTC"


def _told(link: Path) -> Iterator[str]:
    told = os.environ.get("TZ")
    if told is None:
        try:
            told = str(link.readlink()) if link.is_symlink() else ""
        except OSError:
            told = ""
    yield told.removeprefix(":").rpartition(FOLDER)[2]


def _by_offset(now: datetime) -> str:
    """Etc/GMT-12 is twelve hours ahead: the sign is that of POSIX."""
    hours = (now.utcoffset() or timedelta()) // HOUR
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def _offset(name: str, now: datetime) -> timedelta | None:
    if not name or (SYSTEM.exists() and not (SYSTEM / name).exists()):
        return None
    try:
        return now.astimezone(ZoneInfo(name)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
