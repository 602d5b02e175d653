"""What helps her, worked out once for a diary and kept in memory until she writes something new.

The judgement itself takes some tens of milliseconds and needs a numerical library that takes longer
to load. Pages that only order by it ask `helped_so_far`, which costs two counts in the database
while she has too few entries for any judgement.
"""

import logging
from datetime import date, tzinfo
from hashlib import sha256

import msgspec

from carrywell.companion.check.service import guideline
from carrywell.companion.diary.hers import diary_of
from carrywell.companion.people.models import Pregnancy
from carrywell.patterns.compared import LEAST_DAYS_TOLD, LEAST_WITH
from carrywell.patterns.diary import Diary
from carrywell.patterns.what_helps import WhatHelps, what_helps

logger = logging.getLogger(__name__)
_kept: dict[int, tuple[str, WhatHelps]] = {}
MOST_KEPT = 8
"""More women than use one computer at a time."""


def her_help(pregnancy: Pregnancy, zone: tzinfo, today: date) -> WhatHelps:
    """What her diary says up to today, where she is."""
    return help_in(pregnancy, diary_of(pregnancy, zone), today)


def help_in(pregnancy: Pregnancy, diary: Diary, today: date) -> WhatHelps:
    """The same, of a diary that has been read."""
    state = _state(diary, today)
    kept = _kept.get(pregnancy.pk)
    if kept is not None and kept[0] == state:
        return kept[1]
    found = what_helps(diary, today, guideline().content)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[pregnancy.pk] = state, found
    return found


def helped_so_far(pregnancy: Pregnancy, zone: tzinfo | None, today: date) -> WhatHelps:
    """The same for pages that order by it; nothing, at once, while nothing can be judged.

    Never raises: the order is a convenience, and the answer to a check must be shown whatever is
    wrong with a diary.
    """
    try:
        return her_help(pregnancy, zone, today) if zone and _enough(pregnancy) else WhatHelps()
    except Exception:
        logger.exception("What helps her could not be worked out")
        return WhatHelps()


def forget() -> None:
    """Forgets what was worked out, when everything is deleted."""
    _kept.clear()


def _enough(pregnancy: Pregnancy) -> bool:
    return (
        pregnancy.sessions.exclude(pain_before=None)[:LEAST_WITH].count() >= LEAST_WITH
        or pregnancy.days.all()[:LEAST_DAYS_TOLD].count() >= LEAST_DAYS_TOLD
    )


def _state(diary: Diary, today: date) -> str:
    """What the judgement rests on, as a digest: nothing of hers is kept to compare with."""
    told = (diary.scores, diary.days, diary.sessions, str(diary.zone), today)
    return sha256(msgspec.json.encode(told)).hexdigest()
