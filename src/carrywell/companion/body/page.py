"""The page as a value: pictures, words with their sources, and what is still to be asked."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import msgspec

from carrywell.api import Guideline
from carrywell.assessment.answers import settle
from carrywell.assessment.result import PlanItem
from carrywell.assessment.words import reviewed
from carrywell.companion.body.hers import KEEPS_BACK, is_recent
from carrywell.companion.body.models import WeightEntry
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.statements import Line, line_of
from carrywell.patterns.balance import Balance, Body, balance, body_of
from carrywell.patterns.gestation import DAYS_A_WEEK
from carrywell.patterns.weight_gain import SWELLING, Weight, WeightReport, jumped, weight_report
from carrywell.pictures.balance_drawing import balance_drawing, legend
from carrywell.pictures.weight_chart import WeightRow, weight_chart, weight_rows

JUST_NOW = timedelta(days=14)
"""For so long after her last weight a jump is worth a question."""


class BalancePart(msgspec.Struct, frozen=True):
    """The drawing, the sentences beside it, and how to read it.

    `old_weight` is the day of her last weight when it is too old to draw with.
    """

    drawing: str
    say: tuple[str, ...]
    source: Line
    legend: tuple[str, ...]
    old_weight: date | None


class WeightPart(msgspec.Struct, frozen=True, kw_only=True):
    """The chart (none when it would be empty), its table, and the words."""

    title: Line
    say: str | None
    chart: str | None
    rows: tuple[WeightRow, ...]
    lines: tuple[Line, ...]
    notes: tuple[Line, ...]


class BodyPage(msgspec.Struct, frozen=True, kw_only=True):
    """`balance` is None without weeks; `weight` None while something in `asks` is open.

    `kept_back`: she has told us something for which no numbers about weight are shown.
    `swelling` is the advice on swelling, None before 20 weeks; with `jump` it comes first.
    """

    weeks: float | None
    balance: BalancePart | None
    facts: tuple[Line, ...]
    weight: WeightPart | None
    asks: tuple[str, ...]
    kept_back: bool
    swelling: Line | None
    jump: bool


def body_page(
    guideline: Guideline,
    pregnancy: Pregnancy,
    known: dict[str, Any],
    entries: Iterable[WeightEntry],
    today: date,
) -> BodyPage:
    """The page from what is known of her and her weights. Raises `AnswerError` as an assessment."""
    listed = tuple(entries)
    content = guideline.content
    report = weight_report(guideline.compiled, known, by_week(pregnancy, listed))
    facts = settle(guideline.compiled, known).facts
    hers = _balance(guideline, known)
    swelling = facts.get("from_20_weeks") is not False
    shown = hers or balance(content, Body(weeks=0.0))
    asks = report.asks or (() if KEEPS_BACK in known else (KEEPS_BACK,))
    return BodyPage(
        weeks=pregnancy.weeks(today),
        balance=_balance_part(guideline, hers, known, listed) if hers is not None else None,
        facts=tuple(line_of(one, one.say) for one in shown.facts),
        weight=None if asks else _weight_part(guideline, report),
        asks=asks,
        kept_back=bool(known.get(KEEPS_BACK)),
        swelling=_swelling(guideline) if swelling else None,
        jump=swelling and _jumped(guideline, listed, today),
    )


def by_week(pregnancy: Pregnancy, entries: tuple[WeightEntry, ...]) -> list[Weight]:
    """Her weights by week of pregnancy; those from a day that has no week are left out."""
    weeks = ((pregnancy.weeks(one.measured_on), one.weight_kg) for one in entries)
    return [Weight(week, kg) for week, kg in weeks if week is not None]


def _jumped(guideline: Guideline, entries: tuple[WeightEntry, ...], today: date) -> bool:
    """Whether her latest weight jumped: by the days alone, so it is seen without weeks too."""
    if not entries or not is_recent(entries[0], today, JUST_NOW):
        return False
    first = entries[-1].measured_on
    weights = (
        Weight((one.measured_on - first).days / DAYS_A_WEEK, one.weight_kg)
        for one in reversed(entries)
    )
    return jumped(guideline.content.measures.weight_gain, tuple(weights))


def _balance(guideline: Guideline, known: dict[str, Any]) -> Balance | None:
    """No number of hers is drawn before `KEEPS_BACK` is answered."""
    answered = known if KEEPS_BACK in known else known | {KEEPS_BACK: True}
    body = body_of(guideline.compiled, answered)
    return balance(guideline.content, body) if body is not None else None


def _balance_part(
    guideline: Guideline, hers: Balance, known: dict[str, Any], entries: tuple[WeightEntry, ...]
) -> BalancePart:
    model = guideline.content.measures.balance_model
    too_old = entries and "weight_before_kg" in known and "weight_now_kg" not in known
    return BalancePart(
        drawing=balance_drawing(hers, model),
        say=hers.say if known.get(KEEPS_BACK) is False else (),
        source=line_of(hers, ""),
        legend=legend(hers, model),
        old_weight=entries[0].measured_on if too_old and hers.gain_from == "typical" else None,
    )


def _weight_part(guideline: Guideline, report: WeightReport) -> WeightPart:
    words = guideline.content.measures.weight_gain.words
    drawn = report.weeks is not None and (report.range is not None or report.points)
    none_for_her = (report.why_no_range,) if report.why_no_range is not None else ()
    advice = (one for one in report.advice if one.say != _swelling(guideline).say)
    return WeightPart(
        title=line_of(report.range, report.title) if report.range else Line(say=report.title),
        say=report.say,
        chart=weight_chart(report, words) if drawn else None,
        rows=weight_rows(report, words),
        lines=tuple(line_of(one, one.say) for one in (*none_for_her, *advice)),
        notes=tuple(line_of(one, one.say) for one in report.notes),
    )


def _swelling(guideline: Guideline) -> Line:
    rule = next(one for one in guideline.content.advice if one.id == SWELLING)
    item = PlanItem(
        say=rule.say,
        sources=rule.sources,
        source_checked=rule.source_checked,
        reviewed=reviewed(rule),
    )
    return line_of(item, item.say)
