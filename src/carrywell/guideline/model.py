"""What the guideline's YAML holds, field by field. `docs/add-a-rule.md` shows each in use.

Every class is immutable. A field the class does not know is an error in the file, so a misspelt
`sorces` never passes in silence.
"""

from typing import Any, Literal

import msgspec

from carrywell.guideline.drawn import DrawnFigure

Urgency = Literal["emergency", "urgent", "soon", "routine"]
WORST_FIRST: tuple[Urgency, ...] = ("emergency", "urgent", "soon", "routine")
LEVELS: tuple[Urgency, ...] = WORST_FIRST[::-1]
RANK: dict[Urgency, int] = {level: rank for rank, level in enumerate(LEVELS)}

Purpose = Literal["urgency", "causes", "safety"]
Cell = Literal["Y", "A", "N*", "N", "-"]
Range = tuple[float, float]


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of everything in the content."""


class Sourced(Record, frozen=True, kw_only=True):
    """Anything clinical: where it comes from and who has looked at it.

    `source_checked` is true only when the source itself was read for this rule. `reviewed_by`
    names clinicians who signed the rule off; it is empty until that is true.
    """

    sources: tuple[str, ...]
    source_checked: bool
    reviewed_by: tuple[str, ...] = ()
    note: str | None = None


class Option(Record, frozen=True):
    """One answer to a choice or choices finding."""

    id: str
    say: str


class DerivedOption(Record, frozen=True):
    """One answer of a derived choice and the condition that gives it; the first that holds wins."""

    option: str
    when: str


Scalar = bool | float | str | tuple[str, ...]


class Finding(Record, frozen=True):
    """Something that can be asked, measured or worked out; its value may be unknown.

    `harmless` is the answer that can never raise the urgency (`no_harmless_because` says why there
    is none). `covers` makes it an umbrella item: a 'no' settles each finding it covers to its
    harmless answer. `standing` facts are asked once a pregnancy; `lasting` ones hold for days, so that
    what to watch for is told in their light. `ask_alone`: never one of a list to tick, where leaving
    it out would say 'no'. `default` is for the settings of a treatment only: what the plan itself fixes.
    """

    id: str
    type: Literal["yes_no", "choice", "choices", "number"]
    short: str
    ask: str | None = None
    why: str | None = None
    harmless: Scalar | None = None
    no_harmless_because: str | None = None
    standing: bool = False
    lasting: bool = False
    private: bool = False
    ask_alone: bool = False
    options: tuple[Option, ...] = ()
    unit: str | None = None
    min: float | None = None
    max: float | None = None
    ask_when: str | None = None
    otherwise: Scalar | None = None
    implies: dict[str, Scalar] = {}
    covers: tuple[str, ...] = ()
    derived: str | tuple[DerivedOption, ...] | None = None
    default: Scalar | None = None
    note: str | None = None


class Screen(Record, frozen=True):
    """Questions asked together. `details_of` names the umbrella item that opens it."""

    id: str
    title: str
    asks: tuple[str, ...]
    intro: str | None = None
    purpose: Purpose | None = None
    details_of: str | None = None


class Sign(Sourced, frozen=True, kw_only=True):
    """A warning sign: when it holds, her answer is at least this urgent.

    `stands_beside` names signs at least as urgent of which one is there whenever this one is: it never
    decides alone, and is kept for its own words and sources.
    """

    id: str
    when: str
    urgency: Urgency
    concern: str
    title: str
    say: str
    do: str
    watch_for: str | None = None
    watch_for_as: str | None = None
    stands_beside: tuple[str, ...] = ()
    if_unsure: Urgency | None = None
    evidence: tuple[str, ...] = ()


class Code(Record, frozen=True):
    """A code for hospital systems: metadata, never used to decide."""

    system: str
    code: str
    source_checked: bool
    display: str | None = None
    note: str | None = None


class Feature(Sourced, frozen=True, kw_only=True):
    """Something that speaks for (`points` > 0) or against (< 0) a cause.

    `weight` is 'published' when the points come from a published score, 'design' when Carrywell
    set them.
    """

    when: str
    points: int
    say: str
    weight: Literal["design", "published"]


class Figure(Sourced, frozen=True, kw_only=True):
    """A published number shown to a clinician."""

    say: str


class Cause(Sourced, frozen=True, kw_only=True):
    """A likely cause, ranked by the points of its features; never a diagnosis."""

    id: str
    name: str
    say: str
    features: tuple[Feature, ...]
    serious: bool = False
    codes: tuple[Code, ...] = ()
    signs: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    suits: tuple[str, ...] = ()
    avoid_activities: tuple[str, ...] = ()


class Gate(Sourced, frozen=True, kw_only=True):
    """One row of the gate matrix: what a condition allows, by column.

    Y allowed, A ask first, N not offered, N* no programme (everyday walking only as her unit has
    told her), - says nothing. `applies: open_urgent_sign` is the row of an open urgent sign.
    """

    id: str
    say: str
    cells: dict[str, Cell]
    when: str | None = None
    applies: Literal["open_urgent_sign"] | None = None


class Caution(Sourced, frozen=True, kw_only=True):
    """A condition under which a treatment or exercise is not for her, or is asked about first."""

    when: str
    say: str


class Dose(Record, frozen=True):
    """How much and how often; ranges are (lowest, highest) in the unit of the field's name.

    `rpe` is the rating of perceived exertion, 6 to 20.
    """

    minutes: Range | None = None
    times_per_day: Range | None = None
    times_per_week: Range | None = None
    days_per_week: Range | None = None
    rest_minutes: float | Range | None = None
    weeks: Range | None = None
    sessions: Range | None = None
    repetitions: Range | None = None
    sets: Range | None = None
    hold_seconds: Range | None = None
    minutes_per_week: tuple[float, float | None] | None = None
    start_minutes: Range | None = None
    add_minutes_per_week: float | None = None
    rpe: Range | None = None
    note: str | None = None


class Grade(Sourced, frozen=True, kw_only=True):
    """How good the evidence is, in the words of the review that graded it."""

    grade: str
    say: str


class Treatment(Sourced, frozen=True, kw_only=True):
    """Something she can do, or a professional can do, with everything that limits it.

    `care_kinds`: who gives it, or where it is bought.
    """

    id: str
    name: str
    kind: Literal["plan", "never"]
    area: str
    summary: str
    gate: str | None = None
    step: int = 0
    section: Literal["now", "daily", "night", "see_someone"] = "daily"
    with_open_soon: Literal["offered", "ask_first"] = "ask_first"
    suits: tuple[str, ...] = ()
    not_when: tuple[Caution, ...] = ()
    ask_first_when: tuple[Caution, ...] = ()
    dose: Dose | None = None
    steps: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    stop_when: tuple[str, ...] = ()
    ask_and_tell: tuple[str, ...] = ()
    evidence: Grade | None = None
    practitioner_points: dict[str, Any] | None = None
    settings: dict[str, Any] | None = None
    pads: dict[str, Any] | None = None
    session: dict[str, Any] | None = None
    by_weeks: tuple[dict[str, Any], ...] = ()
    charge_check: dict[str, Any] | None = None
    heel_cm: dict[str, Any] | None = None
    figures: tuple[DrawnFigure, ...] = ()
    care_kinds: tuple[str, ...] = ()


class Exercise(Sourced, frozen=True, kw_only=True):
    """One stretch or strengthening exercise."""

    id: str
    name: str
    kind: Literal["strengthen", "stretch", "relax", "mobility"]
    trimesters: tuple[int, ...]
    suits: tuple[str, ...]
    steps: tuple[str, ...]
    dose: Dose
    position: Literal["standing", "sitting", "side_lying", "all_fours", "kneeling", "lying_back"]
    not_when: tuple[Caution, ...] = ()
    care: tuple[str, ...] = ()
    figure: DrawnFigure | None = None


class Advice(Sourced, frozen=True, kw_only=True):
    """One piece of advice and the part of the plan it belongs to.

    `at` keeps it to answers of these urgencies; without it the section decides. `when_cause_unclear`
    keeps it to answers that do not point to one cause. `treatments` are those it speaks of: it is
    shown only while each of them is offered to her; in the section `know` also while she is to ask
    first. `care_kinds`: the kinds of care near her that it sends her to, the best first.
    """

    id: str
    section: Literal[
        "while_waiting", "now", "daily", "night", "avoid", "see_someone", "stop", "know"
    ]
    when: str
    say: str
    causes: tuple[str, ...] = ()
    at: tuple[Urgency, ...] = ()
    when_cause_unclear: bool = False
    treatments: tuple[str, ...] = ()
    care_kinds: tuple[str, ...] = ()


class StopQuestion(Sourced, frozen=True, kw_only=True):
    """One line that ends a guided session when it is ticked, and what the tick means.

    `sets`: answers to the check, finding by finding. Empty for what stops a treatment but is no
    warning sign; `say` is then what to do. `when` leaves it out for those it cannot be about; while
    that is not known it is asked. `only_for` names treatments; empty means all. `ask_again` are
    findings whose earlier answers no longer count after a tick.
    """

    id: str
    ask: str
    sets: dict[str, Scalar] = {}
    when: str | None = None
    only_for: tuple[str, ...] = ()
    ask_again: tuple[str, ...] = ()
    say: str | None = None


class Source(Record, frozen=True):
    """A source, and whether it was read for this guideline."""

    id: str
    organisation: str
    title: str
    checked: Literal["read", "partly read", "memory"]
    kind: str
    year: str | None = None
    weight: str | None = None
    note: str | None = None


class Scope(Sourced, frozen=True, kw_only=True):
    """Whom Carrywell can and cannot answer for; the first scope that holds is hers."""

    id: str
    when: str
    say: str
    in_scope: bool
    urgency: Urgency = "routine"
    do: str | None = None


class Contradiction(Record, frozen=True):
    """Answers that cannot all be right; the caller is asked to correct one of them."""

    id: str
    when: str
    say: str
