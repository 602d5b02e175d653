"""The questions that a treatment waits for, on its own page, and saving their answers."""

from datetime import date, datetime
from typing import Any

import msgspec
from django.db import transaction

from carrywell.assessment.answers import settle
from carrywell.assessment.interview import questions_about
from carrywell.assessment.recheck import recheck_on
from carrywell.assessment.result import NextScreen
from carrywell.assessment.walk import Step
from carrywell.companion.check import private
from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.service import guideline
from carrywell.companion.people.known import keep_standing_facts
from carrywell.companion.relief.standing import URGENT, Standing, answers_of


def step_for(stands: Standing, treatment: str) -> Step:
    """The open questions of a treatment as one screen."""
    status = stands.status(treatment)
    assert status is not None
    compiled = guideline().compiled
    questions = questions_about(compiled, settle(compiled, stands.answers), status.ask)
    title = f"Before we offer this: {status.name}"
    screen = NextScreen(id="relief", title=title, purpose="safety", questions=questions)
    return Step(screen, stands.answers, {})


def save(stands: Standing, given: dict[str, Any], now: datetime, today: date) -> bool:
    """Adds the answers to her last check and asks the guideline again; true when that is urgent.

    They stand among what the check has known from the start, since its own screens are over. When
    it was finished stays as it is: these answers make the others no younger.
    """
    assert stands.check is not None
    written, unwritten = private.split(guideline().content, given)
    private.remember(stands.check.pk, unwritten, now)
    with transaction.atomic():
        check = CheckIn.objects.select_for_update().get(pk=stands.check.pk)
        check.known = check.known | written
        check.answers = {name: one for name, one in check.answers.items() if name not in written}
        answers = answers_of(check, now, today)
        assessment = guideline().assess(answers)
        kept = assessment.without_private()
        again = recheck_on(guideline(), assessment, answers, today)
        check.assessment = msgspec.to_builtins(kept)
        check.urgency = kept.urgency
        check.recheck_on = again.on if again else None
        check.guideline_version, check.guideline_hash = kept.guideline.version, kept.guideline.hash
        check.updated_at = now
        check.save()
        keep_standing_facts(guideline(), check.pregnancy, answers, now, today)
    return kept.urgency in URGENT
