"""What `assessment.answers.settle` makes of answers, as formulas over the answers themselves.

`world` says which facts are possible; here the facts follow from what was answered, step by step in
the order of `settle`. So two guidelines that fill in different facts can be compared on the same
answers, and the fewest answers can be counted. Twin of `settle`; a test holds the two equal.

A list that was left open with nothing ticked counts as not answered here.
"""

from collections.abc import Iterator, Mapping

import msgspec
import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.conditions.nodes import Yes
from carrywell.conditions.smt import Formula, Symbols, Term, Variables, every, negate, real, some
from carrywell.conditions.values import Value
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.facts import as_fact, harmless_value
from carrywell.guideline.model import Finding
from carrywell.proof.copies import Copy
from carrywell.proof.world import Woman, declaration_of, is_value

Fill = tuple[Value, Formula]
"""A value, and when a finding that was not told takes it."""


class FilledWhen(Copy):
    """The same woman; a finding that she had not told takes a value when a formula holds.

    The formulas must imply that it was not told, and no two of one finding may hold together.
    """

    def __init__(self, of: Symbols, fills: Mapping[str, tuple[Fill, ...]]) -> None:
        super().__init__(of)
        self._fills = fills
        self._held: dict[tuple[str, bool | str], Formula] = {}

    def holds(self, finding: str, answer: bool | str) -> Formula:
        """See `Symbols`."""
        if finding not in self._fills:
            return self.of.holds(finding, answer)
        key = (finding, answer)
        if key not in self._held:
            filled = (when for value, when in self._fills[finding] if value == answer)
            self._held[key] = some((self.of.holds(finding, answer), *filled))
        return self._held[key]

    def known(self, finding: str) -> Formula:
        """See `Symbols`."""
        fills = self._fills.get(finding, ())
        return some((self.of.known(finding), *(when for _, when in fills)))

    def amount(self, finding: str) -> Term:
        """See `Symbols`."""
        amount = self.of.amount(finding)
        for value, when in self._fills.get(finding, ()):
            if isinstance(value, float):
                amount = real(value) if when is True else z3.If(when, real(value), amount)
        return amount

    def ticked(self, finding: str, option: str) -> Formula:
        """See `Symbols`."""
        fills = self._fills.get(finding, ())
        filled = (when for value, when in fills if isinstance(value, frozenset) and option in value)
        return some((self.of.ticked(finding, option), *filled))

    def is_open(self, finding: str) -> Formula:
        """See `Symbols`."""
        fills = self._fills.get(finding, ())
        return every((self.of.is_open(finding), *(negate(when) for _, when in fills)))


class Answered(msgspec.Struct, frozen=True, eq=False):
    """Her facts under one guideline, as formulas over her answers.

    `rules`: what `settle` refuses. `implied`: when a finding that she did not answer follows from
    another answer of hers.
    """

    woman: Woman
    rules: tuple[Formula, ...]
    implied: dict[str, Formula]


def answered(compiled: Compiled, her: Variables) -> Answered:
    """What follows from the answers `her` under this guideline."""
    implied = _Implied(compiled, her)
    fills = implied.fills()
    facts: Symbols = FilledWhen(her, fills)
    facts = FilledWhen(facts, _umbrella_fills(compiled, facts))
    for name, _, otherwise in compiled.conditional:
        is_false = negate(Woman(compiled, facts).rule(f"ask_when:{name}").possible)
        untold = negate(told(compiled.content.finding[name], facts))
        facts = FilledWhen(facts, {name: ((otherwise, every((untold, is_false))),)})
    settings = {
        name: ((value, negate(told(compiled.content.finding[name], facts))),)
        for name, value in compiled.settings
    }
    woman = Woman(compiled, FilledWhen(facts, settings))
    contradictions = (
        negate(woman.rule(f"contradiction:{one.id}").certain)
        for one in compiled.content.contradictions
    )
    rules = (*her.rules(), *implied.conflicts(), *contradictions)
    return Answered(
        woman,
        tuple(rule for rule in rules if rule is not True),
        {name: some(when for _, when in each) for name, each in fills.items()},
    )


def told(finding: Finding, symbols: Symbols) -> Formula:
    """Something is known of the finding."""
    match finding.type:
        case "yes_no" | "choice":
            answers = symbols.answers(finding.id)
            return some(symbols.holds(finding.id, answer) for answer in answers)
        case "number":
            return symbols.known(finding.id)
        case "choices":
            ticked = (symbols.ticked(finding.id, option.id) for option in finding.options)
            return some((negate(symbols.is_open(finding.id)), *ticked))


