"""What her diary supports at a moment, worked out once for as long as nothing is written anew."""

from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256

import msgspec

from carrywell.patterns.by_day import ByDay, by_day, by_day_until
from carrywell.patterns.diary import Diary
from carrywell.patterns.pain_course import Told, told_of

DIARIES_REMEMBERED = 4
"""Of so many diaries, or editions of one, the findings stay in memory."""

Cut = tuple[date, int, int]
"""Where a diary is cut: the day, and how many scores and sessions there are up to the moment."""


class Written:
    """The written part of a diary: scores, days, sessions and weekly answers."""

    def __init__(self, diary: Diary) -> None:
        self.diary = diary

    def told(self, cut: Diary, day: date) -> tuple[Told, ...]:
        """The same as `told_of(cut, day)`, where `cut` is this diary as it stood at a moment of `day`."""
        where = day, len(cut.scores), len(cut.sessions)
        if where not in self._found:
            self._found[where] = told_of(cut, day, by_day_until(self._by_day, cut, day))
        return self._found[where]

    @cached_property
    def _by_day(self) -> ByDay:
        return by_day(self.diary)

    @cached_property
    def _found(self) -> dict[Cut, tuple[Told, ...]]:
        one = self.diary
        whole = (str(one.zone), one.scores, one.days, one.sessions, one.weeks)
        return _found_in(sha256(msgspec.msgpack.encode(whole)).digest())


@lru_cache(maxsize=DIARIES_REMEMBERED)
def _found_in(_written: bytes) -> dict[Cut, tuple[Told, ...]]:
    return {}
