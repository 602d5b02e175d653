"""Least squares for a short, bumpy diary, with intervals that hold for few entries.

The covariance is clustered by day with the bias correction CR2 and the degrees of freedom of Bell
and McCaffrey (2002), see Imbens and Kolesár, "Robust standard errors in small samples" (Review of
Economics and Statistics 2016; 98: 701-712). Evidence that may be looked at every day: a normal
mixture over the effect, the confidence sequence of Robbins (Annals of Mathematical Statistics 1970;
41: 1397-1409).
"""

from collections.abc import Mapping, Sequence
from math import log, sqrt
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

AT_ONE_LOOK = 0.95
FEWEST_DEGREES = 3.0
MOST = 38.0
"""The largest z value that a tail of a double can tell."""
ROUNDED = 1 / 12
"""The variance that writing a score in whole numbers adds. No pain is told more exactly than that."""
SAME = 1e-8
"""What is left of a column, as a share of it, below which it says nothing new."""


class Estimate(msgspec.Struct, frozen=True):
    """An effect: its size, the 95 % interval at one look, and the evidence against 'none'.

    `log_evidence` is the logarithm of a ratio: under no effect it passes log(1 / a) at any time of a
    diary that is looked at daily with a chance of at most a. `degrees` of freedom of the t
    distribution; nan-free: below `FEWEST_DEGREES` there is no estimate.
    """

    size: float
    low: float
    high: float
    error: float
    degrees: float
    log_evidence: float


def estimates(
    outcome: Sequence[float],
    nuisance: Sequence[Sequence[float]],
    effects: Mapping[str, Sequence[float]],
    groups: Sequence[int],
    spread: float,
) -> dict[str, Estimate]:
    """The effects that can be estimated, each beside all the others and beside the nuisance columns.

    `outcome` are whole numbers, less what is known beforehand: an error is never told as smaller than
    their rounding, so that scores which are all alike give an answer and no false certainty.
    `nuisance` holds a column of ones, unless there is to be no level. `groups` numbers the day of each
    row. `spread` is the size of effect looked for, in the units of
    the outcome: the standard deviation of the mixture. An effect that the other columns explain
    is left out, as is one with too few degrees of freedom.
    """
    import numpy as np

    y: Vector = np.asarray(outcome, dtype=np.float64)
    design, places = _design(nuisance, effects, len(y))
    if len(y) <= design.shape[1]:
        return {}
    inverse: Vector = np.asarray(np.linalg.inv(design.T @ design), dtype=np.float64)
    residual: Vector = np.asarray(y - design @ (inverse @ design.T @ y), dtype=np.float64)
    adjusted = _adjusted(design, inverse, np.asarray(groups))
    beta = inverse @ design.T @ y
    found = {
        name: _estimate(float(beta[at]), at, design, inverse, residual, adjusted, spread)
        for name, at in places.items()
    }
    return {name: one for name, one in found.items() if one is not None}


def _design(
    nuisance: Sequence[Sequence[float]], effects: Mapping[str, Sequence[float]], rows: int
) -> tuple["Vector", dict[str, int]]:
    """Columns that each say something new, and where each effect stands among them."""
    import numpy as np

    kept: list[Vector] = []
    basis: list[Vector] = []
    places: dict[str, int] = {}
    for name, values in [*((None, one) for one in nuisance), *effects.items()]:
        column: Vector = np.asarray(values, dtype=np.float64)
        rest: Vector = column - sum((one * (one @ column) for one in basis), np.zeros(rows))
        if float(rest @ rest) > SAME * float(column @ column):
            if name is not None:
                places[name] = len(kept)
            kept.append(column)
            basis.append(rest / sqrt(float(rest @ rest)))
    return np.column_stack(kept), places


def _adjusted(
    design: "Vector", inverse: "Vector", groups: "NDArray[np.int_]"
) -> list[tuple["NDArray[np.int_]", "Vector"]]:
    """For each day its rows, and A X (X'X)^-1 with A the inverse root of I minus the leverage."""
    import numpy as np

    found = []
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        part = design[rows]
        values, vectors = np.linalg.eigh(np.eye(len(rows)) - part @ inverse @ part.T)
        root = np.where(values > SAME, 1 / np.sqrt(np.maximum(values, SAME)), 0.0)
        found.append((rows, (vectors * root) @ vectors.T @ part @ inverse))
    return found


def _estimate(
    size: float,
    at: int,
    design: "Vector",
    inverse: "Vector",
    residual: "Vector",
    adjusted: list[tuple["NDArray[np.int_]", "Vector"]],
    spread: float,
) -> Estimate | None:
    from scipy import special

    weights = [(rows, matrix[:, at]) for rows, matrix in adjusted]
    told = sum(float(residual[rows] @ weight) ** 2 for rows, weight in weights)
    variance = max(told, ROUNDED * sum(float(weight @ weight) for _, weight in weights))
    degrees = _degrees(design, inverse, weights)
    if variance <= 0 or degrees < FEWEST_DEGREES:
        return None
    error = sqrt(variance)
    reach = float(special.stdtrit(degrees, (1 + AT_ONE_LOOK) / 2)) * error
    tail = float(special.stdtr(degrees, -abs(size) / error))
    z = -float(special.ndtri(tail)) if tail > 0 else MOST
    return Estimate(
        size=size,
        low=size - reach,
        high=size + reach,
        error=error,
        degrees=degrees,
        log_evidence=evidence(z, error, spread),
    )


def _degrees(
    design: "Vector", inverse: "Vector", weights: list[tuple["NDArray[np.int_]", "Vector"]]
) -> float:
    """Bell and McCaffrey: the degrees of a chi-square with the same mean and variance."""
    import numpy as np

    across = np.column_stack([design[rows].T @ weight for rows, weight in weights])
    gram = np.diag([float(weight @ weight) for _, weight in weights]) - across.T @ inverse @ across
    return float(np.trace(gram) ** 2 / np.sum(gram * gram))


def evidence(z: float, error: float, spread: float) -> float:
    """The logarithm of the mixture's likelihood ratio for a z value with this standard error."""
    share = spread**2 / (spread**2 + error**2)
    return z * z / 2 * share + log(1 - share) / 2


def level_of_rank(rank: int, first: int = 4) -> float:
    """What share of the allowed error the thing of this rank may use; the shares of all add to one.

    Rank 1 is what had enough entries first. `first` over (rank + first - 1)(rank + first).
    """
    return first / ((rank + first - 1) * (rank + first))


def passes(log_evidence: float, level: float) -> bool:
    """Whether the evidence is enough for a claim at this level."""
    return log_evidence + log(level) >= 0
