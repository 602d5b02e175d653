"""Chance for made-up people: from a seed, a name and the row's number alone.

So each value can be worked out by itself, in any order and any batch, and is the same on every machine.
The numbers are those of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators,
2014), in 64 bits that wrap around.
"""

import polars as pl

from carrywell.cohort.stories import Between, Draw, Says

GOLDEN = 0x9E3779B97F4A7C15
FIRST, SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
BITS = 1 << 53
"""A double tells this many numbers below 1 apart."""
NUMBER = "row.number"
"""The column with the row's number, as UInt64."""


def stream(seed: int, name: str) -> int:
    """Where the numbers of this name start: 64 bits. FNV-1a of the name, mixed with the seed."""
    start = 0xCBF29CE484222325
    for one in f"{seed}:{name}".encode():
        start = (start ^ one) * 0x100000001B3 % (1 << 64)
    return start


def at_random(seed: int, name: str) -> pl.Expr:
    """A number from 0 up to but not 1, each as likely, for every row."""
    mixed = pl.col(NUMBER) * _whole(GOLDEN) + _whole(stream(seed, name))
    mixed = (mixed ^ mixed // _whole(1 << 30)) * _whole(FIRST)
    mixed = (mixed ^ mixed // _whole(1 << 27)) * _whole(SECOND)
    mixed ^= mixed // _whole(1 << 31)
    return (mixed // _whole(1 << 11)).cast(pl.Float64) / BITS


def chance(seed: int, name: str, share: float) -> pl.Expr:
    """True in this share of the rows."""
    return at_random(seed, name) < share


def chosen(seed: int, name: str, says: Says) -> pl.Expr:
    """What is said: as it stands, or drawn."""
    match says:
        case Draw(options):
            return _drawn(at_random(seed, name), options)
        case Between(least, most, step):
            steps = round((most - least) / step) + 1
            drawn = (at_random(seed, name) * steps).floor()
            return (drawn * step + least).round(3)
        case int() | float() if not isinstance(says, bool):
            return pl.lit(float(says))
        case _:
            return pl.lit(says)


def _drawn(number: pl.Expr, options: tuple[tuple[bool | str | None, int], ...]) -> pl.Expr:
    whole = sum(weight for _, weight in options)
    told = pl.lit(options[-1][0])
    below = whole - options[-1][1]
    for value, weight in reversed(options[:-1]):
        told = pl.when(number < below / whole).then(pl.lit(value)).otherwise(told)
        below -= weight
    return told


def _whole(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt64)
