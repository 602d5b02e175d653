"""What ``content/mappings.yaml`` holds: which codes of a hospital record mean which finding.

Data alone: `carrywell.cohort.fhir` reads it. A record never says 'no' by leaving something out; a 'no'
is read only where a mapping names the value that says it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from carrywell.guideline.model import Finding, Record, Scalar, Sourced

Reads = Literal["observation", "condition", "procedure", "medication"]
How = Literal[
    "number",
    "coded",
    "one_or_more",
    "present",
    "due_date",
    "gestational_age",
    "last_period",
    "days_since",
    "ending",
]
KINDS: Mapping[How, str] = {
    "number": "number",
    "one_or_more": "yes_no",
    "present": "yes_no",
    "due_date": "number",
    "gestational_age": "number",
    "last_period": "number",
    "days_since": "number",
}
"""The type of finding that each way of reading gives; `coded` gives what its values say."""
MEASURED = ("number", "one_or_more", "gestational_age")
"""The ways of reading that need a unit."""
Trail = tuple[str | int, ...]


class CodeSystem(Record, frozen=True):
    """A code system by the addresses that FHIR gives it.

    `matches`: whether a code stands for itself or for every code that begins with it. A point inside
    a code does not count then: O141 is O14.1.
    """

    id: str
    urls: tuple[str, ...]
    matches: Literal["exact", "beginning"]
    source: str


class MappedCode(Record, frozen=True):
    """One code; `but_not` are codes that begin with it and are not meant."""

    system: str
    code: str
    display: str
    but_not: tuple[str, ...] = ()


class CodedValue(Record, frozen=True):
    """A value of the finding, and the codes that say it."""

    value: Scalar
    codes: tuple[MappedCode, ...]


class CodeMapping(Sourced, frozen=True, kw_only=True):
    """What a resource with one of these codes says of a finding.

    `how` it is read:

    - `number`: the value of the observation, in UCUM's `unit`; `one_or_more`: yes from 1 on, no at 0
    - `coded`: the value that one of `values` names
    - `present`: yes, while a condition is active (`state` ever: also when it is over), when a procedure
      was done, while a medicine is taken
    - `due_date`, `gestational_age`, `last_period`: weeks of pregnancy at the date of the screening
    - `days_since`: days from the resource's date to the date of the screening
    - `ending`: nothing but that a pregnancy ended (`ends_pregnancy`)

    `within_days`: how old it may be; None: any age. `rank`: the lowest rank that says anything counts
    alone. `pregnancy_ends_for`: of one pregnancy only; it counts no more from this many days after
    that pregnancy ended.
    """

    id: str
    finding: str
    reads: Reads
    how: How
    codes: tuple[MappedCode, ...]
    state: Literal["active", "ever"] = "active"
    unit: str | None = None
    within_days: int | None = None
    rank: int = 1
    values: tuple[CodedValue, ...] = ()
    ends_pregnancy: bool = False
    pregnancy_ends_for: int | None = None


class AnswerMapping(Sourced, frozen=True, kw_only=True):
    """How answers to our own questions are read: the linkId is the finding's id.

    `within_days` for what she feels, `standing_within_days` for what is asked once a pregnancy.
    `days_each`: findings that grow with time, and how many days make one of their unit.
    `pregnancy_ends_for`: as in `CodeMapping`, by finding.
    """

    within_days: int
    standing_within_days: int
    days_each: dict[str, int]
    pregnancy_ends_for: dict[str, int]


class Mappings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything the file holds. `unit_names`: ways to write a unit that are not UCUM's own."""

    systems: tuple[CodeSystem, ...]
    unit_names: dict[str, str]
    answers: AnswerMapping
    codes: tuple[CodeMapping, ...]


NO_MAPPINGS = Mappings(
    systems=(),
    unit_names={},
    answers=AnswerMapping(
        within_days=0,
        standing_within_days=0,
        days_each={},
        pregnancy_ends_for={},
        sources=("carrywell-design",),
        source_checked=False,
        reviewed_by=(),
    ),
    codes=(),
)
"""Of an edition from before there were mappings: it can still be compared with a later one."""


def mistakes_of_mappings(
    mappings: Mappings, findings: Mapping[str, Finding], sources: Iterable[str]
) -> Iterator[tuple[Trail, str]]:
    """What does not fit together, each with its trail of keys in the file."""
    systems = {one.id for one in mappings.systems}
    known = set(sources)
    for index, system in enumerate(mappings.systems):
        if system.source not in known:
            yield ("systems", index, "source"), f"no source is called {system.source!r}"
    for field in ("days_each", "pregnancy_ends_for"):
        for name in getattr(mappings.answers, field):
            if name not in findings:
                yield ("answers", field), f"no finding is called {name!r}"
    seen: set[str] = set()
    for index, one in enumerate(mappings.codes):
        for field, what in _mistakes_of(one, findings, systems):
            yield ("codes", index, field), f"{one.id!r}: {what}"
        if one.id in seen:
            yield ("codes", index, "id"), f"{one.id!r} is there twice"
        seen.add(one.id)


def _mistakes_of(
    one: CodeMapping, findings: Mapping[str, Finding], systems: set[str]
) -> Iterator[tuple[str, str]]:
    finding = findings.get(one.finding)
    if finding is None or finding.derived is not None:
        yield "finding", f"{one.finding!r} is not a finding that is asked"
    elif one.how in KINDS and finding.type != KINDS[one.how]:
        yield "how", f"{one.how!r} gives a {KINDS[one.how]}, and {one.finding} is a {finding.type}"
    if (one.unit is not None) != (one.how in MEASURED):
        yield "unit", f"a unit belongs to {', '.join(MEASURED)} and to nothing else"
    if bool(one.values) != (one.how == "coded"):
        yield "values", "values belong to `coded` and to nothing else"
    if one.how in ("days_since", "ending") and not one.ends_pregnancy:
        yield "ends_pregnancy", f"{one.how!r} needs `ends_pregnancy: true`"
    if one.how == "days_since" and one.within_days is None:
        yield "within_days", "'days_since' needs a window"
    for code in (*one.codes, *(code for value in one.values for code in value.codes)):
        if code.system not in systems:
            yield "codes", f"no code system is called {code.system!r}"
