"""The answer as a page: what to do first, then why, then everything else."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from carrywell.assessment import telling
from carrywell.assessment.nearest import nearest_more_urgent
from carrywell.assessment.recheck import recheck_on
from carrywell.assessment.result import (
    Assessment,
    FiredSign,
    PlanItem,
    TreatmentStatus,
)
from carrywell.companion.care.urgent import refuge_of
from carrywell.companion.check.afterwards import afterwards, reworded
from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.service import by_this_guideline, guideline
from carrywell.companion.helps.hers import helped_so_far
from carrywell.companion.statements import Line, NumberedLines, sources_in_words
from carrywell.companion.today import now_is
from carrywell.guideline.care_kinds import CareKind
from carrywell.guideline.dose import dose_in_words
from carrywell.patterns.helped_first import has_helped, order_by_help, plan_by_help
from carrywell.patterns.what_helps import WhatHelps

HAS_HELPED = "Has helped you."
FEW, SOME = 3, 5
"""Lines of a part of the plan, and warning signs, that are seen without a tap."""

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


class Section(msgspec.Struct, frozen=True):
    """A part of the page: the lines she sees at once, and those behind one tap.

    `near`: the kinds of care near her that its lines send her to, each once.
    """

    title: str
    first: tuple[Line, ...]
    rest: tuple[Line, ...] = ()
    near: tuple[CareKind, ...] = ()


def section(title: str, lines: Iterable[Line], shown: int) -> Section:
    """A part of the page of which `shown` lines are seen at once; a single one is never hidden."""
    listed = tuple(lines)
    cut = shown if len(listed) > shown + 1 else len(listed)
    near = dict.fromkeys(kind for line in listed for kind in line.near)
    return Section(title, listed[:cut], listed[cut:], tuple(near))


def answer_page(
    request: HttpRequest, check: CheckIn, assessment: Assessment, answers: dict[str, Any]
) -> HttpResponse:
    """The page for a finished check: urgent ones hold nothing but what to do."""
    now = assessment.urgency in ("emergency", "urgent")
    references = NumberedLines(guideline().content)
    context = {"check": check, "a": assessment, "head": telling.headline(assessment)}
    context |= _reasons(check, assessment, answers, references)
    if now:
        context["refuge"] = refuge_of(request)
    else:
        helped = _helped(request, check)
        context |= _plan(assessment, references, helped) if assessment.scope.in_scope else {}
        context |= _later(request, check, assessment, answers, references)
    context["references"] = references.listed()
    return render(request, "check/answer_now.html" if now else "check/answer.html", context)


def _reasons(
    check: CheckIn, assessment: Assessment, answers: dict[str, Any], references: NumberedLines
) -> dict[str, Any]:
    outcome = check.pregnancy.outcome
    signs = telling.signs_worth_telling(assessment)
    script = telling.phone_script(
        guideline().content, assessment, answers, for_someone_else=check.for_someone_else
    )
    return {
        "careful": telling.why_so_careful(assessment),
        "script": _fitting(script, outcome),
        "signs": [_sign(assessment, one, references, outcome) for one in signs],
        "undecided": assessment.undecided if telling.rests_on_not_knowing(assessment) else (),
        "waiting": [
            references.line(one, say)
            for one in assessment.plan.while_waiting
            if (say := afterwards(one.say, outcome))
        ],
    }


def _sign(
    assessment: Assessment, sign: FiredSign, references: NumberedLines, outcome: str
) -> dict[str, Any]:
    told = "; ".join(_fitting(one, outcome) for one in telling.symptoms(sign))
    return {
        "sign": sign,
        "told": told,
        "do": reworded(telling.what_to_do(assessment, sign) or "", outcome),
        "line": references.line(sign, _fitting(sign.say, outcome)),
    }


def _fitting(say: str, outcome: str) -> str:
    """The words that fit her; all of them rather than none, for what she must not miss."""
    return afterwards(say, outcome) or say


def _helped(request: HttpRequest, check: CheckIn) -> WhatHelps:
    """What has helped her so far; nothing for a pregnancy that is over."""
    if check.pregnancy.is_over:
        return WhatHelps()
    now = now_is(request)
    return helped_so_far(check.pregnancy, now.tzinfo, now.date())


def _plan(assessment: Assessment, references: NumberedLines, helped: WhatHelps) -> dict[str, Any]:
    plan = assessment.plan
    marked = {one.id for one in assessment.treatments if has_helped(one, helped)}
    causes = [(one, references.line(one, one.say)) for one in assessment.causes]
    parts = (
        ("Now", plan_by_help(plan.now, helped)),
        ("Every day", plan_by_help(plan.daily, helped)),
        ("At night", plan_by_help(plan.night, helped)),
        ("Leave out", plan.avoid),
        ("See someone", plan.see_someone),
        ("When to stop", plan.stop),
    )
    sections = [
        section(title, (_line(one, references, marked) for one in items), FEW)
        for title, items in parts
        if items
    ]
    return {
        "sections": sections,
        "good_to_know": [references.line(one, one.say) for one in plan.know],
        "routine": [
            references.line(one, one.name, (dose_in_words(one.dose),)) for one in plan.routine
        ],
        "causes": causes,
        "areas": by_area(order_by_help(assessment.treatments, helped), references, helped),
        "cause_unclear": telling.CAUSE_UNCLEAR,
    }


def _line(item: PlanItem, references: NumberedLines, marked: set[str]) -> Line:
    """A line of the plan, marked when it is about something offered that has helped her."""
    return references.line(item, item.say, (HAS_HELPED,) if item.treatment in marked else ())


def by_area(
    treatments: Sequence[TreatmentStatus],
    references: NumberedLines | None = None,
    helped: WhatHelps | None = None,
) -> list[tuple[str, list[dict[str, Any]]]]:
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
                    "references": references.numbers(one.sources) if references else (),
                    "helped": helped is not None and has_helped(one, helped),
                    "worse": helped is not None and one.id in helped.made_worse,
                }
                for one in treatments
                if one.area == area and guideline().content.treatment[one.id].kind == "plan"
            ],
        )
        for area, title in AREAS.items()
    ]
    return [(title, items) for title, items in found if items]


def _later(
    request: HttpRequest,
    check: CheckIn,
    assessment: Assessment,
    answers: dict[str, Any],
    references: NumberedLines,
) -> dict[str, Any]:
    current = by_this_guideline(check)  # an older one may have asked other questions
    day = check.finished_at.astimezone(now_is(request).tzinfo).date() if check.finished_at else None
    watch = [
        section(
            title,
            (
                references.line(one, say)
                for one in assessment.watch_for
                if one.urgency == urgency and (say := afterwards(one.say, check.pregnancy.outcome))
            ),
            SOME,
        )
        for urgency, title in telling.WATCH_FOR_TITLES.items()
    ]
    return {
        "watch": [one for one in watch if one.first],
        "changes": nearest_more_urgent(guideline(), answers)
        if current and not check.pregnancy.is_over
        else (),
        "recheck": recheck_on(guideline(), assessment, answers, day) if day and current else None,
    }
