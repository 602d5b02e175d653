"""What catches a planted fault: the check of the content, a proof, or a law or case of the tests."""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import msgspec
import pytest
import z3

import carrywell.api
from carrywell.api import Guideline, load_guideline
from carrywell.conditions.errors import ContentError
from carrywell.conditions.nodes import findings_of
from carrywell.guideline.checks import check_content
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.content_files import Reading, read_content
from carrywell.guideline.generate import cause_keys, generate_source, plan_keys
from carrywell.guideline.rules import Rules, declarations_of, named_signs, private_signs
from carrywell.proof.claims import Claim, Never, Plain, Sometimes, world_of
from carrywell.proof.properties import PROPERTIES
from faults.kinds import Fault
from faults.same import SAME_RULE, same_rules, why_nothing_changes

CONTENT, SAME, NOBODY = "content check", "changes nothing", "survived"
TESTS = ("tests/assessment", "tests/content")
LEFT_OUT = (
    "test_walk.py",  # laws of the walk, which hold of any guideline
    "test_every_assessment_fits_the_schema",
    "test_reviewed_by_is_written_down_for_every_main_rule",  # reads the files, not the guideline
    "test_the_edition_is_semantic_and_hashed",
)
"""Left out by the name of a file or test: they catch a fault only by noticing that something changed."""
FIRST = ("laws", "signs", "treatments", "stop", "fail", "reasons")
"""Of the tests that do not speak of the rule, those in files whose names begin so come first."""


@dataclass(frozen=True)
class Verdict:
    """What caught the fault first (`by` one of content check, test, proof), or that nothing did.

    `by` is `SAME` when nothing caught it and it is proved to change nobody's answer; `name` then
    says what was proved.
    """

    fault: Fault
    by: str
    name: str

    @property
    def is_caught(self) -> bool:
        return self.by not in (SAME, NOBODY)


def judged(faults: Iterable[Fault], session: pytest.Session) -> Iterator[Verdict]:
    """The verdict on each fault. Each is tried in a child process, which the tests cannot harm."""
    shipped, reading = load_guideline(), read_content()
    for fault in faults:
        try:
            guideline = ready(shipped, reading, fault)
        except ContentError as error:
            yield Verdict(fault, CONTENT, error.problems[0].what)
            continue
        yield _tried(shipped, guideline, fault, session)


def _tried(
    shipped: Guideline, guideline: Guideline, fault: Fault, session: pytest.Session
) -> Verdict:
    """The cases that speak of the rule take the least time, so they come first; the rest last."""
    words = _words_of(fault)
    speaks = {one.nodeid: sum(w in _parameters(one) for w in words) for one in session.items}
    related = [one for one in session.items if speaks[one.nodeid]]
    related.sort(key=lambda one: -speaks[one.nodeid])
    if test := caught_by(shipped, guideline, related):
        return Verdict(fault, "test", test)
    if proof := failing_property(guideline):
        return Verdict(fault, "proof", proof)
    if same_rules(shipped, guideline):
        return Verdict(fault, SAME, SAME_RULE)
    rest = sorted((one for one in session.items if not speaks[one.nodeid]), key=_place)
    if test := caught_by(shipped, guideline, rest):
        return Verdict(fault, "test", test)
    same = why_nothing_changes(shipped, guideline, fault.rule)
    return Verdict(fault, SAME if same else NOBODY, same)


def _place(item: pytest.Item) -> int:
    about = item.path.stem.removeprefix("test_").partition("_")[0]
    return FIRST.index(about) if about in FIRST else len(FIRST)


def ready(shipped: Guideline, reading: Reading, fault: Fault) -> Guideline:
    """The guideline with the fault, checked and compiled as `compile_guideline` does it.

    Raises `ContentError` when the check refuses it.
    """
    content, conditions = fault.content, fault.conditions
    old = shipped.compiled.artefact
    plain = dict.fromkeys(one.id for one in content.signs if not _names_signs(conditions, one.id))
    order = (*plain, *(one.id for one in content.signs if one.id not in plain))
    rules = Rules(conditions, old.quantities, old.derived_order, order)
    trial = Reading(content, reading.origin)
    _check_names(trial, conditions)
    check_content(trial, rules)
    artefact = msgspec.structs.replace(
        old,
        content=content,
        conditions=conditions,
        named_signs=named_signs(rules),
        private_signs=private_signs(content, rules),
        cause_keys=cause_keys(rules),
        plan_keys=plan_keys(rules),
    )
    module = ModuleType("faulty")
    exec(generate_source(content, rules), module.__dict__)
    return Guideline(Compiled(artefact, module))


