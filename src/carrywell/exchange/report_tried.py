"""What is probably behind it, what she tried and how it went, and what is not for her."""

from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from typing import Final

import msgspec

from carrywell.assessment.references import References
from carrywell.assessment.result import LikelyCause, Reason
from carrywell.assessment.telling import spoken
from carrywell.exchange.material import LastCheck, Material
from carrywell.exchange.report import Line, Section, day_in_words, days_in_words
from carrywell.patterns.course_words import counted
from carrywell.patterns.diary import Session
from carrywell.patterns.what_helps import Effect, NotYet

MOST_CAUSES: Final = 3
MOST_TRIED: Final = 6
MINUTE: Final = timedelta(minutes=1)
GOES_WITHOUT_SAYING: Final = frozenset({"pregnant", "postpartum", "gestation_weeks", "back_pain"})
UNCLEAR: Final = "Her answers do not point to one cause."
NO_MEDICINES: Final = "not recorded; Carrywell does not ask about medicines"


def causes(material: Material, references: References) -> Section:
    """The likely causes with what speaks for and against each."""
    check = material.check_that_counts
    title = "Likely causes"
    if check is None:
        return Section(id="causes", title=title, missing="No check to tell from.")
    openly = (_openly(material, one) for one in check.assessment.without_private().causes)
    found = [one for one in openly if one.for_]  # none that only a private answer speaks for
    if not found:
        return Section(id="causes", title=title, missing="The check named none.")
    rest = len(found) - MOST_CAUSES
    more = f" {counted(rest, 'less likely one')} left out." if rest > 0 else ""
    unclear = f" {UNCLEAR}" if check.assessment.cause_unclear else ""
    return Section(
        id="causes",
        title=title,
        note=f"Ranked by her answers. No diagnosis.{unclear}{more}",
        lines=tuple(_cause(material, one, references) for one in found[:MOST_CAUSES]),
    )


def tried(material: Material, references: References) -> Section:
    """Each treatment she used: how often, how long, and what her diary says of it."""
    first, last = material.first, material.last
    part = material.diary.between(first, last)
    by_id: dict[str, list[Session]] = {}
    for one in part.sessions:
        by_id.setdefault(one.treatment, []).append(one)
    steps = [step for one in part.days for step in one.steps_done]
    names = sorted({*by_id, *steps}, key=lambda one: _first_told(material, one, by_id, steps))
    if not names and not _beside(material):
        return Section(
            id="tried",
            title="Tried, with effect",
            missing=f"No treatment was noted from {days_in_words(first, last)}.",
        )
    rest = len(names) - MOST_TRIED
    left = (Line(f"and {counted(rest, 'other thing')}, used less often"),) if rest > 0 else ()
    return Section(
        id="tried",
        title="Tried, with effect",
        note=(
            "Effect on pain (0 to 10) beside like times without it, from her whole diary, with its 95 %"
            " interval. Below zero: less pain. A claim needs more than its interval."
        ),
        lines=(
            *(_tried(material, one, by_id, steps, references) for one in names[:MOST_TRIED]),
            *left,
            *_beside(material),
            *_together(material),
        ),
    )


def limits(material: Material, references: References) -> Section:
    """Medicines, what a clinician agreed to, and what the guideline rules out for her."""
    return Section(
        id="limits",
        title="Medicines, agreements, limits",
        lines=(
            Line(NO_MEDICINES, lead="Medicines"),
            *_agreed(material),
            *_ruled_out(material, material.check_that_counts, references),
        ),
    )


