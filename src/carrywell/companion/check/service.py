"""What a check does with the guideline: where she is, saving an answer, finishing."""

from datetime import date, datetime
from typing import Any

import msgspec
from django.db import transaction

from carrywell.api import Guideline, load_guideline
from carrywell.assessment.answers import AnswerError, settle
from carrywell.assessment.recheck import recheck_on
from carrywell.assessment.result import Assessment
from carrywell.assessment.walk import Walk, walk
from carrywell.companion.check import private
from carrywell.companion.check.models import STILL_TODAY, CheckIn
from carrywell.companion.people.known import keep_standing_facts, known_before
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.watch.recorded import RECORDED
from carrywell.guideline.facts import as_answer, harmless_value


def guideline() -> Guideline:
    """The guideline that comes with Carrywell, loaded once."""
    return load_guideline()


def begin(
    pregnancy: Pregnancy,
    asked_by: str,
    now: datetime,
    today: date,
    answers: dict[str, Any] | None = None,
    recorded: dict[str, Any] | None = None,
) -> CheckIn:
    """A new check; `answers` are what is already said, such as why a session was stopped, `recorded`
    what she timed or wrote and let stand.
    """
    known = known_before(pregnancy, today)
    return CheckIn.objects.create(
        pregnancy=pregnancy,
        asked_by=asked_by,
        known=_if_it_fits(known | (recorded or {})) or known,
        answers=answers or {},
        started_at=now,
        updated_at=now,
    )


def known_today(check: CheckIn, today: date) -> dict[str, Any]:
    """What is known before an unfinished check, as it is today.

    The weeks, the due date and whether she is still pregnant may have changed since it was begun.
    What a stopped session put into it stays, and so does what her records answered when it began.
    """
    known = known_before(check.pregnancy, today)
    for name, value in check.known.items():
        stopped = name in check.answers and check.answers[name] == value
        if stopped or name in RECORDED:
            known = _if_it_fits(known | {name: value}) or known
    return known


def _if_it_fits(known: dict[str, Any]) -> dict[str, Any] | None:
    try:
        settle(guideline().compiled, known)
    except AnswerError:
        return None
    return known


def is_too_old(check: CheckIn, now: datetime) -> bool:
    """Whether an unfinished check was left for so long that its answers do not count any more."""
    return check.finished_at is None and check.updated_at <= now - STILL_TODAY


def begin_again(
    check: CheckIn, given: dict[str, Any], now: datetime, today: date
) -> CheckIn | None:
    """A new check for answers that came after a check was finished or was left for too long.

    What was said in it goes along while that still counts. None when nothing new was said.
    """
    private_then = private.remembered(check.pk, now)
    before = check.answers | private_then
    recent = check.updated_at > now - STILL_TODAY
    if recent and all(name in before and before[name] == one for name, one in given.items()):
        return None
    said = before | given if recent else given
    written, unwritten = private.split(guideline().content, said)
    recorded = {name: one for name, one in check.known.items() if recent and name in RECORDED}
    again = begin(check.pregnancy, check.asked_by, now, today, written, recorded)
    private.remember(again.pk, unwritten, now)
    return again


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
        check.draft = _other_draft(fresh, given)
        check.updated_at = now
        check.save(update_fields=["answers", "draft", "updated_at"])


def _other_draft(check: CheckIn, given: dict[str, Any]) -> dict[str, Any] | None:
    """What she has begun on another screen is not lost when this one is sent."""
    draft = check.draft or {}
    return draft if draft and not set(draft.get("given", {})) & set(given) else None


def keep_draft(check: CheckIn, place: int, given: dict[str, Any], now: datetime) -> None:
    """Keeps what she has begun to fill in on a screen; private answers are not kept."""
    written, _ = private.split(guideline().content, given)
    check.draft = {"place": place, "given": written}
    check.updated_at = now
    check.save(update_fields=["draft", "updated_at"])


def finish(check: CheckIn, now: datetime, today: date) -> Assessment:
    """The answer, kept with the check without what is private; standing facts are remembered.

    It rests on everything that is saved by now, also from another window. From then on `answers`
    holds what counted.
    """
    with transaction.atomic():
        check.refresh_from_db(from_queryset=CheckIn.objects.select_for_update())
        if check.finished_at:
            return assessment_of(check, now)[0]
        check.known = known_today(check, today)
        at = where(check, now)
        assessment = guideline().assess(at.answers)
        _write(check, assessment, at.answers, now, today)
        check.save()
        keep_standing_facts(guideline(), check.pregnancy, at.answers, now, today)
    return assessment


def _write(
    check: CheckIn, assessment: Assessment, answers: dict[str, Any], now: datetime, today: date
) -> None:
    kept = assessment.without_private()
    recheck = recheck_on(guideline(), assessment, answers, today)
    check.answers = {name: one for name, one in check.answers.items() if name in answers}
    check.draft = None
    check.assessment = msgspec.to_builtins(kept)
    check.urgency = kept.urgency
    check.recheck_on = recheck.on if recheck else None
    check.guideline_version = kept.guideline.version
    check.guideline_hash = kept.guideline.hash
    check.finished_at = check.updated_at = now


def assessment_of(check: CheckIn, now: datetime) -> tuple[Assessment, dict[str, Any]]:
    """The finished answer and the answers behind it.

    While the private answers are remembered, with them; later as it was kept. Raises `ValueError`
    for an answer that this Carrywell cannot read any more.
    """
    if not by_this_guideline(check):
        return check.kept_assessment(), check.facts()
    if private.remembered(check.pk, now):
        at = where(check, now)
        return guideline().assess(at.answers), at.answers
    at = walk(guideline(), check.known, _forgotten(check) | check.answers)
    kept = check.kept_assessment()  # which does not keep what was still to be asked
    answers = {name: one for name, one in at.answers.items() if name in check.facts()}
    return msgspec.structs.replace(kept, next_screen=at.now), answers


def _forgotten(check: CheckIn) -> dict[str, Any]:
    """The private answers, so that what she said after them still stands in its place.

    Every sign that rests on them is urgent or worse: a check that ended below had ruled them out.
    """
    names = [one for one in guideline().content.findings if one.private and not one.derived]
    if check.urgency in ("urgent", "emergency"):
        return {one.id: None for one in names}
    return {one.id: as_answer(harmless_value(one)) for one in names}


def by_this_guideline(check: CheckIn) -> bool:
    """Whether the answer was given by the guideline that is loaded now."""
    return check.guideline_hash == guideline().hash
