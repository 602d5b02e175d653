"""What follows from the answers of each row: twin of `assessment.answers.settle`, as steps.

A reading implies that she could measure, a 'no' to an umbrella item settles what it covers, a question
that does not apply takes its stated value, and derived findings are worked out. Answers that cannot
both be right are told by tests: such a row is not screened but set aside.
"""

from collections.abc import Iterator
from graphlib import TopologicalSorter

import msgspec

from carrywell.cohort.cells import (
    All,
    Cell,
    Column,
    Decided,
    Equals,
    Figure,
    First,
    Holds,
    Literal,
    No,
    Step,
    Test,
    Told,
    Truth,
)
from carrywell.conditions.nodes import Condition, Not, Yes, findings_of
from carrywell.conditions.values import Value
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.facts import as_fact, harmless_value
from carrywell.guideline.model import Finding

GIVEN = "given."
"""Before the name of a finding whose column changes: what stood in the input."""


class Conflict(msgspec.Struct, frozen=True):
    """Answers of one row that cannot both be right, where `column` is true.

    `finding` is the one to look at first.
    """

    column: str
    finding: str
    says: str


class Implied(msgspec.Struct, frozen=True):
    """While `test` holds, `finding` has this value because of the answer to `because`.

    Another answer to it is a conflict, or else it stands.
    """

    finding: str
    because: str
    test: Test
    value: Literal
    conflicts: bool = True


class Settling:
    """Builds the steps in order; `steps` and `conflicts` are the result."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.steps: list[Step] = []
        self.conflicts: list[Conflict] = []
        self._finding = compiled.content.finding
        self._implied = list(self._all_implied())
        self._changed = self._all_changed()
        self._imply()
        self._close_umbrellas()
        derived = iter(compiled.artefact.derived_order)
        self._close_guards(derived)
        self._fill_settings()
        self._derive(derived)
        self._contradictions()

    def given(self, finding: str) -> str:
        """The column with what stood in the input."""
        return GIVEN + finding if finding in self._changed else finding

    def _all_changed(self) -> frozenset[str]:
        compiled = self.compiled
        return frozenset(
            (
                *(one.finding for one in self._implied),
                *(detail for _, details in compiled.umbrellas for detail, _ in details),
                *(name for name, _, _ in compiled.conditional),
                *(name for name, _ in compiled.settings),
            )
        )

    def _all_implied(self) -> Iterator[Implied]:
        """See `assessment.answers._implied`, whose order of cases this has."""
        for finding in self.compiled.content.findings:
            if finding.derived is not None:
                continue
            for other, written in finding.implies.items():
                value = _literal(as_fact(self._finding[other], written))
                yield Implied(other, finding.id, Told(finding.id), value)
            umbrella = self.compiled.content.umbrella_of.get(finding.id)
            if umbrella is not None and finding.no_harmless_because is None:
                yield Implied(umbrella, finding.id, _alarming(finding), True)
            guard = self.compiled.conditions.get(f"ask_when:{finding.id}")
            if isinstance(guard, Yes) and self._finding[guard.finding].derived is None:
                # weeks without a pregnancy: contradictions.yaml has the words for it
                lone = finding.no_harmless_because is not None
                yield Implied(guard.finding, finding.id, _alarming(finding), True, not lone)
        for name, asked in self.compiled.waits_for_no:  # what says 'yes' counts first
            yield Implied(asked, name, _alarming(self._finding[name]), False, False)

    def _imply(self) -> None:
        """Each finding behind those that imply it."""
        order = TopologicalSorter({name: set[str]() for name in sorted(self._changed)})
        for one in self._implied:
            order.add(one.finding, one.because)
        for name in order.static_order():
            reasons = [one for one in self._implied if one.finding == name]
            if name not in self._changed:
                continue
            if reasons:
                self._conflicts(name, reasons)
            given = GIVEN + name
            self._step(
                name,
                First(
                    (
                        (Told(given), Column(given)),
                        *((one.test, one.value) for one in reasons),
                    )
                ),
            )

    def _conflicts(self, name: str, reasons: list[Implied]) -> None:
        for one in reasons:
            if not one.conflicts:
                continue
            given = GIVEN + name
            differs = All((one.test, Told(given), No(Equals(given, one.value))))
            self._conflict(name, differs, f"does not fit the answer to {one.because!r}")

    def _close_umbrellas(self) -> None:
        for umbrella, details in self.compiled.umbrellas:
            for detail, harmless in details:
                self._set_where(detail, Equals(umbrella, False), harmless)

    def _close_guards(self, derived: Iterator[str]) -> None:
        """The guards in their order; the derived findings that they read come first.

        Those rest on findings that no guard sets, so they need not be worked out again.
        """
        read = {one for _, guard, _ in self.compiled.conditional for one in findings_of(guard)}
        pending = {one for one in read if self._finding[one].derived is not None}
        while pending:
            name = next(derived)
            self._work_out(name)
            pending.discard(name)
        for name, guard, otherwise in self.compiled.conditional:
            self._set_where(name, certainly_not(guard), otherwise)

    def _fill_settings(self) -> None:
        for name, value in self.compiled.settings:
            self._set_where(name, All(()), value)

    def _derive(self, derived: Iterator[str]) -> None:
        for name in derived:
            self._work_out(name)

    def _work_out(self, name: str) -> None:
        self._step(name, derived_cell(self.compiled, name))

    def _contradictions(self) -> None:
        for one in self.compiled.content.contradictions:
            condition = self.compiled.conditions[f"contradiction:{one.id}"]
            named = [name for name in findings_of(condition) if name in self._finding]
            self._conflict(named[0], Holds(condition), one.say)

    def _conflict(self, finding: str, test: Test, says: str) -> None:
        column = f"conflict.{len(self.conflicts)}"
        self.conflicts.append(Conflict(column, finding, says))
        self._step(column, Decided(test))

    def _set_where(self, name: str, test: Test, value: Value) -> None:
        self._step(
            name, First(((Told(name), Column(name)), (test, _literal(value))), otherwise=None)
        )

    def _step(self, name: str, cell: Cell) -> None:
        self.steps.append(Step(name, cell))


def certainly_not(condition: Condition) -> Test:
    """The condition is certainly false."""
    return Holds(Not(condition))


def derived_cell(compiled: Compiled, name: str) -> Cell:
    """How a derived finding is worked out from columns that are there."""
    quantity = compiled.artefact.quantities.get(name)
    if quantity is not None:
        return Figure(quantity)
    derived = compiled.content.finding[name].derived
    if isinstance(derived, str):
        return Truth(compiled.conditions[f"derived:{name}"])
    cases: list[tuple[Test, Literal]] = []
    earlier: list[Test] = []
    for one in derived or ():
        condition = compiled.conditions[f"derived:{name}:{one.option}"]
        # an option counts only when every option before it is certainly false
        cases.append((All((Holds(condition), *earlier)), one.option))
        earlier.append(certainly_not(condition))
    return First(tuple(cases))


def _alarming(finding: Finding) -> Test:
    """She was asked and answered otherwise than harmlessly."""
    if finding.no_harmless_because is not None:
        return Told(finding.id)
    return All((Told(finding.id), No(Equals(finding.id, _literal(harmless_value(finding))))))


def _literal(value: Value) -> Literal:
    """Only single values are ever filled in. Raises `NotImplementedError` for a list."""
    if value is None or isinstance(value, frozenset):
        raise NotImplementedError(f"a list cannot be filled in: {value!r}")
    return value