def _names_signs(conditions: dict[str, Any], sign_id: str) -> bool:
    return any(one.startswith("signs.") for one in findings_of(conditions[f"sign:{sign_id}"]))


def _check_names(reading: Reading, conditions: dict[str, Any]) -> None:
    """The parser refuses a condition that names what is not there."""
    declared = declarations_of(reading.content)
    missing = {one for rule in conditions.values() for one in findings_of(rule)} - declared.keys()
    for name in sorted(missing):
        reading.problem("edition", "", (), f"a condition names {name!r}, which is not there")
    if missing:
        raise ContentError(tuple(reading.problems))


QUICK_FIRST = sorted(PROPERTIES, key=lambda one: one.name == "learning_takes_nothing_back")
"""The property with a claim for each rule takes as long as all others together."""


def failing_property(guideline: Guideline) -> str | None:
    """The first property that does not hold."""
    world = world_of(guideline)
    solver = z3.Solver()
    solver.add(*world.rules)
    return next((one.name for one in QUICK_FIRST if _fails(solver, list(one.claims(world)))), None)


def _fails(solver: Any, claims: list[Claim]) -> bool:
    """As `carrywell prove` decides it, without looking for the answers that show it."""
    if any(isinstance(one, Plain) and one.wrong for one in claims):
        return True
    nevers = [one for one in claims if isinstance(one, Never) and one.wrong is not False]
    rules = [rule for one in nevers for rule in one.rules if rule is not True]
    if nevers and _possible(solver, *rules, z3.Or([one.wrong for one in nevers])):
        return True
    return any(not _possible(solver, one.wanted) for one in claims if isinstance(one, Sometimes))


def _possible(solver: Any, *wanted: Any) -> bool:
    solver.push()
    solver.add(*wanted)
    found = solver.check()
    solver.pop()
    return bool(found == z3.sat)


def caught_by(shipped: Guideline, faulty: Guideline, tests: list[pytest.Item]) -> str:
    """The name of the first of these tests that the fault makes fail; empty when none does.

    Raises `AssertionError` when that test fails without the fault as well: then it says nothing.
    """
    name = failing_test(faulty, tests)
    alone = [one for one in tests if _name(one) == name]
    assert not alone or not failing_test(shipped, alone), f"fails without any fault: {name}"
    return name


def _name(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[2][:300]


def failing_test(guideline: Guideline, tests: list[pytest.Item]) -> str:
    """The name of the first of these tests that fails with this guideline; empty when none does."""
    read_end, write_end = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        _run_tests(guideline, tests, write_end)
    os.close(write_end)
    with os.fdopen(read_end, encoding="utf-8") as told:
        name = told.read()
    os.waitpid(child, 0)
    return name


def _run_tests(guideline: Guideline, tests: list[pytest.Item], tell: int) -> None:
    """In the child: runs until a test fails, tells its name, and ends."""
    try:
        carrywell.api.load = lambda *_: guideline.compiled  # type: ignore[assignment]
        load_guideline.cache_clear()
        for item, after in zip(tests, (*tests[1:], None), strict=False):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if item.session.testsfailed:
                os.write(tell, _name(item).encode())
                break
    except BaseException as error:  # noqa: BLE001 - a child must never run on
        os.write(tell, f"{type(error).__name__}: {error}".encode()[:300])
    finally:
        os._exit(0)


def _words_of(fault: Fault) -> frozenset[str]:
    """The name of the rule, and the findings its condition names."""
    rule = fault.conditions.get(fault.rule)
    name = fault.rule.replace(": ", ":").split(":")[1]
    return frozenset({name, *(findings_of(rule) if rule is not None else ())})


@cache
def _parameters(item: pytest.Item) -> str:
    return repr(getattr(getattr(item, "callspec", None), "params", ""))