class _Implied:
    """What answers imply, through any number of steps: a reading was measured, a detail's umbrella
    and guard are there.
    """

    def __init__(self, compiled: Compiled, her: Variables) -> None:
        self._compiled = compiled
        self._her = her
        self._sources = _sources(compiled)
        self._when: dict[tuple[str, str], Formula] = {}
        self._busy: set[str] = set()

    def fills(self) -> dict[str, tuple[Fill, ...]]:
        """Of each finding that something implies: the values, and when it takes them."""
        made = {}
        for name in self._sources:
            untold = negate(self._her.is_told(name))
            made[name] = tuple(
                (value, every((untold, self._at(source, name, kind))))
                for source, kind, value in self._sources[name]
            )
        return made

    def conflicts(self) -> Iterator[Formula]:
        """An answer that does not fit what another one implies is refused."""
        for name, sources in self._sources.items():
            declared = self._her.declared[name]
            for source, kind, value in sources:
                if kind in ("calm guard", "denied"):  # refused, if at all, as a contradiction
                    continue
                fits = is_value(self._her, declared, value)
                otherwise = every((self._her.is_told(name), negate(fits)))
                yield negate(every((otherwise, self._at(source, name, kind))))
                for other, how, another in sources:
                    if value != another:
                        both = (self._at(source, name, kind), self._at(other, name, how))
                        yield negate(every(both))

    def _at(self, source: str, name: str, kind: str) -> Formula:
        """When `source` implies something of `name`."""
        key = (source, f"{kind} {name}")
        if key not in self._when:
            self._when[key] = self._implies(source, name, kind)
        return self._when[key]

    def _implies(self, source: str, name: str, kind: str) -> Formula:
        finding = self._compiled.content.finding[source]
        given = self._her.is_told(source)
        match kind:
            case "implies":
                return some((given, self._follows(source)))
            case "calm guard":
                return every((given, negate(self._her.is_told(name))))
            case "guard":
                return every((given, negate(self._is_calm(finding))))
            case "denied":
                alarming = every((given, negate(self._is_calm(finding))))
                said = some((alarming, self._follows(source, harmless_value(finding))))
                return every((said, negate(self._her.is_told(name)), self._nothing_affirms(name)))
            case _:
                alarming = every((given, negate(self._is_calm(finding))))
                return some((alarming, self._follows(source, harmless_value(finding))))

    def _nothing_affirms(self, name: str) -> Formula:
        """No answer implies the finding but one that waited for its 'no': that counts last."""
        return negate(
            some(
                self._at(source, name, kind)
                for source, kind, _ in self._sources[name]
                if kind != "denied"
            )
        )

    def _follows(self, name: str, calm: Value = None) -> Formula:
        """The finding follows from another answer, with another value than `calm`."""
        if name in self._busy:
            return False
        self._busy.add(name)
        found = some(
            every((negate(self._her.is_told(name)), self._at(source, name, kind)))
            for source, kind, value in self._sources.get(name, ())
            if value != calm
        )
        self._busy.discard(name)
        return found

    def _is_calm(self, finding: Finding) -> Formula:
        calm = harmless_value(finding)
        return False if calm is None else is_value(self._her, declaration_of(finding), calm)


def _sources(compiled: Compiled) -> dict[str, list[tuple[str, str, Value]]]:
    """Of each finding: what implies it, by which way, and which value."""
    content = compiled.content
    found: dict[str, list[tuple[str, str, Value]]] = {}

    def note(name: str, source: str, kind: str, value: Value) -> None:
        if content.finding[name].derived is None:
            found.setdefault(name, []).append((source, kind, value))

    for one in content.findings:
        if one.derived is not None:
            continue
        for other, written in one.implies.items():
            note(other, one.id, "implies", as_fact(content.finding[other], written))
        umbrella = content.umbrella_of.get(one.id)
        if umbrella is not None and one.no_harmless_because is None:
            note(umbrella, one.id, "umbrella", True)
        guard = compiled.conditions.get(f"ask_when:{one.id}")
        if isinstance(guard, Yes):
            calm = one.no_harmless_because is not None
            note(guard.finding, one.id, "calm guard" if calm else "guard", True)
    for name, asked in compiled.waits_for_no:
        note(asked, name, "denied", False)
    return found


def _umbrella_fills(compiled: Compiled, facts: Symbols) -> dict[str, tuple[Fill, ...]]:
    """A 'no' settles everything it covers that was not told."""
    fills: dict[str, tuple[Fill, ...]] = {}
    for umbrella, details in compiled.umbrellas:
        for detail, harmless in details:
            finding = compiled.content.finding[detail]
            earlier = fills.get(detail, ())
            when = (
                negate(told(finding, facts)),
                facts.holds(umbrella, False),
                *(negate(one) for _, one in earlier),
            )
            fills[detail] = (*earlier, (harmless, every(when)))
    return fills
