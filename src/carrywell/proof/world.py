"""One woman as Z3 formulas: everything she could have answered, and what follows from it."""

from collections.abc import Iterator

from carrywell.conditions.nodes import Not, Yes
from carrywell.conditions.smt import (
    Formula,
    Rails,
    Symbols,
    Term,
    Variables,
    as_answer,
    every,
    negate,
    quantity,
    quantity_known,
    rails,
    real,
    some,
)
from carrywell.conditions.values import Declaration, Value
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.facts import as_fact, harmless_value
from carrywell.guideline.model import RANK, Finding


def asked_findings(compiled: Compiled) -> tuple[Declaration, ...]:
    """Every finding that an answer can give."""
    return tuple(declaration_of(one) for one in compiled.content.findings if one.derived is None)


def declaration_of(finding: Finding) -> Declaration:
    """What a condition may say about the finding."""
    options = tuple(option.id for option in finding.options)
    return Declaration(finding.id, finding.type, options, finding.unit, finding.min, finding.max)


def anyone(compiled: Compiled, name: str) -> Variables:
    """Somebody of whom anything may be known, or nothing."""
    return Variables(name, asked_findings(compiled))


class Woman:
    """Every finding, rule and sign of one woman; `asked` says what she answered.

    Derived findings and signs are worked out as the generated code works them out.
    """

    def __init__(self, compiled: Compiled, asked: Symbols) -> None:
        self.compiled = compiled
        self.asked = asked
        self._rules: dict[str, Rails] = {}
        self._made: dict[tuple[str, bool | str | None], Formula] = {}
        self._amounts: dict[str, Term] = {}

    def rule(self, key: str) -> Rails:
        """Both rails of a rule, by its key."""
        made = self._rules.get(key)
        if made is None:
            made = self._rules[key] = rails(self.compiled.conditions[key], self)
        return made

    def sign(self, sign_id: str) -> Rails:
        """Both rails of a warning sign."""
        return self.rule(f"sign:{sign_id}")

    def reaches(self, rank: int, among: frozenset[str] | None = None) -> Rails:
        """Some sign (of `among`) of this rank or a higher one: is there, could be there."""
        each = [
            self.sign(sign.id)
            for sign in self.compiled.content.signs
            if RANK[sign.urgency] >= rank and (among is None or sign.id in among)
        ]
        return Rails(some(one.certain for one in each), some(one.possible for one in each))

    def holds(self, finding: str, answer: bool | str) -> Formula:
        """See `Symbols`."""
        made = self._made.get((finding, answer))
        if made is None:
            worked_out = self._is_worked_out(finding)
            if worked_out:
                made = self._worked_out(finding, answer)
            else:
                made = as_answer(self.asked.holds(finding, answer))
            self._made[finding, answer] = made
        return made

    def known(self, finding: str) -> Formula:
        """See `Symbols`."""
        made = self._made.get((finding, None))
        if made is None:
            derived = self.compiled.artefact.quantities.get(finding)
            if derived is None:
                made = as_answer(self.asked.known(finding))
            else:
                made = quantity_known(derived, self)
            self._made[finding, None] = made
        return made

    def amount(self, finding: str) -> Term:
        """See `Symbols`."""
        made = self._amounts.get(finding)
        if made is None:
            derived = self.compiled.artefact.quantities.get(finding)
            made = self.asked.amount(finding) if derived is None else quantity(derived, self)
            self._amounts[finding] = made
        return made

    def ticked(self, finding: str, option: str) -> Formula:
        """See `Symbols`."""
        return as_answer(self.asked.ticked(finding, option))

    def is_open(self, finding: str) -> Formula:
        """See `Symbols`."""
        return as_answer(self.asked.is_open(finding))

    def answers(self, finding: str) -> tuple[bool | str, ...]:
        """See `Symbols`."""
        if finding.startswith("signs."):
            return (True, False)
        declared = self.compiled.content.finding[finding]
        if declared.type == "yes_no":
            return (True, False)
        derived = declared.derived
        if isinstance(derived, tuple):
            return tuple(one.option for one in derived)
        return tuple(option.id for option in declared.options)

    def _is_worked_out(self, finding: str) -> bool:
        if finding.startswith("signs."):
            return True
        return self.compiled.content.finding[finding].derived is not None

    def _worked_out(self, finding: str, answer: bool | str) -> Formula:
        if finding.startswith("signs."):
            return _one_way(self.sign(finding.removeprefix("signs.")), answer)
        derived = self.compiled.content.finding[finding].derived
        if isinstance(derived, str):
            return _one_way(self.rule(f"derived:{finding}"), answer)
        earlier: list[Formula] = []
        for one in derived or ():
            rule = self.rule(f"derived:{finding}:{one.option}")
            if one.option == answer:
                return every((rule.certain, *earlier))
            # an option counts only when every option before it is certainly false
            earlier.append(negate(rule.possible))
        return False


