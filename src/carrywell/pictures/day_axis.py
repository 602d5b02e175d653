"""An axis of days: where each day stands, which days are written below it, and weeks of pregnancy."""

from datetime import date, timedelta

import msgspec

from carrywell.patterns.gestation import (
    DAYS_A_WEEK,
    DAYS_TO_THE_DUE_DATE,
    gestation_weeks,
    weeks_in_short,
)
from carrywell.pictures.chart import WIDTH, word

LEFT, RIGHT = 30.0, 352.0
STEPS = (1, 2, 4, 7, 14, 28, 56)
"""Days between two written days."""
MOST_WRITTEN = 6
LINE = 16.0
"""The height of a line of words below the axis."""
HALF_A_DAY_WRITTEN = 22.0
"""About half the width of a day as it is written, such as 23 Nov."""


class DayAxis(msgspec.Struct, frozen=True):
    """The days from `first` to `last`, each in the middle of its own column."""

    first: date
    last: date
    due_date: date | None = None

    @property
    def count(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def column(self) -> float:
        """The width of a day."""
        return (RIGHT - LEFT) / self.count

    def x(self, on: date) -> float:
        """Where a day stands."""
        return LEFT + ((on - self.first).days + 0.5) * self.column

    def written(self) -> tuple[date, ...]:
        """The days written below: whole weeks of pregnancy where they are known, else Mondays."""
        step = next((one for one in STEPS if self.count <= one * MOST_WRITTEN), STEPS[-1])
        after = (self.first - self._counted_from(step)).days % step
        begin = self.first + timedelta(days=(step - after) % step)
        return tuple(
            begin + timedelta(days=step * count)
            for count in range((self.last - begin).days // step + 1)
        )

    def _counted_from(self, step: int) -> date:
        if step < DAYS_A_WEEK:
            return self.last
        if self.due_date is not None:
            return self.due_date - timedelta(days=DAYS_TO_THE_DUE_DATE)
        return date.min  # a Monday

    def height(self) -> float:
        """The height of the words below."""
        return LINE * (3 if self.due_date is not None else 1) + 6

    def drawn(self, top: float) -> str:
        """The words below an axis at `top`."""
        parts = [self._below(on, top) for on in self.written()]
        if self.due_date is not None:
            middle = (LEFT + RIGHT) / 2
            parts.append(word("weeks of pregnancy", middle, top + 3 * LINE, "middle"))
        return "".join(parts)

    def _below(self, on: date, top: float) -> str:
        x = min(max(self.x(on), HALF_A_DAY_WRITTEN), WIDTH - HALF_A_DAY_WRITTEN)
        said = word(f"{on.day} {on:%b}", x, top + LINE, "middle")
        weeks = gestation_weeks(self.due_date, on) if self.due_date is not None else None
        if weeks is None:
            return said
        return said + word(weeks_in_short(weeks), x, top + 2 * LINE, "middle")