def _openly(material: Material, cause: LikelyCause) -> LikelyCause:
    """The cause without the reasons that rest on a private answer."""
    finding = material.guideline.content.finding

    def told(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
        return tuple(
            one
            for one in reasons
            if not any(
                known.finding in finding and finding[known.finding].private for known in one.because
            )
        )

    return msgspec.structs.replace(cause, for_=told(cause.for_), against=told(cause.against))


def _cause(material: Material, cause: LikelyCause, references: References) -> Line:
    speaks_for, against = _reasons(cause.for_), _reasons(cause.against)
    said = f"for: {speaks_for}" + (f". Against: {against}" if against else "")
    reasons = (*cause.for_, *cause.against)
    used = [one for why in reasons for one in why.sources]
    return Line(
        material.fitting(said),
        lead=cause.name + (" (serious)" if cause.serious else ""),
        references=references.numbers(dict.fromkeys(used)),
        checked=all(one.source_checked for one in reasons),
    )


def _reasons(reasons: tuple[Reason, ...]) -> str:
    """Her answers behind the reasons; the guideline's own sentence where there is none to name."""
    said: dict[str, None] = {}
    for reason in reasons:
        answers = [
            spoken(one.say.partition(". ")[0], for_someone_else=True)
            for one in reason.because
            if one.finding not in GOES_WITHOUT_SAYING
        ]
        said |= dict.fromkeys(answers or [_quoted(reason.say)])
    return "; ".join(said)


def _quoted(say: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{say}\N{RIGHT DOUBLE QUOTATION MARK}"


def _first_told(
    material: Material, name: str, by_id: dict[str, list[Session]], steps: list[str]
) -> tuple[bool, bool, int, str]:
    """What helps first, then what makes it worse, then what was used most."""
    helps = material.helps
    times = len(by_id.get(name, ())) + steps.count(name)
    if helps is None:
        return False, False, -times, name
    return name not in helps.helped, name not in helps.made_worse, -times, name


def _tried(
    material: Material,
    name: str,
    by_id: dict[str, list[Session]],
    steps: list[str],
    references: References,
) -> Line:
    treatment = material.guideline.content.treatment.get(name)
    sessions, ticked = by_id.get(name, []), steps.count(name)
    said = []
    if sessions:
        said.append(f"{counted(len(sessions), 'session')} of {_minutes(sessions)} (median)")
        stopped = sum(one.stopped_by_a_sign for one in sessions)
        if stopped:
            said.append(f"{stopped} stopped by a warning sign")
    if ticked:
        said.append(f"done on {counted(ticked, 'day')} by her list")
    effect = _judged(material, name)
    return Line(
        f"{', '.join(said)}. {effect[0]}",
        lead=treatment.name if treatment else name,
        references=references.numbers(effect[1]),
        checked=effect[2],
    )


def _minutes(sessions: list[Session]) -> str:
    return f"{round(median((one.ended_at - one.started_at) / MINUTE for one in sessions))} min"


def _judged(material: Material, name: str) -> tuple[str, tuple[str, ...], bool]:
    """The effect in words, its sources, and whether they were read."""
    helps = material.helps
    if helps is None:
        return "Effect: not judged.", (), True
    effect = helps.effect(name)
    if effect is not None:
        return _effect(effect), effect.sources, effect.source_checked
    if any(name in one.ids for one in helps.together):
        return "Effect: cannot be told apart from what came with it.", (), True
    lacks = next((one for one in helps.not_yet if one.id == name), None)
    return _not_yet(lacks), (), True


def _verdict(effect: Effect) -> str:
    """As on the page of what helps: an interval on one side of zero alone is no claim."""
    if effect.verdict != "no clear difference":
        return effect.verdict
    return "little or none" if effect.counts == "below it" else "not clear yet"


def _effect(effect: Effect) -> str:
    return (
        f"Effect: {_verdict(effect)}, {_signed(effect.points)}"
        f" ({_signed(effect.low)} to {_signed(effect.high)};"
        f" {effect.count_with} with, {effect.count_without} without)."
    )


def _not_yet(lacks: NotYet | None) -> str:
    if lacks is None:
        return "Effect: not enough entries yet."
    return f"Effect: not enough yet ({lacks.count_with} with, {lacks.count_without} without)."


def _signed(value: float) -> str:
    """Tenths of a point, with a true minus sign and a plus."""
    tenths = round(value, 1) + 0.0
    return f"{tenths:+.1f}".replace("-", "\N{MINUS SIGN}") if tenths else "0.0"


def _beside(material: Material) -> tuple[Line, ...]:
    """Sleep, stress and activity, where her diary says something of them."""
    helps = material.helps
    if helps is None:
        return ()
    return tuple(
        Line(_effect(one), lead=one.name)
        for one in helps.effects
        if one.kind in ("sleep", "stress", "activity")
    )


def _together(material: Material) -> Iterator[Line]:
    for one in material.helps.together if material.helps else ():
        yield Line(f"nearly always together: {', '.join(one.names)}", lead="Cannot be told apart")


def _agreed(material: Material) -> Iterator[Line]:
    finding = material.guideline.content.finding
    for one in material.agreed:
        if one.finding not in finding or finding[one.finding].private:
            continue
        who = f", with {one.who}" if one.who else ""
        on = f", on {day_in_words(one.on)}" if one.on else ""
        say = spoken(finding[one.finding].short, for_someone_else=True)
        yield Line(f"{say}{who}{on}", lead="Noted by her")


def _ruled_out(
    material: Material, check: LastCheck | None, references: References
) -> Iterator[Line]:
    """What is not for her, put together by the reason.

    At urgent and above nothing is offered at all: that is no limit of hers, and it would tell a level
    that may rest on a private answer.
    """
    if check is None or check.assessment.urgency in ("urgent", "emergency"):
        return
    by_reason: dict[str, list[str]] = {}
    reasons: dict[str, Reason] = {}
    treatment = material.guideline.content.treatment
    for one in check.assessment.treatments:
        known = treatment.get(one.id)
        if one.status != "not for you" or not one.reasons or (known and known.kind != "plan"):
            continue
        reason = one.reasons[0]
        reasons.setdefault(reason.say, reason)
        by_reason.setdefault(reason.say, []).append(one.name)
    for say, names in by_reason.items():
        yield Line(
            f"{', '.join(names)}. She was told: {_quoted(material.fitting(say))}",
            lead="Not for her now",
            references=references.numbers(reasons[say].sources),
            checked=reasons[say].source_checked,
        )
