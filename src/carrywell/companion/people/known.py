"""What is known before a check, and from where: the pregnancy's own facts and the standing ones."""

from datetime import date, datetime, timedelta
from typing import Any

from carrywell.api import Guideline, load_guideline
from carrywell.assessment.answers import AnswerError, settle
from carrywell.companion.body.weighed import weight_known
from carrywell.companion.people.models import Pregnancy, StandingFact
from carrywell.guideline.facts import as_fact, harmless_value
from carrywell.patterns.gestation import due_date_from_weeks

DAYS_AFTER_BIRTH = 42
"""For so long after a birth the warning signs of the finding `postpartum` still count."""

TWINS, MORE = 2, 3

HARMLESS_FOR = timedelta(days=28)
"""For so long a standing 'no' counts. Within a pregnancy a 'yes' can come up (a low placenta seen on
a scan, diabetes, high blood pressure), so it is then asked again. Our own choice."""


def known_before(pregnancy: Pregnancy, today: date) -> dict[str, Any]:
    """Answers that need not be asked for: finding id to value.

    They come from standing facts, from what she told us about this pregnancy, from the calendar
    (weeks), and from her own list of weights (`weight_now_kg`, `weight_gain_kg`).
    """
    known = {fact.finding: fact.value for fact in facts_that_count(pregnancy, today)}
    known |= _about(pregnancy)
    known |= {} if pregnancy.is_over else weight_known(pregnancy, today)
    return known | _state(pregnancy, today)


def facts_that_count(pregnancy: Pregnancy, today: date) -> tuple[StandingFact, ...]:
    """The standing facts that are not asked again: those the guideline still knows, and of the
    harmless ones those told in the last four weeks (`HARMLESS_FOR`).
    """
    facts = tuple(pregnancy.facts.all())
    readable = facts if _fits(*facts) else tuple(one for one in facts if _fits(one))
    return tuple(
        one
        for one in readable
        if not is_harmless(one) or today - one.confirmed_at.date() <= HARMLESS_FOR
    )


def is_harmless(fact: StandingFact) -> bool:
    """Whether it says that nothing is the matter."""
    finding = load_guideline().content.finding[fact.finding]
    return as_fact(finding, fact.value) == harmless_value(finding)


def _fits(*facts: StandingFact) -> bool:
    """Whether this guideline knows these findings and answers: an older edition may have had others."""
    try:
        settle(load_guideline().compiled, {one.finding: one.value for one in facts})
    except AnswerError:
        return False
    return True


def keep_standing_facts(
    guideline: Guideline, pregnancy: Pregnancy, answers: dict[str, Any], now: datetime, today: date
) -> None:
    """Remembers what lasts for the whole pregnancy, and her weeks if we did not have them.

    What was known already keeps the day on which she told it.
    """
    base = settle(guideline.compiled, answers).base
    told = {one.finding: one.value for one in facts_that_count(pregnancy, today)}
    given_elsewhere = _about(pregnancy)
    for name, value in base.items():
        finding = guideline.content.finding[name]
        if (
            finding.standing
            and not finding.private
            and name not in given_elsewhere
            and value is not None
            and not (name in told and told[name] == value)
        ):
            StandingFact.objects.update_or_create(
                pregnancy=pregnancy, finding=name, defaults={"value": value, "confirmed_at": now}
            )
    weeks = answers.get("gestation_weeks")
    if pregnancy.due_date is None and isinstance(weeks, int | float):
        pregnancy.due_date = due_date_from_weeks(float(weeks), today)
        pregnancy.dated_by = Pregnancy.DatedBy.WEEKS
        pregnancy.save(update_fields=["due_date", "dated_by"])


def _state(pregnancy: Pregnancy, today: date) -> dict[str, Any]:
    """Pregnant or not, and how far.

    After a loss the same signs count as after a birth: fail-safe, whatever the weeks were, and she is
    not asked whether she is pregnant.
    """
    ended = (Pregnancy.Outcome.BIRTH, Pregnancy.Outcome.LOSS)
    if pregnancy.outcome in ended and pregnancy.ended_on:
        days = (today - pregnancy.ended_on).days
        if 0 <= days <= DAYS_AFTER_BIRTH:
            return {"pregnant": False, "postpartum": True, "postpartum_days": days}
    if pregnancy.is_over:
        return {}
    weeks = pregnancy.weeks(today)
    return {} if weeks is None else {"pregnant": True, "gestation_weeks": weeks}


def _about(pregnancy: Pregnancy) -> dict[str, Any]:
    known: dict[str, Any] = {}
    if pregnancy.babies is not None:
        known["twins"] = pregnancy.babies == TWINS
        known["higher_order_multiple"] = pregnancy.babies >= MORE
    for name in ("height_cm", "weight_before_kg"):
        if (value := getattr(pregnancy, name)) is not None:
            known[name] = value
    return known
