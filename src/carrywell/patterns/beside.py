"""What is held equal when times with and without a treatment are compared.

For an episode, the pain at its end is what her usual course lets expect (a level, a trend, the hour
of the day), and a part of how far she was from that course at the beginning: it fades with the
length of the episode. So a long night is not held against a short session, nor an evening against a
morning. Course and fading are fitted together with the treatments, in Gauss and Newton's steps, so
that her usual course is the one without them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from carrywell.patterns.diary import Diary
from carrywell.patterns.episodes import BETWEEN, HOUR, Episode, Told, phase

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

Column = tuple[float, ...]
FADES = (12.0, 48.0)
"""Hours after which a quick and a slow spell have faded to a third; hers is a mixture, which is fitted."""
BEGIN = (0.4, 0.4)
"""The mixture that the fitting begins with."""
STEPS = 4
MOST_LEFT = 0.95
A_WEEK = 7 * 24


class Beside(msgspec.Struct, frozen=True):
    """Columns that are held equal, and what is taken off each row's outcome beforehand."""

    columns: tuple[Column, ...]
    offset: Column


def beside_episodes(rows: Sequence[Episode], diary: Diary, effects: Sequence[Column]) -> Beside:
    """For episodes with their score at the end as outcome. `effects`: the treatments' columns."""
    import numpy as np

    first = rows[0].start
    starts = _courses([one.start for one in rows], diary, first)
    ends = _courses([one.end for one in rows], diary, first)
    begun = np.array([float(one.before) for one in rows])
    ended = np.array([float(one.after) for one in rows])
    fading = np.exp(-np.array([[one.hours / hours for hours in FADES] for one in rows]))
    used = np.array(effects, dtype=np.float64).reshape(len(effects), len(rows)).T
    course, parts = _drawn(diary, first), np.array(BEGIN)
    columns, offset = starts, begun
    for _ in range(STEPS):
        left = np.clip(fading @ parts, 0.0, MOST_LEFT)
        away = begun - starts @ course
        columns = np.hstack([ends - left[:, None] * starts, fading * away[:, None]])
        offset = left * (starts @ course)
        found = np.linalg.lstsq(np.hstack([columns, used]), ended - offset, rcond=None)[0]
        course, parts = found[: len(course)], found[len(course) : len(course) + len(parts)]
    return Beside(
        tuple(tuple(float(one) for one in column) for column in columns.T),
        tuple(float(one) for one in offset),
    )


def beside_days(rows: Sequence[Told]) -> Beside:
    """For days with their pain as outcome: the day before, the evening before, the night, a trend."""
    woken = [one.woken for one in rows if one.woken is not None]
    usually = sum(woken) / len(woken) if woken else 0.0
    columns = (
        tuple(1.0 for _ in rows),
        tuple(one.pain_before for one in rows),
        tuple(one.evening - one.pain_before if one.evening is not None else 0.0 for one in rows),
        tuple(usually if one.woken is None else float(one.woken) for one in rows),
        tuple((one.on - rows[0].on).days / 7 for one in rows),
    )
    return Beside(columns, tuple(0.0 for _ in rows))


def _courses(moments: Sequence[datetime], diary: Diary, first: datetime) -> "Matrix":
    """For each moment a level, weeks since the first, and the place on the clock."""
    import numpy as np

    return np.array([(1.0, (at - first) / HOUR / A_WEEK, *phase(at, diary)) for at in moments])


def _drawn(diary: Diary, first: datetime) -> "Matrix":
    """Her usual course as her diary scores draw it, to begin with. Scores about a session are left
    out: they are given when the pain is bad.
    """
    import numpy as np

    drawn = [one for one in diary.scores if one.asked in BETWEEN]
    if not drawn:
        return np.zeros(4)
    scores = np.array([float(one.score) for one in drawn])
    columns = _courses([one.at for one in drawn], diary, first)
    return np.asarray(np.linalg.lstsq(columns, scores, rcond=None)[0], dtype=np.float64)
