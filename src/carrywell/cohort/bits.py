"""Planes of bits in memory, one bit a row as Arrow stores them: no column is copied to be read or told."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]

from carrywell.cohort.gates import Operation, Wiring

Plane = npt.NDArray[np.uint8]
BYTE = 8
SPREAD = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little").view(
    np.uint64
)[:, 0]
"""For each byte its bits as eight bytes of 0 or 1."""
RUN: Mapping[Operation, np.ufunc] = {
    "and": np.bitwise_and,
    "or": np.bitwise_or,
    "xor": np.bitwise_xor,
}


def run(wiring: Wiring[Any], leaves: Sequence[Plane], size: int) -> dict[int, Plane]:
    """The planes of the wanted gates; `leaves` in the order of the wiring, each of `size` bytes."""
    everyone = np.full(size, 255, dtype=np.uint8)
    planes = [
        ~everyone,
        everyone,
        *leaves,
        *(np.empty(size, dtype=np.uint8) for _ in range(wiring.kept)),
        *np.empty((wiring.spare, size), dtype=np.uint8),
    ]
    for operation, one, other, to in wiring.gates:
        RUN[operation](planes[one], planes[other], out=planes[to])
    return {gate: planes[place] for gate, place in wiring.wanted.items()}


def planes_of(column: pa.BooleanArray) -> tuple[Plane, Plane]:
    """Where a column is true, and where it is false; neither where it is null."""
    told, values = column.buffers()
    value = _plane(values, column)
    if told is None:
        return value, ~value
    known = _plane(told, column)
    return value & known, known & ~value


def truths(true: Plane, told: Plane, rows: int) -> pa.BooleanArray:
    """A column of yes and no, null where it is not told."""
    return _array(pa.bool_(), rows, told, true)


def numbers(digits: Sequence[Plane], told: Plane, rows: int) -> pl.Series:
    """Whole numbers from their binary digits, the smallest first; null where they are not told."""
    low = np.zeros(len(told), dtype=np.uint64)
    for at, plane in enumerate(digits[:BYTE]):
        low |= SPREAD[plane] << np.uint64(at)
    found = pl.Series(pl.from_arrow(_array(pa.uint8(), rows, told, low)))
    if len(digits) <= BYTE:
        return found
    high = numbers(digits[BYTE:], told, rows)
    return pl.Series(found.cast(pl.Int32) + high.cast(pl.Int32) * 2**BYTE)


def _plane(buffer: Any, column: pa.BooleanArray) -> Plane:
    bits = np.frombuffer(buffer, dtype=np.uint8)
    first, shift = divmod(column.offset, BYTE)
    size = -(-len(column) // BYTE)
    if not shift:
        return bits[first : first + size]
    here = np.unpackbits(bits[first : first + size + 1], bitorder="little")
    return np.packbits(here[shift : shift + len(column)], bitorder="little")


def _array(kind: Any, rows: int, told: Plane, values: npt.NDArray[Any]) -> Any:
    return pa.Array.from_buffers(kind, rows, [pa.py_buffer(told), pa.py_buffer(values)])
