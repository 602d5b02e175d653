"""Rows on their way, on the disk by part, so that a part fits into memory."""

from pathlib import Path
from typing import Any

import polars as pl

HELD = 200_000
"""Rows that are held before they are written away."""


class Store:
    """Rows on the disk, by part; some are held until there are enough to write."""

    def __init__(self, folder: Path, schema: dict[str, pl.DataType]) -> None:
        self.folder, self.schema = folder, schema
        self._held: dict[int, list[tuple[Any, ...]]] = {}
        self._once: set[tuple[Any, ...]] = set()
        self._count = self._files = 0

    def add(self, part: int, row: tuple[Any, ...]) -> None:
        """One row of a part."""
        self._held.setdefault(part, []).append(row)
        self._count += 1
        if self._count >= HELD:
            self._flush()

    def add_once(self, part: int, row: tuple[Any, ...]) -> None:
        """As `add`, unless the same row is held already."""
        if row not in self._once:
            self._once.add(row)
            self.add(part, row)

    def frame(self, part: int) -> pl.DataFrame:
        """All rows of a part."""
        self._flush()
        files = sorted((self.folder / str(part)).glob("*.parquet"))
        empty = pl.DataFrame(schema=self.schema)
        return pl.concat([empty, *(pl.read_parquet(one) for one in files)])

    def _flush(self) -> None:
        for part, rows in self._held.items():
            folder = self.folder / str(part)
            folder.mkdir(parents=True, exist_ok=True)
            frame = pl.DataFrame(rows, schema=self.schema, orient="row")
            frame.write_parquet(folder / f"{self._files:06}.parquet")
        self._held.clear()
        self._once.clear()
        self._count = 0
        self._files += 1
