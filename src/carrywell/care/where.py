"""Where the imported places lie. Reads nothing and makes nothing."""

from collections.abc import Mapping
from pathlib import Path

VARIABLE = "CARRYWELL_PLACES"
"""The environment variable that names another store: a path, or an address `postgresql://…`."""
FILE = "places.sqlite3"
DATABASES = ("postgresql://", "postgres://")


def places_at(environment: Mapping[str, str], data_folder: Path) -> str | Path:
    """What `carrywell.care.store.open_store` takes: the place that the environment names, or her own folder.

    `data_folder` is the folder of everything she records (`carrywell.companion.data_folder`).
    """
    named = environment.get(VARIABLE, "").strip()
    return store_named(named) if named else data_folder / FILE


def store_named(named: str) -> str | Path:
    """A database keeps its address; anything else is a path, with `~` for her home folder."""
    return named if named.startswith(DATABASES) else Path(named).expanduser()
