"""The answer as a page: what to do first, then why, then everything else."""

from collections.abc import Iterable
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from carrywell.assessment import telling
from carrywell.assessment.nearest import nearest_more_urgent
from carrywell.assessment.recheck import recheck_on
from carrywell.assessment.result import Assessment, Grounds, PlanItem, TreatmentStatus
from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.service import guideline
from carrywell.companion.today import now_is
from carrywell.guideline.dose import dose_in_words

AREAS = {
    "ice_and_heat": "Ice and heat",
    "posture": "Posture, sleep and belts",
    "exercise": "Exercise and stretching",
    "acupuncture": "Acupuncture",
    "tens": "TENS",
    "lifestyle": "Everyday habits",
}
STATUS_SYMBOL = {
    "offered": "offered",
    "ask first": "ask",
    "ask before offering": "ask",
    "not for you": "not-for-you",
}
STATUS_WORDS = {
    "offered": "Fine for you",
    "ask first": "Ask first",
    "ask before offering": "A question first",
    "not for you": "Not for you now",
}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One statement with where it comes from."""

    say: str
    more: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    checked: bool = True
    treatment: str | None = None


class Section(msgspec.Struct, frozen=True):
    """A part of the plan."""

    title: str
    lines: tuple[Line, ...]


def answer_page(
    request: HttpRequest, check: CheckIn, assessment: Assessment, answers: dict[str, Any]
) -> HttpResponse:
    """The page for a finished check: urgent ones hold nothing but what to do."""
    now = assessment.urgency in ("emergency", "urgent")
    context = {"check": check, "a": assessment, "head": telling.headline(assessment)}
    context |= _reasons(check, assessment, answers)
    if not now:
        context |= _plan(assessment) | _later(request, check, assessment, answers)
    return render(request, "check/answer_now.html" if now else "check/answer.html", context)


def sources_in_words(names: Iterable[str]) -> tuple[str, ...]:
    """Who says so, and in what."""
    known = guideline().content.source
    found = (known[name] for name in names if name in known)
    return tuple(f"{one.organisation}: {one.title}" for one in found)


def line_of(grounds: Grounds, say: str, more: tuple[str, ...] = ()) -> Line:
    """A statement of the assessment with its sources in words."""
    return Line(
        say=say,
        more=more,
        sources=sources_in_words(grounds.sources),
        checked=grounds.source_checked,
        treatment=grounds.treatment if isinstance(grounds, PlanItem) else None,
    )


def _reasons(check: CheckIn, assessment: Assessment, answers: dict[str, Any]) -> dict[str, Any]:
    signs = telling.signs_worth_telling(assessment)
    script = telling.phone_script(
        guideline().content, assessment, answers, for_someone_else=check.for_someone_else
    )
    return {
        "careful": telling.why_so_careful(assessment),
        "script": script,
        "signs": [_sign(assessment, one) for one in signs],
        "undecided": assessment.undecided if telling.rests_on_not_knowing(assessment) else (),
        "waiting": [line_of(one, one.say) for one in assessment.plan.while_waiting],
    }


def _sign(assessment: Assessment, sign: Any) -> dict[str, Any]:
    told = "; ".join(telling.symptoms(sign))
    return {
        "sign": sign,
        "told": told,
        "do": telling.what_to_do(assessment, sign),
        "line": line_of(sign, sign.say),
    }


def _plan(assessment: Assessment) -> dict[str, Any]:
    plan = assessment.plan
    parts = (
        ("Now", plan.now),
        ("Every day", plan.daily),
        ("At night", plan.night),
        ("Leave out", plan.avoid),
        ("See someone", plan.see_someone),
        ("When to stop", plan.stop),
    )
    sections = [
        Section(title, tuple(line_of(one, one.say) for one in items))
        for title, items in parts
        if items
    ]
    return {
        "sections": sections,
        "good_to_know": [line_of(one, one.say) for one in plan.know],
        "routine": [
            line_of(one, one.name, (dose_in_words(one.dose),)) for one in plan.routine
        ],
        "causes": [(one, line_of(one, one.say)) for one in assessment.causes],
        "areas": by_area(assessment.treatments),
        "cause_unclear": telling.CAUSE_UNCLEAR,
    }


def by_area(treatments: tuple[TreatmentStatus, ...]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Treatments under their headings, with their status in words and a symbol."""
    found = [
        (
            title,
            [
                {
                    "treatment": one,
                    "status": STATUS_WORDS[one.status],
                    "symbol": STATUS_SYMBOL[one.status],
                    "sources": sources_in_words(one.sources),
                }
                for one in treatments
                if one.area == area and guideline().content.treatment[one.id].kind == "plan"
            ],
        )
        for area, title in AREAS.items()
    ]
    return [(title, items) for title, items in found if items]


def _later(
    request: HttpRequest, check: CheckIn, assessment: Assessment, answers: dict[str, Any]
) -> dict[str, Any]:
    day = check.finished_at.astimezone(now_is(request).tzinfo).date() if check.finished_at else None
    watch = {
        title: [line_of(one, one.say) for one in assessment.watch_for if one.urgency == urgency]
        for urgency, title in telling.WATCH_FOR_TITLES.items()
    }
    return {
        "watch": [(title, lines) for title, lines in watch.items() if lines],
        "changes": nearest_more_urgent(guideline(), answers),
        "recheck": recheck_on(guideline(), assessment, answers, day) if day else None,
    }
