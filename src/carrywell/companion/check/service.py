"""What a check does with the guideline: where she is, saving an answer, finishing."""

from datetime import date, datetime
from typing import Any

import msgspec
from django.db import transaction

from carrywell.api import Guideline, load_guideline
from carrywell.assessment.recheck import recheck_on
from carrywell.assessment.result import Assessment
from carrywell.assessment.walk import Walk, walk
from carrywell.companion.check import private
from carrywell.companion.check.models import CheckIn
from carrywell.companion.people.known import keep_standing_facts, known_before
from carrywell.companion.people.models import Pregnancy


def guideline() -> Guideline:
    """The guideline that comes with Carrywell, loaded once."""
    return load_guideline()


def begin(
    pregnancy: Pregnancy,
    asked_by: str,
    now: datetime,
    today: date,
    answers: dict[str, Any] | None = None,
) -> CheckIn:
    """A new check; `answers` are what is already said, such as why a session was stopped."""
    return CheckIn.objects.create(
        pregnancy=pregnancy,
        asked_by=asked_by,
        known=known_before(pregnancy, today),
        answers=answers or {},
        started_at=now,
        updated_at=now,
    )


def where(check: CheckIn, now: datetime) -> Walk:
    """Where she is in the interview."""
    return walk(guideline(), check.known, check.answers | private.remembered(check.pk, now))


def save_answers(check: CheckIn, given: dict[str, Any], now: datetime) -> None:
    """Adds her answers, the private ones in memory only. When this returns, they are on the disk."""
    written, unwritten = private.split(guideline().content, given)
    private.remember(check.pk, unwritten, now)
    with transaction.atomic():
        fresh = CheckIn.objects.select_for_update().get(pk=check.pk)
        check.answers = fresh.answers | written
        check.draft = None
        check.updated_at = now
        check.save(update_fields=["answers", "draft", "updated_at"])


def keep_draft(check: CheckIn, place: int, given: dict[str, Any], now: datetime) -> None:
    """Keeps what she has begun to fill in on a screen; private answers are not kept."""
    written, _ = private.split(guideline().content, given)
    check.draft = {"place": place, "given": written}
    check.updated_at = now
    check.save(update_fields=["draft", "updated_at"])


def finish(check: CheckIn, now: datetime, today: date) -> Assessment:
    """The answer, kept with the check without what is private; standing facts are remembered."""
    at = where(check, now)
    assessment = guideline().assess(at.answers)
    kept = assessment.without_private()
    recheck = recheck_on(guideline(), assessment, at.answers, today)
    check.assessment = msgspec.to_builtins(kept)
    check.urgency = kept.urgency
    check.recheck_on = recheck.on if recheck else None
    check.guideline_version = kept.guideline.version
    check.guideline_hash = kept.guideline.hash
    check.finished_at = check.updated_at = now
    with transaction.atomic():
        check.save()
        keep_standing_facts(guideline(), check.pregnancy, at.answers, now, today)
    return assessment


def assessment_of(check: CheckIn, now: datetime) -> tuple[Assessment, dict[str, Any]]:
    """The finished answer and the answers behind it.

    While the private answers are remembered, with them; later as it was kept. Raises `ValueError`
    for an answer that this Carrywell cannot read any more.
    """
    if not by_this_guideline(check):
        return check.kept_assessment(), check.facts()
    at = where(check, now)
    if private.remembered(check.pk, now):
        return guideline().assess(at.answers), at.answers
    kept = check.kept_assessment()  # which does not keep what was still to be asked
    return msgspec.structs.replace(kept, next_screen=at.now), at.answers


def by_this_guideline(check: CheckIn) -> bool:
    """Whether the answer was given by the guideline that is loaded now."""
    return check.guideline_hash == guideline().hash
