"""What an undecided rule still depends on, as formulas.

Twin of `assessment.reasons.still_open`, with its cases in the same order; `tests/proof` holds the two
equal.
"""

from collections.abc import Mapping

import msgspec

from carrywell.conditions.nodes import And, AtLeast, Condition, Includes, Not, Or, Yes, findings_of
from carrywell.conditions.smt import Formula, Rails, at_least, every, negate, rails, some
from carrywell.guideline.facts import defining_rule
from carrywell.proof.claims import World
from carrywell.proof.interview_order import asked_behind


class Open(msgspec.Struct, frozen=True):
    """What a condition comes to, and on what it still depends while that is not known.

    `names`: of each unknown finding, when the condition depends on it. `lists`: the same of each list
    that she left open ('and perhaps others'), which is not asked again.
    """

    rails: Rails
    names: Mapping[str, Formula]
    lists: Mapping[str, Formula]

    @property
    def undecided(self) -> Formula:
        """Neither certainly true nor certainly false."""
        return every((self.rails.possible, negate(self.rails.certain)))


class StillOpen:
    """Every rule of one woman with what it still depends on, each made once."""

    def __init__(self, world: World) -> None:
        self._compiled = world.compiled
        self._her = world.her
        self._woman = world.woman
        self._open: dict[str, Open] = {}

    def rule(self, key: str) -> Open:
        """The rule with this key."""
        made = self._open.get(key)
        if made is None:
            made = self._open[key] = self._scan(self._compiled.normal[key])
        return made

    def is_told(self, finding: str) -> Formula:
        """Something is known of the finding; nothing is told of a derived one, which is never asked."""
        return self._her.is_told(finding) if finding in self._her.declared else False

    def _scan(self, condition: Condition) -> Open:
        match condition:
            case And(items):
                return self._scan_at_least(len(items), items)
            case Or(items):
                return self._scan_at_least(1, items)
            case AtLeast(count, items):
                return self._scan_at_least(count, items)
            case Yes(name) if (key := defining_rule(name, self._compiled.conditions)) is not None:
                return self.rule(key)
            case _:
                return self._scan_leaf(condition)

    def _scan_at_least(self, count: int, items: tuple[Condition, ...]) -> Open:
        each = [self._scan(item) for item in items]
        both = Rails(
            _at_least(count, [one.rails.certain for one in each]),
            _at_least(count, [one.rails.possible for one in each]),
        )
        undecided = every((both.possible, negate(both.certain)))
        return Open(
            both,
            _while(undecided, [one.names for one in each]),
            _while(undecided, [one.lists for one in each]),
        )

    def _scan_leaf(self, condition: Condition) -> Open:
        both = rails(condition, self._woman)
        undecided = every((both.possible, negate(both.certain)))
        names: list[Mapping[str, Formula]] = []
        for name in findings_of(condition):
            key = defining_rule(name, self._compiled.conditions)
            if key is not None:
                names.append(self.rule(key).names)
            else:
                names.append(
                    {one: negate(self.is_told(one)) for one in asked_behind(self._compiled, name)}
                )
        match condition:
            case Includes(name) | Not(Includes(name)):
                lists = {name: every((undecided, self.is_told(name)))}
            case _:
                lists = {}
        return Open(both, _while(undecided, names), lists)


def _at_least(count: int, formulas: list[Formula]) -> Formula:
    """As `at_least`; all and one are plain."""
    if count == len(formulas):
        return every(formulas)
    return some(formulas) if count == 1 else at_least(count, formulas)


def _while(undecided: Formula, each: list[Mapping[str, Formula]]) -> Mapping[str, Formula]:
    """Each name of any of them, while the whole is undecided."""
    found: dict[str, list[Formula]] = {}
    for one in each:
        for name, depends in one.items():
            found.setdefault(name, []).append(depends)
    return {name: every((undecided, some(depends))) for name, depends in found.items()}
