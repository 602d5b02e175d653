"""The interview as formulas: what each question still depends on, and what would be asked next.

Twin of `assessment.reasons.still_open` and `assessment.interview`, held equal to them by
`tests/proof/test_interview.py`. What she was asked is a free Boolean a finding; what of it she could
tell is in the world's facts, so 'asked and not known' is her 'not sure'.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

import msgspec
import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.conditions.nodes import (
    And,
    AtLeast,
    Condition,
    Includes,
    Not,
    Or,
    Yes,
    findings_of,
)
from carrywell.conditions.smt import Formula, Rails, at_least, either, every, negate, rails, some
from carrywell.guideline.facts import defining_rule
from carrywell.guideline.model import RANK, Screen
from carrywell.proof.claims import World
from carrywell.proof.interview_order import asked_behind, urgency_screens, waited_for
from carrywell.proof.world import Woman


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


class Interview:
    """What she was asked, and what the urgency screens would ask next.

    `above` says of each rank whether the floor is below it: free, so that every floor is covered.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.compiled = world.compiled
        self.her = world.her
        self.above: Mapping[int, Formula] = {rank: z3.Bool(f"above.{rank}") for rank in (1, 2, 3)}
        self._open: dict[str, Open] = {}
        self._waits: dict[str, Formula] = {}

    @cached_property
    def staged(self) -> Woman:
        """The woman at the stage that decides her floor."""
        return self.world.staged(self.her)

    @cached_property
    def floor_rules(self) -> tuple[Formula, ...]:
        """The floor is below a rank when, at that stage, no sign of that rank is there."""
        return tuple(
            either(above, negate(certain), certain)
            for rank, above in self.above.items()
            for certain in (self.staged.reaches(rank).certain,)
        )

    def asked(self, finding: str) -> Formula:
        """She was asked this, whatever she said."""
        return z3.Bool(f"asked.{finding}")

    def free(self, finding: str) -> Formula:
        """Whether this is to be found out, for whatever reason."""
        return z3.Bool(f"wanted.{finding}")

    def floor_is_told(self) -> Formula:
        """`above` as the signs that are there tell it: narrower than the truth, to show a fault."""
        return every(
            some((above, self.world.woman.reaches(rank).certain))
            for rank, above in self.above.items()
        )

    @cached_property
    def not_sure(self) -> Mapping[str, Formula]:
        """Of each finding: she was asked this and could not tell."""
        return {
            name: every((self.asked(name), negate(self.is_told(name))))
            for screen in self.compiled.content.screens
            for name in screen.asks
        }

    def is_told(self, finding: str) -> Formula:
        """Something is known of the finding; nothing is told of a derived one, which is never asked."""
        return self.her.is_told(finding) if finding in self.her.declared else False

    def applies(self, finding: str) -> Rails:
        """Whether the question is for her: it certainly is, it may be."""
        key = f"ask_when:{finding}"
        return self.world.woman.rule(key) if key in self.compiled.conditions else Rails(True, True)

    def rule(self, key: str) -> Open:
        """A rule, and the findings that `still_open` names while it is undecided."""
        made = self._open.get(key)
        if made is None:
            made = self._open[key] = self._scan(self.compiled.normal[key])
        return made

    @cached_property
    def useful(self) -> Mapping[str, Formula]:
        """Of each finding: an undecided sign above the floor still depends on it."""
        found: dict[str, list[Formula]] = {}
        for sign in self.compiled.content.signs:
            if RANK[sign.urgency] == 0:
                continue
            sees = self.above[RANK[sign.urgency]]
            for name, depends in self.rule(f"sign:{sign.id}").names.items():
                found.setdefault(name, []).append(every((sees, depends)))
        return {name: some(each) for name, each in found.items()}

    @cached_property
    def wanted(self) -> Mapping[str, Formula]:
        """The same with the umbrella of each useful finding, and the question on which it waits."""
        found: dict[str, list[Formula]] = {}
        for name, useful in self.useful.items():
            for one in (name, *waited_for(self.compiled, name)):
                found.setdefault(one, []).append(useful)
        return {name: some(each) for name, each in found.items()}

    def screens(self) -> Iterator[tuple[Screen, Mapping[str, Formula]]]:
        """Each urgency screen in the order they are tried, with when each of its questions is put."""
        base, details = urgency_screens(self.compiled)
        for screen in details:
            yield screen, self.put(screen, self.wanted, self._is_opened(screen.details_of or ""))
        for screen in base:
            yield screen, self.put(screen, self.wanted)

    @cached_property
    def nothing_to_ask(self) -> Formula:
        """No urgency screen has a question for her."""
        return negate(some(one for _, put in self.screens() for one in put.values()))

    def put(
        self, screen: Screen, wanted: Mapping[str, Formula], opened: Formula = True
    ) -> Mapping[str, Formula]:
        """When each question of a screen would be put, if what is `wanted` were to be found out."""
        found: dict[str, Formula] = {}
        for name in screen.asks:
            guard = self.compiled.conditions.get(f"ask_when:{name}")
            applies = self.applies(name)
            along = every(found.get(one, False) for one in findings_of(guard)) if guard else False
            found[name] = every(
                (
                    opened,
                    wanted.get(name, False),
                    negate(self.asked(name)),
                    negate(self.is_told(name)),
                    some((applies.certain, every((applies.possible, along)))),
                )
            )
        return found

    def is_unasked(self, finding: str) -> Formula:
        """She was not asked this, nor is it for want of an answer to what the question waits for."""
        return every((negate(self.asked(finding)), negate(self.waits_for_not_sure(finding))))

    def waits_for_not_sure(self, finding: str) -> Formula:
        """It is not known whether the question is for her, as she was not sure of what it waits for."""
        key = f"ask_when:{finding}"
        if finding not in self._waits:
            self._waits[finding] = False  # questions that wait for each other wait for nobody
            if key in self.compiled.conditions:
                guard = self.rule(key)
                waits = every((guard.undecided, self.rests_on_not_sure(guard)))
                self._waits[finding] = waits
        return self._waits[finding]

    def rests_on_not_sure(self, rule: Open) -> Formula:
        """What the rule still depends on includes something she was asked and could not tell."""
        return some(
            (
                *rule.lists.values(),
                *(
                    every((depends, some((self.asked(name), self.waits_for_not_sure(name)))))
                    for name, depends in rule.names.items()
                ),
            )
        )

    def _is_opened(self, umbrella: str) -> Formula:
        return some((self.asked(umbrella), self.is_told(umbrella)))

    def _scan(self, condition: Condition) -> Open:
        match condition:
            case And(items):
                return self._scan_at_least(len(items), items)
            case Or(items):
                return self._scan_at_least(1, items)
            case AtLeast(count, items):
                return self._scan_at_least(count, items)
            case Yes(name) if (key := defining_rule(name, self.compiled.conditions)) is not None:
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
        both = rails(condition, self.world.woman)
        undecided = every((both.possible, negate(both.certain)))
        names: list[Mapping[str, Formula]] = []
        for name in findings_of(condition):
            key = defining_rule(name, self.compiled.conditions)
            if key is not None:
                names.append(self.rule(key).names)
            else:
                names.append(
                    {one: negate(self.is_told(one)) for one in asked_behind(self.compiled, name)}
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
