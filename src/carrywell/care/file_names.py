"""What a data set is called, from the name of its file."""

import re
from pathlib import Path

ENDINGS = (
    ".gz",
    ".bz2",
    ".pbf",
    ".osm",
    ".geojson",
    ".geojsonl",
    ".geojsonseq",
    ".ndjson",
    ".json",
)
DATED = re.compile(r"(?:-(?:latest|\d{6}|\d{8}|\d{4}-\d{2}-\d{2}))+$")


def name_of(path: Path) -> str:
    """'germany' for ``germany-latest.osm.pbf`` and ``Germany-260101.osm.pbf``: without its date, so
    that a newer file takes the place of an older one.
    """
    stem = path.name.lower()
    for ending in ENDINGS:
        stem = stem.removesuffix(ending)
    plain = re.sub(r"[\W_]+", "-", stem).strip("-")
    return DATED.sub("", plain)[:100] or "places"


def title_of(path: Path) -> str:
    """'New York' for ``new-york-latest.osm.pbf``."""
    return name_of(path).replace("-", " ").title()
