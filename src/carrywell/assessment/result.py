"""What an assessment says: immutable, typed, and the same in Python and in JSON.

`to_json` and `from_json` round-trip; `json_schema` is published as
``carrywell/assessment/assessment.schema.json``.
"""

from typing import Any, Literal

import msgspec

from carrywell.guideline.model import Dose, Urgency

Status = Literal["offered", "ask first", "not for you", "ask before offering"]


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of everything in an assessment."""


class Known(Part, frozen=True):
    """One answer behind a conclusion: the finding, and its value in words."""

    finding: str
    say: str


class Grounds(Part, frozen=True, kw_only=True):
    """Where a statement comes from. `reviewed` is true only when a clinician signed it off."""

    sources: tuple[str, ...]
    source_checked: bool
    reviewed: bool = False


class FiredSign(Grounds, frozen=True, kw_only=True):
    """A warning sign that is there, with the fewest answers that make it so."""

    id: str
    urgency: Urgency
    title: str
    say: str
    do: str
    concern: str
    because: tuple[Known, ...]
    private: bool = False


class UndecidedSign(Grounds, frozen=True, kw_only=True):
    """A warning sign that cannot be ruled out yet, and what would decide it.

    `advises` is the urgency it asks for while it stays undecided.
    """

    id: str
    urgency: Urgency
    advises: Urgency
    title: str
    depends_on: tuple[str, ...]
    private: bool = False


class Reason(Grounds, frozen=True, kw_only=True):
    """One sentence for or against, its points, and whether the points are published."""

    say: str
    points: int = 0
    weight: Literal["design", "published"] | None = None
    because: tuple[Known, ...] = ()


class LikelyCause(Grounds, frozen=True, kw_only=True, rename={"for_": "for"}):
    """A likely cause, never a diagnosis. `rank` counts from 1."""

    id: str
    rank: int
    name: str
    say: str
    points: int
    serious: bool
    private: bool = False
    for_: tuple[Reason, ...]
    against: tuple[Reason, ...]


class TreatmentStatus(Grounds, frozen=True, kw_only=True):
    """Whether a treatment is for her, and why. `ask` lists what must be known before it is."""

    id: str
    name: str
    area: str
    status: Status
    summary: str
    reasons: tuple[Reason, ...]
    ask: tuple[str, ...] = ()
    suits_cause: bool = False
    evidence_grade: str | None = None
    evidence: str | None = None


class RoutineExercise(Grounds, frozen=True, kw_only=True):
    """One exercise of her routine."""

    id: str
    name: str
    steps: tuple[str, ...]
    dose: Dose
    care: tuple[str, ...]


class PlanItem(Grounds, frozen=True, kw_only=True):
    """One line of today's plan. `care_kinds`: whom it sends her to, ids of kinds of care near her."""

    say: str
    treatment: str | None = None
    care_kinds: tuple[str, ...] = ()


class TodaysPlan(Part, frozen=True, kw_only=True):
    """What to do. At urgent and emergency only `while_waiting` is filled.

    `stop`: when to stop a treatment or an exercise; every plan has them all. `know`: good to know,
    about what is for her only.
    """

    while_waiting: tuple[PlanItem, ...] = ()
    now: tuple[PlanItem, ...] = ()
    daily: tuple[PlanItem, ...] = ()
    night: tuple[PlanItem, ...] = ()
    avoid: tuple[PlanItem, ...] = ()
    see_someone: tuple[PlanItem, ...] = ()
    routine: tuple[RoutineExercise, ...] = ()
    stop: tuple[PlanItem, ...] = ()
    know: tuple[PlanItem, ...] = ()
    why_empty: str | None = None


class WatchFor(Grounds, frozen=True, kw_only=True):
    """Something that would make her answer more urgent, and the warning signs it stands for."""

    signs: tuple[str, ...]
    urgency: Urgency
    say: str


class ScopeAnswer(Part, frozen=True, kw_only=True):
    """Whether Carrywell was made for her situation, and what it says about that."""

    id: str
    in_scope: bool
    say: str
    do: str | None = None


class Question(Part, frozen=True, kw_only=True):
    """One question as she reads it.

    `opens_details`: an umbrella item; 'no' settles all it covers. `only_if`: put only when that
    other finding on the same screen is answered so. `alone`: not to be put into a list to tick, where
    a box left empty would say 'no' to it.
    """

    finding: str
    type: Literal["yes_no", "choice", "choices", "number"]
    ask: str
    why: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    unit: str | None = None
    min: float | None = None
    max: float | None = None
    opens_details: bool = False
    only_if: tuple[str, bool] | None = None
    alone: bool = False
    private: bool = False


class NextScreen(Part, frozen=True, kw_only=True):
    """The questions to ask next, all on one screen. `step` counts from 1, of about `of`."""

    id: str
    title: str
    purpose: Literal["urgency", "causes", "safety"]
    questions: tuple[Question, ...]
    intro: str | None = None
    step: int = 1
    of: int = 1


class GuidelineStamp(Part, frozen=True, kw_only=True):
    """Which guideline gave the answer: semantic version and SHA-256 of the content."""

    version: str
    hash: str


class Assessment(Part, frozen=True, kw_only=True):
    """The whole answer.

    `urgency` is what she is advised: at least `floor`, at most `ceiling`. `floor` is the highest
    urgency she has whatever the unknown answers are, `ceiling` the highest she could still have;
    `exact` says that neither could be tighter.
    """

    urgency: Urgency
    floor: Urgency
    ceiling: Urgency
    exact: bool
    scope: ScopeAnswer
    signs: tuple[FiredSign, ...]
    undecided: tuple[UndecidedSign, ...]
    causes: tuple[LikelyCause, ...]
    cause_unclear: bool
    treatments: tuple[TreatmentStatus, ...]
    plan: TodaysPlan
    watch_for: tuple[WatchFor, ...]
    next_screen: NextScreen | None
    guideline: GuidelineStamp

    def to_json(self) -> bytes:
        """The assessment as JSON, in UTF-8."""
        return msgspec.json.encode(self)

    @classmethod
    def from_json(cls, data: bytes | str) -> "Assessment":
        """The assessment that `to_json` wrote. Raises `ValueError` for anything else."""
        try:
            return msgspec.json.decode(data, type=cls)
        except msgspec.DecodeError as error:
            raise ValueError(f"this is not an assessment: {error}") from None

    def without_private(self) -> "Assessment":
        """The same, without what may not stand in a shared log (violence, self-harm).

        The urgency stays; the signs, causes and next questions that name them go.
        """
        return msgspec.structs.replace(
            self,
            signs=tuple(one for one in self.signs if not one.private),
            undecided=tuple(one for one in self.undecided if not one.private),
            causes=tuple(one for one in self.causes if not one.private),
            next_screen=None,
        )


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an assessment."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Carrywell assessment",
        **msgspec.json.schema(Assessment),
    }
