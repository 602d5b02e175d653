"""What the report is made from: values alone, read by the companion, never a database row."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from carrywell.api import Guideline
from carrywell.assessment.result import Assessment
from carrywell.exchange.report import SectionId
from carrywell.guideline.model import Urgency
from carrywell.patterns.diary import Diary
from carrywell.patterns.weight_gain import WeightReport
from carrywell.patterns.what_helps import WhatHelps


class Woman(msgspec.Struct, frozen=True, kw_only=True):
    """Who she is, as far as it is stored: never a name.

    `known` are finding ids to values, as before a check: standing facts and what follows from the
    calendar. `outcome` is '', 'birth', 'loss' or 'stopped'; `weeks` are of today, None when they are
    not known or the pregnancy is over, and `weeks_at_the_end` of the day on which it ended.
    """

    known: Mapping[str, Any]
    weeks: float | None = None
    due_date: date | None = None
    babies: int | None = None
    country: str = ""
    unit: str = ""
    outcome: str = ""
    ended_on: date | None = None
    weeks_at_the_end: float | None = None
    is_sample: bool = False


class LastCheck(msgspec.Struct, frozen=True, kw_only=True):
    """Her last finished check. `answers` are those that count in it, what was known before included;
    `told` are those given in it. `is_current`: by the guideline that is loaded now.
    """

    at: datetime
    answers: Mapping[str, Any]
    told: frozenset[str]
    assessment: Assessment
    is_current: bool = True
    by_someone_else: bool = False


class Agreed(msgspec.Struct, frozen=True):
    """What a clinician has agreed to, by whom and when, as she noted it."""

    finding: str
    who: str = ""
    on: date | None = None


class Tapped(msgspec.Struct, frozen=True):
    """Something she tapped on the timer that is no spasm: what, as the button says it, and when."""

    what: str
    at: datetime


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the report rests on.

    `first` and `last` are the days it looks back on. `unreadable` is when she finished a
    check that this Carrywell cannot read any more; `check` is then None. `begun_later` is when she began a check after
    the last finished one and did not finish it. `since`: how urgent her records since the check are,
    and what they show. `weight` is None unless she wants numbers about weight. `fitting` puts words of the
    guideline in a form that fits after a birth or a loss.
    """

    guideline: Guideline
    woman: Woman
    diary: Diary
    now: datetime
    first: date
    last: date
    chosen: frozenset[SectionId]
    check: LastCheck | None = None
    unreadable: datetime | None = None
    begun_later: datetime | None = None
    since: tuple[Urgency, str] | None = None
    tapped: tuple[Tapped, ...] = ()
    helps: WhatHelps | None = None
    agreed: tuple[Agreed, ...] = ()
    reason: str = ""
    questions: str = ""
    weight: WeightReport | None = None
    fitting: Callable[[str], str] = str

    @property
    def check_that_counts(self) -> LastCheck | None:
        """The last check, unless a birth or a loss came after it: its answers then fit no more.

        The day alone does not tell: she may note the end some days later.
        """
        check, ended = self.check, self.woman.ended_on
        if check is None or ended is None or self.woman.outcome not in ("birth", "loss"):
            return check
        day = check.at.astimezone(self.diary.zone).date()
        if check.answers.get("postpartum") is True:
            return check
        return check if day > ended and check.answers.get("pregnant") is not True else None
