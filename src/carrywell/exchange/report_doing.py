"""What she could do, as she and a clinic scored it; and her weight, for her who wants its numbers."""

from collections.abc import Iterator
from typing import Final

from carrywell.exchange.material import Material
from carrywell.exchange.report import Figure, Line, Section, day_in_words
from carrywell.patterns.weight_gain import in_kg


def doing(material: Material) -> Section:
    """Her weekly answers, the latest beside the first, and totals that a clinic gave her."""
    part = material.diary.between(material.first, material.last)
    lines = (*_weekly(material), *_clinic(material))
    if not part.weeks and not lines:
        return Section(
            id="doing", title="What she could do", missing="No weekly answer in this time."
        )
    return Section(id="doing", title="What she could do", lines=lines)


def weight(material: Material) -> Section | None:
    """Her weight; None unless she wants numbers about it and has noted one."""
    report = material.weight
    if report is None or not report.points:
        return None
    last = report.points[-1]
    before = material.woman.known.get("weight_before_kg")
    figures = [Figure("Gain so far", f"{in_kg(last.gain_kg)} kg")]
    if isinstance(before, int | float):
        figures.insert(0, Figure("Before the pregnancy", f"{in_kg(float(before))} kg"))
    if material.diary.weights:
        latest = material.diary.weights[-1]
        figures.append(
            Figure("Latest", f"{in_kg(latest.weight_kg)} kg on {day_in_words(latest.on)}")
        )
    if last.at_week is not None:
        low, high = last.at_week
        figures.append(Figure("Usual gain by then", f"{in_kg(low)} to {in_kg(high)} kg"))
    return Section(id="weight", title="Weight", figures=tuple(figures))


def _weekly(material: Material) -> Iterator[Line]:
    weeks = material.diary.between(material.first, material.last).weeks
    if not weeks:
        return
    first, last = weeks[0], weeks[-1]
    said = []
    for item in material.guideline.content.measures.diary.week.items:
        now, before = last.scores.get(item.id), first.scores.get(item.id)
        if now is not None:
            earlier = f" (was {before})" if before is not None and first.on != last.on else ""
            said.append(f"{IN_SHORT.get(item.id, item.say)} {now}{earlier}")
    since = f", was: {day_in_words(first.on)}" if first.on != last.on else ""
    if said:
        lead = f"Trouble, 0 none to 10 could not (week to {day_in_words(last.on)}{since})"
        yield Line(", ".join(said), lead=lead)


IN_SHORT: Final = {
    "walk": "walking",
    "sleep": "sleeping",
    "turn_in_bed": "turning in bed",
    "work": "work",
    "lift": "lifting",
    "care": "caring for others",
}
"""The weekly questions as a clinician would name them."""


def _clinic(material: Material) -> Iterator[Line]:
    measures = {one.id: one.name for one in material.guideline.content.measures.clinic_totals}
    totals = material.diary.between(material.first, material.last).clinic_scores
    latest = {one.measure: one for one in totals}.values()
    if latest:
        said = (
            f"{measures.get(one.measure, one.measure)} {one.score:g} ({day_in_words(one.on)})"
            for one in latest
        )
        yield Line(", ".join(said), lead="Totals worked out by a clinic")
