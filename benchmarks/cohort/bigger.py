"""The guideline with its signs and findings several times over (see `growth`), and people to fit it."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from growth import _named, grown
from people import cohort

from carrywell.api import load_guideline
from carrywell.guideline.compiled import Compiled, _write, load
from carrywell.guideline.folder import CONTENT_FOLDER
from carrywell.guideline.generate import generate_source


@cache
def compiled_at(times: int) -> Compiled:
    compiled = load_guideline().compiled
    if times == 1:
        return compiled
    artefact, rules = grown(compiled, times)
    with TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder, artefact, generate_source(artefact.content, rules))
        return load(CONTENT_FOLDER, folder)


def cohort_at(times: int, people: int, folder: Path) -> Path:
    """The people; for a bigger guideline each answer stands in every copy of its column."""
    file = cohort(load_guideline().compiled, people, folder)
    if times == 1:
        return file
    wide = folder / f"{people}.{times}.synthetic.parquet"
    if not wide.exists():
        frame = pl.scan_parquet(file)
        names = [one for one in frame.collect_schema() if one not in ("person", "synthetic")]
        copies = (pl.col(one).alias(_named(one, copy)) for copy in range(1, times) for one in names)
        frame.with_columns(copies).sink_parquet(wide)
    return wide
