"""Which screen comes next: worst first, only what still matters, and an end.

1. A detail screen that an answer has opened comes before anything else. 'Not sure' opens it too; a
   'no' settles what the item covers, and then only what it does not cover can be asked there.
2. Then the urgency screens in the order of the content, worst first. Of each, only the questions
   that an undecided sign above the floor still depends on.
3. When the floor meets the ceiling, or nothing more can be asked, the urgency is settled. For an
   urgent answer, and for someone Carrywell has no plan for, the interview is over.
4. Otherwise the screens for causes and for the safety of treatments follow.

'Not sure' (None) counts as asked: the question is not put again.
"""

from collections.abc import Iterable

from carrywell.assessment.answers import Settled
from carrywell.assessment.decide import Decision
from carrywell.assessment.reasons import still_open
from carrywell.assessment.result import NextScreen, Question
from carrywell.assessment.scope import scope_of
from carrywell.conditions.interpreter import truth
from carrywell.conditions.nodes import Condition, Not, Yes, findings_of
from carrywell.guideline.compiled import UNDECIDED, Compiled
from carrywell.guideline.model import RANK, Finding, Purpose, Screen


def next_screen(compiled: Compiled, settled: Settled, decision: Decision) -> NextScreen | None:
    """The next screen, or None when there is nothing left to ask."""
    urgency = urgency_screen(compiled, settled, decision)
    if urgency is not None:
        return urgency
    if decision.is_urgent or not scope_of(compiled, settled).in_scope:
        return None
    useful = _open_for_the_plan(compiled, settled)
    # what an urgency screen would have asked may still matter for the plan
    purposes: tuple[Purpose, ...] = ("causes", "safety", "urgency")
    for purpose in purposes:
        found = _first(compiled, settled, purpose, useful)
        if found is not None:
            return found
    return None


def urgency_screen(compiled: Compiled, settled: Settled, decision: Decision) -> NextScreen | None:
    """The next screen that can move the urgency, or None when no question can."""
    if decision.interval.floor == decision.interval.ceiling:
        return None
    useful = _open_findings(compiled, settled, decision)
    return _first(compiled, settled, "urgency", useful)


def questions_about(
    compiled: Compiled, settled: Settled, names: Iterable[str]
) -> tuple[Question, ...]:
    """The questions for these findings alone, each after the one it waits for.

    What is answered or does not apply is left out; 'not sure' is asked again. For a treatment that
    waits for an answer (`TreatmentStatus.ask`).
    """
    pending = _with_waited_for(compiled, names)
    put: dict[str, Question] = {}
    while pending:
        ready = [name for name in pending if _applies_after(compiled, settled, name, set(put))]
        if not ready:
            break
        for name in ready:
            guard = compiled.conditions.get(f"ask_when:{name}")
            waits = guard is not None and truth(guard, settled.facts) is None
            put[name] = question_of(
                compiled.content.finding[name], _only_if(guard) if waits else None
            )
        pending = [name for name in pending if name not in put]
    return tuple(put.values())


def _with_waited_for(compiled: Compiled, names: Iterable[str]) -> list[str]:
    """The names and what their guards wait for, in the order of the content; asked findings only."""
    wanted: set[str] = set()
    pending = list(names)
    while pending:
        name = pending.pop()
        if name in wanted:
            continue
        wanted.add(name)
        guard = compiled.conditions.get(f"ask_when:{name}")
        pending.extend(findings_of(guard) if guard is not None else ())
    return [one.id for one in compiled.content.findings if one.id in wanted and one.derived is None]


def _applies_after(compiled: Compiled, settled: Settled, name: str, put: set[str]) -> bool:
    if settled.base.get(name) is not None:
        return False
    guard = compiled.conditions.get(f"ask_when:{name}")
    applies = True if guard is None else truth(guard, settled.facts)
    return applies is True or (applies is None and _waits_here(guard, put))


def _open_findings(compiled: Compiled, settled: Settled, decision: Decision) -> set[str]:
    """The unknown findings on which an undecided sign above the floor still depends."""
    names: set[str] = set()
    for sign in decision.undecided:
        if RANK[sign.urgency] > decision.interval.floor:
            names.update(still_open(compiled, f"sign:{sign.id}", settled.facts, settled.memory))
    return names


