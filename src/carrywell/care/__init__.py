"""Care near her: places read from open data or a clinic's own list, and the nearest of them.

Works without a network once a list was imported. Nothing here asks where she is. docs/care.md has examples.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from carrywell.care.hours import Hours, hours_of
    from carrywell.care.place import BadFile, Dataset, LeftOut, Place, Point, Town
    from carrywell.care.search import nearest_for_emergency
    from carrywell.care.store import BadStore, Found, Imported, Store, open_store
    from carrywell.care.take_in import import_file

__all__ = [
    "BadFile",
    "BadStore",
    "Dataset",
    "Found",
    "Hours",
    "Imported",
    "LeftOut",
    "Place",
    "Point",
    "Store",
    "Town",
    "hours_of",
    "import_file",
    "nearest_for_emergency",
    "open_store",
]
_MODULES = ("place", "store", "hours", "search", "take_in")


def __getattr__(name: str) -> Any:
    """Each name is fetched when it is first asked for, so that one part loads without the others."""
    for module in _MODULES if name in __all__ else ():
        found = getattr(import_module(f"carrywell.care.{module}"), name, None)
        if found is not None:
            return found
    raise AttributeError(f"module 'carrywell.care' has no attribute {name!r}")
