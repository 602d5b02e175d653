"""The hazard log: what it names exists, what it says is whole, and the pages are those of the data."""

import importlib.util
import re
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from tests.companion.browser.every_page import STATES

from carrywell import load_guideline
from carrywell.guideline.rules import rule_texts
from carrywell.proof.properties import PROPERTIES

ROOT = Path(__file__).parents[2]


def hazards() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hazards", ROOT / "docs" / "hazards.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["hazards"] = module
    spec.loader.exec_module(module)
    return module


WRITER = hazards()
LOG = WRITER.read_log()
PAGES = WRITER.read_pages()
CONTENT = load_guideline().content
RULES = {
    *(one.key for one in rule_texts(CONTENT)),
    *(f"gate:{one.id}" for one in CONTENT.gates),
    *(f"treatment:{one.id}" for one in CONTENT.treatments),
    *(f"stop:{one.id}" for one in CONTENT.stop_questions),
}
each_hazard = pytest.mark.parametrize("hazard", LOG.hazards, ids=lambda one: one.id)


def a_test(name: str) -> bool:
    file, _, function = name.partition("::")
    path = ROOT / "tests" / file
    if not path.is_file():
        return False
    return not function or bool(
        re.search(
            rf"^\s*def {re.escape(function)}\(", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    )


def exists(control: str) -> bool:
    kind, _, name = control.partition(":")
    if kind == "test":
        return a_test(name)
    if kind == "proved":
        return name in {one.name for one in PROPERTIES}
    if kind == "screen":
        return name in {one.name for one in STATES}
    if kind == "template":
        return WRITER.template(name) is not None
    if kind == "measured":
        return (ROOT / "docs" / name).is_file()
    return control in RULES


@each_hazard
def test_every_control_exists(hazard) -> None:
    assert [one for one in hazard.shown_by if not exists(one)] == []
    assert hazard.shown_by


@pytest.mark.parametrize(
    "gone",
    [
        "sign:gone",
        "gate:gone",
        "stop:gone",
        "proved:gone",
        "screen:gone",
        "template:check/gone.html",
        "template:check",
        "measured:gone.md",
        "test:docs/test_gone.py",
        "test:docs/test_hazards.py::test_gone",
        "worried",
    ],
)
def test_a_control_that_is_gone_is_seen(gone: str) -> None:
    assert not exists(gone)


def test_each_kind_of_control_is_found_and_in_use() -> None:
    kinds = {one.partition(":")[0] for hazard in LOG.hazards for one in hazard.shown_by}
    assert kinds == {"sign", "gate", "stop", "proved", "screen", "template", "measured", "test"}


def test_no_id_is_doubled_or_left_out() -> None:
    """An id is never used twice, also not by a hazard that came later."""
    ids = [one.id for one in LOG.hazards]
    assert [one for one, times in Counter(ids).items() if times > 1] == []
    assert ids == [f"H{number:02}" for number in range(1, len(ids) + 1)]
    assert len(ids) >= 55


@each_hazard
def test_what_remains_is_never_worse_than_what_was(hazard) -> None:
    before, after = LOG.steps(hazard.initial), LOG.steps(hazard.residual)
    assert all(one <= other for one, other in zip(after, before, strict=True))
    assert LOG.level(hazard.residual) <= LOG.level(hazard.initial)


@each_hazard
def test_every_rating_is_marked_as_proposed(hazard) -> None:
    assert (hazard.initial.status, hazard.residual.status) == (WRITER.PROPOSED, WRITER.PROPOSED)


@each_hazard
def test_every_hazard_says_all(hazard) -> None:
    assert all((hazard.hazard, hazard.cause, hazard.effect, hazard.against))


def test_a_rating_without_its_mark_cannot_be_read() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(["major", "low"], WRITER.Rating)


def test_the_matrix_has_a_level_for_each_pair_and_never_falls() -> None:
    assert len(LOG.matrix) == len(LOG.likelihoods)
    assert {len(row) for row in LOG.matrix} == {len(LOG.severities)}
    assert {level for row in LOG.matrix for level in row} == set(range(1, len(LOG.levels) + 1))
    columns = list(zip(*LOG.matrix, strict=True))
    assert all(list(line) == sorted(line) for line in [*LOG.matrix, *columns])


def test_her_page_covers_every_hazard_and_no_other() -> None:
    told = {one for topic in PAGES.for_you.topics for one in topic.hazards}
    assert told == {one.id for one in LOG.hazards}


def test_what_she_is_told_about_her_health_rests_on_rules_that_exist() -> None:
    named = [one for topic in PAGES.for_you.topics for one in topic.rests_on]
    assert [one for one in named if one not in RULES] == []
    assert len(named) > 10


def test_her_page_says_what_nobody_has_checked_and_what_to_do_in_doubt() -> None:
    lead = " ".join(PAGES.for_you.lead)
    assert "No midwife or doctor has checked it yet" in lead
    assert "If you are in doubt, ring your maternity unit" in lead
    assert all(topic.we and topic.you for topic in PAGES.for_you.topics)


def test_her_page_has_short_sentences_and_no_jargon() -> None:
    text = WRITER.for_you_text(PAGES)
    sentences = re.split(r"[.!?:]\s+|\n+", text)
    assert [one for one in sentences if len(one.split()) > 24] == []
    jargon = r"clinician|hazard|residual|likelihood|server|database|validated|contraindicat|triage|monoton|threshold"
    assert re.findall(jargon, text, re.IGNORECASE) == []


def test_the_pages_are_current() -> None:
    for path, text in WRITER.pages_to_write().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run python3 dev.py docs"