def _one_way(rule: Rails, answer: bool | str) -> Formula:
    return rule.certain if answer is True else negate(rule.possible)


def possible_facts(compiled: Compiled, her: Variables, woman: Woman) -> list[Formula]:
    """What `assessment.answers.settle` makes sure of: implied facts, umbrellas, guards, settings.

    Every set of facts that `settle` can give fulfils this; `tests/proof` tries it. A few that it
    cannot give do so too, which is why every witness is replayed.
    """
    return [
        *her.rules(),
        *_implied(compiled, her),
        *_umbrellas(compiled, her),
        *_guards(compiled, her, woman),
        *(her.is_told(name) for name, _ in compiled.settings),
        *(
            negate(woman.rule(f"contradiction:{one.id}").certain)
            for one in compiled.content.contradictions
        ),
    ]


def is_value(symbols: Symbols, declared: Declaration, value: Value) -> Formula:
    """The finding is known to have this value."""
    match declared.type:
        case "yes_no" | "choice":
            assert isinstance(value, bool | str)
            return symbols.holds(declared.id, value)
        case "number":
            assert isinstance(value, float)
            return every((symbols.known(declared.id), symbols.amount(declared.id) == real(value)))
        case "choices":
            listed = value if isinstance(value, frozenset) else frozenset({None})
            return every(
                (
                    same(symbols.is_open(declared.id), None in listed),
                    *(
                        same(symbols.ticked(declared.id, option), option in listed)
                        for option in declared.options
                    ),
                )
            )


def same(formula: Formula, wanted: bool) -> Formula:
    """The formula, or its opposite."""
    return formula if wanted else negate(formula)


def _implied(compiled: Compiled, her: Variables) -> Iterator[Formula]:
    for finding in compiled.content.findings:
        for other, written in finding.implies.items():
            implied = compiled.content.finding[other]
            value = is_value(her, declaration_of(implied), as_fact(implied, written))
            yield some((negate(her.is_told(finding.id)), value))


def _umbrellas(compiled: Compiled, her: Variables) -> Iterator[Formula]:
    """A 'no' settles each detail to its harmless answer; a detail that is not harmless says 'yes'."""
    for umbrella, details in compiled.umbrellas:
        for detail, harmless in details:
            declared = her.declared[detail]
            calm = is_value(her, declared, harmless)
            yield some((negate(her.holds(umbrella, False)), calm))
            yield some((negate(her.is_told(detail)), calm, her.holds(umbrella, True)))


def _guards(compiled: Compiled, her: Variables, woman: Woman) -> Iterator[Formula]:
    """A question that certainly does not apply has its stated value, unless it was answered."""
    for name, _, _ in compiled.conditional:
        guard = woman.rule(f"ask_when:{name}")
        yield some((guard.possible, her.is_told(name)))
    for finding in compiled.content.findings:
        guard_is = compiled.conditions.get(f"ask_when:{finding.id}")
        if isinstance(guard_is, Not) and isinstance(guard_is.item, Yes):
            yield from _denied(compiled, her, finding, guard_is.item.finding)
        if not isinstance(guard_is, Yes):
            continue
        asked = compiled.content.finding[guard_is.finding]
        if asked.derived is not None:
            continue
        if finding.no_harmless_because is not None:  # weeks: she has told that she is pregnant
            yield some((negate(her.is_told(finding.id)), her.is_told(asked.id)))
            continue
        told = [is_value(her, her.declared[finding.id], harmless_value(finding))]
        if finding.otherwise not in (None, "unknown"):
            otherwise = as_fact(finding, finding.otherwise)
            told.append(is_value(her, her.declared[finding.id], otherwise))
        # answered with something else: then what the question rests on is there
        yield some((negate(her.is_told(finding.id)), *told, her.holds(asked.id, True)))


def _denied(compiled: Compiled, her: Variables, finding: Finding, asked: str) -> Iterator[Formula]:
    """Answered 'yes' to what is asked after a 'no' (she gave birth): then that 'no' is known."""
    if compiled.content.finding[asked].derived is None:
        calm = is_value(her, her.declared[finding.id], harmless_value(finding))
        yield some((negate(her.is_told(finding.id)), calm, her.holds(asked, False)))
