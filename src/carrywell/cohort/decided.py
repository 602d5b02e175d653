"""How urgent each row is: signs, the exact interval and the advice, as steps.

Twin of `assessment.decide` and `assessment.interval`. One woman's exact floor is found by trying her
unknown weeks one by one; here the trying is written out once, as a test. Of all stages only those are
needed that no other stage outdoes: where one makes true all that another does, its floor is never the
lower one (docs/decisions/0019-screening-over-columns.md).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from itertools import product

from carrywell.assessment.decide import if_unsure
from carrywell.assessment.interval import completion_plan, leaves_of, read_by
from carrywell.cohort.cells import (
    All,
    Any,
    Decided,
    Equals,
    First,
    Holds,
    Largest,
    No,
    Several,
    Smallest,
    Step,
    Test,
    Told,
    Truth,
)
from carrywell.cohort.settled import GIVEN
from carrywell.conditions.interpreter import truth
from carrywell.conditions.nodes import (
    And,
    AtLeast,
    Compare,
    Condition,
    Not,
    OneOf,
    Or,
    Yes,
    findings_of,
)
from carrywell.conditions.values import Value
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.facts import as_fact, defining_rule
from carrywell.guideline.model import RANK, Sign

RAISED = (3, 2, 1)
"""The ranks of emergency, urgent and soon, worst first."""
Stage = Mapping[Condition, bool]
"""What each leaf that reads her stage comes to."""
Reached = Callable[[int], Test]
"""A test for 'at least this rank'."""


def sign_column(sign_id: str) -> str:
    """The column of a warning sign: true when it is there, null while it is undecided."""
    return f"signs.{sign_id}"


def sign_steps(compiled: Compiled) -> Iterator[Step]:
    """Each sign behind those that it rests on."""
    uses = {
        sign.id: [
            one.removeprefix("signs.")
            for one in findings_of(compiled.conditions[f"sign:{sign.id}"])
            if one.startswith("signs.")
        ]
        for sign in compiled.content.signs
    }
    for name in TopologicalSorter(uses).static_order():
        yield Step(sign_column(name), Truth(compiled.conditions[f"sign:{name}"]))


def urgency_steps(compiled: Compiled) -> Iterator[Step]:
    """`floor`, `ceiling` and `urgency` (what she is advised), as ranks into `LEVELS`."""
    raised = tuple(one for one in compiled.content.signs if one.urgency != "routine")
    if completion_plan(compiled).exact:
        yield from _exact_steps(compiled)
    else:
        yield Step("floor", _worst_of(raised, unknown_as=False))
        yield Step("ceiling", _worst_of(raised, unknown_as=True))
    yield Step("unsure", _rank(lambda rank: _unsure(compiled, rank)))
    yield Step("unsure.bounded", Smallest(("unsure", "ceiling")))
    yield Step("urgency", Largest(("floor", "unsure.bounded")))


def _exact_steps(compiled: Compiled) -> Iterator[Step]:
    staged = Staged(compiled)
    yield from staged.steps
    yield Step("floor.apart", _worst_of(staged.apart, unknown_as=False))
    yield Step("ceiling.apart", _worst_of(staged.apart, unknown_as=True))
    yield Step("floor.staged", Smallest(staged.at_each))
    yield Step("floor", Largest(("floor.apart", "floor.staged")))
    yield Step("ceiling", Largest(("floor", "ceiling.apart", staged.at_worst)))


def _rank(reaches: Reached) -> First:
    return First(tuple((reaches(rank), rank) for rank in RAISED), 0)


def _worst_of(signs: Iterable[Sign], *, unknown_as: bool) -> First:
    signs = tuple(signs)
    return _rank(
        lambda rank: Any(
            tuple(
                Holds(Yes(sign_column(one.id)), unknown_as)
                for one in signs
                if RANK[one.urgency] == rank
            )
        )
    )


def _unsure(compiled: Compiled, rank: int) -> Test:
    """An undecided sign advises at least this. Only what was asked calls the ambulance."""
    tests: list[Test] = []
    for one in compiled.content.signs:
        undecided = No(Told(sign_column(one.id)))
        if rank <= RANK["urgent"] and RANK[if_unsure(one)] >= rank:
            tests.append(undecided)
        elif RANK[if_unsure(one)] >= rank:
            tests.append(All((undecided, _asked(compiled, one))))
    return Any(tuple(tests))


def _asked(compiled: Compiled, sign: Sign) -> Test:
    """What the sign rests on is under an umbrella item that was answered, and is not known."""
    leaves = leaves_of(compiled, compiled.normal[f"sign:{sign.id}"])
    umbrella_of = compiled.content.umbrella_of
    return Any(
        tuple(
            All((No(Told(name)), Told(GIVEN + umbrella_of[name])))
            for name in dict.fromkeys(name for leaf in leaves for name in read_by(leaf))
            if name in umbrella_of
        )
    )


class Staged:
    """The signs that read her stage, at every stage that matters. `apart` are those that do not.

    `steps` are in order. A sign, or a derived finding that it rests on, gets a column for each thing
    that it can find of the stage; signs of one rank that read the same share another; and each stage
    looks at those.
    """

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.steps: list[Step] = []
        self._regions = dict(completion_plan(compiled).regions)
        self._reads: dict[tuple[str, bool], tuple[Condition, ...]] = {}
        self._made: dict[tuple[object, ...], str] = {}
        raised = [one for one in compiled.content.signs if one.urgency != "routine"]
        self.apart = tuple(one for one in raised if not self._read_by(f"sign:{one.id}"))
        self._groups: dict[tuple[int, tuple[Condition, ...]], list[str]] = {}
        for one in raised:
            if read := self._read_by(f"sign:{one.id}"):
                self._groups.setdefault((RANK[one.urgency], read), []).append(f"sign:{one.id}")
        self.at_each = tuple(self._stage(stage) for stage in self._least_stages())
        self.at_worst = self._at_worst()

    def _stage(self, stage: Stage) -> str:
        """The column with the rank that is reached at a stage, whatever else she may answer."""
        reached: dict[int, list[Test]] = {rank: [] for rank in RAISED}
        for (rank, read), keys in self._groups.items():
            each = tuple(Equals(self._rule(key, stage, False, False), True) for key in keys)
            known = tuple(stage[leaf] for leaf in read)
            group = self._column(("group", rank, read, known), Any(each))
            reached[rank].append(Equals(group, True))
        return self._ranked(reached)

    def _at_worst(self) -> str:
        """The column with the rank that is still possible at some stage."""
        reached: dict[int, list[Test]] = {rank: [] for rank in RAISED}
        for (rank, read), keys in self._groups.items():
            rows = _outer(self._rows(read, self._every_region()), worst=True)
            for row in rows:
                stage = dict(zip(read, row, strict=True))
                reached[rank] += (Equals(self._rule(key, stage, False, True), True) for key in keys)
        return self._ranked(reached)

    def _ranked(self, reached: Mapping[int, list[Test]]) -> str:
        name = f"stage.{len(self.steps)}"
        cases = tuple((Any(tuple(tests)), rank) for rank, tests in reached.items())
        self.steps.append(Step(name, First(cases, 0)))
        return name

    def _least_stages(self) -> Iterator[Stage]:
        """The stages of which no other has less, for the floor."""
        leaves = tuple(dict.fromkeys(leaf for _, read in self._groups for leaf in read))
        idle = [name for name in self._regions if self._is_idle_when_true(name)]
        regions = [one for one in self._every_region() if all(one[name] is True for name in idle)]
        for row in _outer(self._rows(leaves, regions), worst=False):
            yield dict(zip(leaves, row, strict=True))

    def _rows(
        self, leaves: Iterable[Condition], regions: Iterable[Mapping[str, Value]]
    ) -> set[tuple[bool, ...]]:
        leaves = tuple(leaves)
        return {tuple(truth(leaf, stage) is True for leaf in leaves) for stage in regions}

    def _is_idle_when_true(self, name: str) -> bool:
        """Whether 'yes' to this says nothing without a reading that would have told it.

        So of 'was it measured': where that is not known there is no reading, and then 'yes' makes no
        sign true that 'no' would not. Only 'yes' need be tried for the floor.
        """
        finding = self.compiled.content.finding
        if finding[name].type != "yes_no":
            return False
        readings = {one.id for one in finding.values() if one.implies.get(name) is True}
        rules = (
            self.compiled.normal[key]
            for key in self.compiled.conditions
            if key.startswith(("sign:", "derived:"))
        )
        denials = (
            self.compiled.denied[key]
            for key in self.compiled.conditions
            if key.startswith("derived:")
        )
        return bool(readings) and all(_is_beside(one, name, readings) for one in (*rules, *denials))

    def _rule(self, key: str, stage: Stage, denied: bool, worst: bool) -> str:
        """The column of a rule at a stage, or of its opposite; made when it is first asked for."""
        known = tuple(stage[leaf] for leaf in self._read_by(key, denied=denied))
        table = self.compiled.denied if denied else self.compiled.normal
        made = self._made.get(("rule", key, denied, known, worst))
        if made is not None:
            return made
        test = self._completed(table[key], stage, worst)
        return self._column(("rule", key, denied, known, worst), test)

    def _column(self, key: tuple[object, ...], test: Test) -> str:
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = f"staged.{len(self.steps)}"
            self.steps.append(Step(made, Decided(test)))
        return made

    def _completed(self, condition: Condition, stage: Stage, worst: bool) -> Test:
        """The condition with each unknown of the stage completed; other unknowns count as `worst`."""
        match condition:
            case And(items):
                return All(tuple(self._completed(item, stage, worst) for item in items))
            case Or(items):
                return Any(tuple(self._completed(item, stage, worst) for item in items))
            case AtLeast(count, items):
                each = tuple(self._completed(item, stage, worst) for item in items)
                return Several(count, each)
            case Yes(name) | Not(Yes(name)) if self._staged_rule(name) is not None:
                denied = isinstance(condition, Not)
                return Equals(self._rule(self._staged_rule(name) or "", stage, denied, worst), True)
            case OneOf(name, options) | Not(OneOf(name, options)) if self._staged_options(name):
                return self._choice(isinstance(condition, OneOf), name, options, stage, worst)
            case _:
                return Holds(condition, unknown_as=stage.get(condition, worst))

    def _choice(
        self, wanted: bool, name: str, options: tuple[str, ...], stage: Stage, worst: bool
    ) -> Test:
        """A derived choice: each option that is meant, with every option before it ruled out."""
        cases: list[Test] = []
        keys = self._staged_options(name)
        for index, key in enumerate(keys):
            if (key.rpartition(":")[2] in options) == wanted:
                before = (self._rule(one, stage, True, worst) for one in keys[:index])
                columns = (self._rule(key, stage, False, worst), *before)
                cases.append(All(tuple(Equals(one, True) for one in columns)))
        return Any(tuple(cases))

    def _staged_rule(self, name: str) -> str | None:
        key = defining_rule(name, self.compiled.conditions)
        return key if key is not None and self._read_by(key) else None

    def _staged_options(self, name: str) -> tuple[str, ...]:
        derived = self.compiled.content.finding[name].derived
        if not isinstance(derived, tuple):
            return ()
        keys = tuple(f"derived:{name}:{one.option}" for one in derived)
        return keys if any(self._read_by(key) for key in keys) else ()

    def _read_by(self, key: str, *, denied: bool = False) -> tuple[Condition, ...]:
        """The leaves of a rule, or of its opposite, that read the stage; what it names spelled out."""
        made = self._reads.get((key, denied))
        if made is None:
            condition = (self.compiled.denied if denied else self.compiled.normal)[key]
            leaves = leaves_of(self.compiled, condition)
            made = tuple(
                dict.fromkeys(
                    leaf for leaf in leaves if any(name in self._regions for name in read_by(leaf))
                )
            )
            self._reads[key, denied] = made
        return made

    def _every_region(self) -> Iterator[Mapping[str, Value]]:
        """Every stage there is: one value of each finding that has no harmless answer."""
        finding = self.compiled.content.finding
        implied = {
            other: as_fact(finding[other], value)
            for name in self._regions
            for other, value in finding[name].implies.items()
        }
        free = {name: values for name, values in self._regions.items() if name not in implied}
        for values in product(*free.values()):
            yield {**implied, **dict(zip(free, values, strict=True))}


def _is_beside(condition: Condition, name: str, readings: set[str]) -> bool:
    """Whether each 'yes' to `name` in the condition stands in an AND with one of the readings."""
    match condition:
        case And(items):
            compared = any(_needs(one, readings) for one in items)
            return all(
                (one == Yes(name) and compared) or _is_beside(one, name, readings) for one in items
            )
        case Or(items) | AtLeast(_, items):
            return all(_is_beside(one, name, readings) for one in items)
        case _:
            return condition != Yes(name)


def _needs(condition: Condition, readings: set[str]) -> bool:
    """Whether the condition cannot hold while none of the readings is known."""
    match condition:
        case Compare():
            return bool(set(read_by(condition)) & readings)
        case And(items):
            return any(_needs(one, readings) for one in items)
        case Or(items) | AtLeast(_, items):
            return all(_needs(one, readings) for one in items)
        case _:
            return False


def _outer(rows: set[tuple[bool, ...]], *, worst: bool) -> list[tuple[bool, ...]]:
    """The rows that no other row outdoes: the least of them for a floor, the most for a ceiling."""

    def outdone(row: tuple[bool, ...]) -> bool:
        return any(
            other != row
            and all((a <= b) if worst else (b <= a) for a, b in zip(row, other, strict=True))
            for other in rows
        )

    return sorted(row for row in rows if not outdone(row))