def _open_for_the_plan(compiled: Compiled, settled: Settled) -> set[str]:
    """The unknown findings that causes, gates, cautions and advice still depend on."""
    artefact = compiled.artefact
    keys = artefact.cause_keys + artefact.plan_keys
    codes = (*compiled.causes(settled.facts), *compiled.plan(settled.facts))
    names: set[str] = set()
    for key, code in zip(keys, codes, strict=True):
        if code == UNDECIDED:
            names.update(still_open(compiled, key, settled.facts, settled.memory))
    return names


def _first(
    compiled: Compiled, settled: Settled, purpose: Purpose, useful: set[str]
) -> NextScreen | None:
    content = compiled.content
    useful = _with_guards(compiled, useful)
    details = {one.details_of: one for one in content.screens if one.details_of}
    base = [one for one in content.screens if one.purpose == purpose]
    heard = settled.asked | set(settled.base)
    # a 'no' settles what the item covers, but not the value of a reading that she took anyway
    opened = [
        details[item]
        for screen in base
        for item in screen.asks
        if item in details and item in heard
    ]
    for screen in (*opened, *base):
        questions = _questions(compiled, settled, screen, useful)
        if questions:
            done = sum(any(name in settled.asked for name in one.asks) for one in base)
            return NextScreen(
                id=screen.id,
                title=screen.title,
                purpose=purpose,
                questions=questions,
                intro=screen.intro,
                step=min(done + 1, len(base)),
                of=len(base),
            )
    return None


def _with_guards(compiled: Compiled, useful: set[str]) -> set[str]:
    """Adds the umbrella of each useful finding, and the question on which it waits."""
    names = set(useful)
    pending: list[str] = list(useful)
    while pending:
        name = pending.pop()
        guard = compiled.conditions.get(f"ask_when:{name}")
        before = findings_of(guard) if guard is not None else ()
        umbrella = compiled.content.umbrella_of.get(name)
        for one in (*before, *((umbrella,) if umbrella else ())):
            if one not in names:
                names.add(one)
                pending.append(one)
    return names


def _questions(
    compiled: Compiled, settled: Settled, screen: Screen, useful: set[str]
) -> tuple[Question, ...]:
    """The screen's questions that are useful, not asked yet, and apply.

    One that waits for another question of this screen comes along; `only_if` says for which answer
    where that is a plain yes or no.
    """
    questions: list[Question] = []
    put: set[str] = set()
    for name in screen.asks:
        if name in settled.asked or name not in useful or settled.base.get(name) is not None:
            continue
        guard = compiled.conditions.get(f"ask_when:{name}")
        applies = True if guard is None else truth(guard, settled.facts)
        if applies is False or (applies is None and not _waits_here(guard, put)):
            continue
        only_if = _only_if(guard) if applies is None else None
        put.add(name)
        questions.append(question_of(compiled.content.finding[name], only_if))
    return tuple(questions)


def _waits_here(guard: Condition | None, put: set[str]) -> bool:
    """Whether all that the guard still waits for is asked on this screen, further up."""
    return guard is not None and set(findings_of(guard)) <= put


def _only_if(guard: Condition | None) -> tuple[str, bool] | None:
    match guard:
        case Yes(name):
            return name, True
        case Not(Yes(name)):
            return name, False
        case _:
            return None


def _is_alone(finding: Finding) -> bool:
    """Whether 'no' says something of its own: then an unticked box must not say it."""
    reassures = finding.type == "yes_no" and finding.harmless is True
    decides = finding.no_harmless_because is not None or finding.lasting
    return finding.ask_alone or finding.private or reassures or decides


def question_of(finding: Finding, only_if: tuple[str, bool] | None = None) -> Question:
    """The question for a finding; `only_if` as in `Question`."""
    return Question(
        finding=finding.id,
        type=finding.type,
        ask=finding.ask or finding.short,
        why=finding.why,
        options=tuple((one.id, one.say) for one in finding.options),
        unit=finding.unit,
        min=finding.min,
        max=finding.max,
        opens_details=bool(finding.covers),
        only_if=only_if,
        alone=_is_alone(finding),
        private=finding.private,
    )
