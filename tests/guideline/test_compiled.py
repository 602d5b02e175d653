"""The compiled guideline: equal to its content, noticed when stale, mended when damaged, fast."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from inspect import getsource
from itertools import product
from pathlib import Path
from random import Random
from types import ModuleType

import msgspec
import pytest

from carrywell.conditions import interpreter, python, sql
from carrywell.conditions.errors import ContentError
from carrywell.conditions.interpreter import amount, truth
from carrywell.conditions.nodes import findings_of, quantity_findings
from carrywell.conditions.values import Facts, Value
from carrywell.guideline import compiled as compiled_module
from carrywell.guideline.compiled import (
    CONTENT_FOLDER,
    Compiled,
    FactsDict,
    compile_guideline,
    load,
)
from carrywell.guideline.folder import content_hash
from carrywell.guideline.model import Finding

PEOPLE = 40


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compiled_tests") / "content"
    shutil.copytree(CONTENT_FOLDER, folder)
    return folder


@pytest.fixture(scope="session")
def fresh(content: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Compiled, Path]:
    """The guideline compiled just now, and the folder that holds its artefact."""
    folder = tmp_path_factory.mktemp("compiled_tests") / "compiled"
    return compile_guideline(content, folder), folder


@pytest.fixture
def artefact(fresh: tuple[Compiled, Path], tmp_path: Path) -> Path:
    """A copy of the artefact that the test may spoil."""
    return Path(shutil.copytree(fresh[1], tmp_path / "compiled"))


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """The folders compiled into since the test began."""
    folders: list[Path | None] = []
    real = compiled_module.compile_guideline

    def noted(content_folder: Path, compiled_folder: Path | None) -> Compiled:
        folders.append(compiled_folder)
        return real(content_folder, compiled_folder)

    monkeypatch.setattr(compiled_module, "compile_guideline", noted)
    return folders


def random_value(random: Random, finding: Finding) -> Value:
    match finding.type:
        case "yes_no":
            return random.random() < 0.5
        case "choice":
            return random.choice([one.id for one in finding.options])
        case "choices":
            ids = [one.id for one in finding.options]
            named = random.sample(ids, random.randint(0, min(3, len(ids))))
            return frozenset([*named, None] if random.random() < 0.3 else named)
        case "number":
            assert finding.min is not None
            assert finding.max is not None
            exact = random.choice(
                [finding.min, finding.max, round((finding.min + finding.max) / 2)]
            )
            return float(random.choice([exact, random.uniform(finding.min, finding.max)]))


def random_people(compiled: Compiled) -> Iterator[FactsDict]:
    """From people of whom nothing is known to people of whom all is."""
    random = Random(20)
    asked = [one for one in compiled.content.findings if one.derived is None]
    for number in range(PEOPLE):
        known = number / (PEOPLE - 1)
        yield {one.id: random_value(random, one) for one in asked if random.random() < known}


def codes(compiled: Compiled, person: FactsDict) -> tuple[FactsDict, tuple[int, ...]]:
    facts = compiled.derive(dict(person))
    signs = compiled.signs(facts)
    for index, name in compiled.signs_read:
        facts[name] = (False, None, True)[signs[index]]
    return facts, (*signs, *compiled.causes(facts), *compiled.plan(facts))


def interpreted_codes(compiled: Compiled, person: Facts) -> tuple[dict[str, Value], list[int]]:
    """The same from the interpreter alone, in whatever order the names need one another."""
    facts = dict(person)
    for name in compiled.artefact.derived_order:
        if name in compiled.artefact.quantities:
            facts[name] = amount(compiled.artefact.quantities[name], facts)
        elif f"derived:{name}" in compiled.conditions:
            facts[name] = truth(compiled.conditions[f"derived:{name}"], facts)
        else:
            facts[name] = interpreted_choice(compiled, name, facts)
    waiting = [f"sign:{one.id}" for one in compiled.content.signs]
    found: dict[str, int] = {}
    while waiting:
        key = waiting.pop(0)
        if any(f"sign:{one[6:]}" in waiting for one in sign_names(compiled, key)):
            waiting.append(key)
            continue
        facts[key.replace("sign:", "signs.")] = holds = truth(compiled.conditions[key], facts)
        found[key] = code(holds)
    keys = [*compiled.artefact.cause_keys, *compiled.artefact.plan_keys]
    signs = [found[f"sign:{one.id}"] for one in compiled.content.signs]
    return facts, signs + [code(truth(compiled.conditions[key], facts)) for key in keys]


def sign_names(compiled: Compiled, key: str) -> list[str]:
    return [one for one in findings_of(compiled.conditions[key]) if one.startswith("signs.")]


def interpreted_choice(compiled: Compiled, name: str, facts: Facts) -> Value:
    """The first option that holds, when every option before it certainly does not."""
    for one in compiled.content.finding[name].derived or ():
        assert not isinstance(one, str)
        holds = truth(compiled.conditions[f"derived:{name}:{one.option}"], facts)
        if holds is not False:
            return one.option if holds else None
    return None


def code(holds: bool | None) -> int:
    return {False: 0, None: 1, True: 2}[holds]


def known(facts: Facts) -> dict[str, Value]:
    return {
        name: value
        for name, value in facts.items()
        if value is not None and not name.startswith("signs.")
    }


def test_the_artefact_read_back_gives_the_same_codes(
    fresh: tuple[Compiled, Path], content: Path, compilations: list[Path | None]
) -> None:
    compiled, folder = fresh
    read = load(content, folder)
    assert not compilations
    assert read.artefact == compiled.artefact
    for person in random_people(compiled):
        assert codes(read, person) == codes(compiled, person)


def test_the_generated_functions_say_what_the_interpreter_says(
    fresh: tuple[Compiled, Path],
) -> None:
    compiled = fresh[0]
    seen: set[int] = set()
    for person in random_people(compiled):
        facts, answers = codes(compiled, person)
        reference, expected = interpreted_codes(compiled, person)
        assert known(facts) == known(reference)
        assert list(answers) == expected
        seen.update(answers)
    assert seen == {0, 1, 2}


def test_an_option_counts_only_when_every_option_before_it_is_ruled_out(
    content: Path, tmp_path: Path
) -> None:
    changed = Path(shutil.copytree(content, tmp_path / "content"))
    path = changed / "findings" / "derived.yaml"
    begin, options, end = path.read_text(encoding="utf-8").partition("- id: trimester\n")
    for option, finding in (("first", "worried"), ("second", "back_pain"), ("third", "unwell")):
        end = re.sub(
            rf"{{option: {option}, when: .*}}", f"{{option: {option}, when: {finding}}}", end
        )
    path.write_text(begin + options + end, encoding="utf-8")
    compiled = compile_guideline(changed, None)
    for worried, back_pain, unwell in product((True, False, None), repeat=3):
        facts: FactsDict = {"worried": worried, "back_pain": back_pain, "unwell": unwell}
        derived = compiled.derive(dict(facts)).get("trimester")
        assert derived == interpreted_choice(compiled, "trimester", facts)
    assert compiled.derive({"worried": False, "back_pain": True})["trimester"] == "second"
    assert "trimester" not in compiled.derive({"back_pain": True})


def test_everything_derived_comes_after_what_it_uses(fresh: tuple[Compiled, Path]) -> None:
    compiled = fresh[0]
    order = compiled.artefact.derived_order
    for key, condition in compiled.conditions.items():
        if key.startswith("derived:"):
            name = key.split(":")[1]
            used = set(findings_of(condition)) & set(order)
            assert all(order.index(one) < order.index(name) for one in used), name
    for name, quantity in compiled.artefact.quantities.items():
        used = set(quantity_findings(quantity)) & set(order)
        assert all(order.index(one) < order.index(name) for one in used), name


@pytest.mark.slow
def test_the_artefact_is_the_same_whatever_the_hash_seed(content: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from carrywell.guideline.compiled import compile_guideline;"
        "compile_guideline(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        run_python(program, content, folder, environment={"PYTHONHASHSEED": seed})
        made.append([(folder / name).read_bytes() for name in ("guideline.json", "generated.py")])
    assert made[0] == made[1]


def test_content_that_changed_is_compiled_anew(
    content: Path, artefact: Path, tmp_path: Path, compilations: list[Path | None]
) -> None:
    changed = Path(shutil.copytree(content, tmp_path / "content"))
    with (changed / "edition.yaml").open("a", encoding="utf-8") as file:
        file.write("# a comment is enough\n")
    assert load(changed, artefact).content.hash == content_hash(changed) != content_hash(content)
    assert compilations == [artefact]
    load(changed, artefact)
    assert compilations == [artefact], "the second time it is read"


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut short"),
        pytest.param(b"[]", id="not the right shape"),
        pytest.param(b"\xff\xfe\x00", id="not text"),
        pytest.param(b'{"format": "\xff"}', id="not UTF-8"),
        pytest.param(None, id="not there"),
    ],
)
def test_a_damaged_artefact_is_compiled_anew(
    damage: bytes | None, content: Path, artefact: Path, compilations: list[Path | None]
) -> None:
    path = artefact / "guideline.json"
    whole = path.read_bytes()
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    assert load(content, artefact).content.hash == content_hash(content)
    assert compilations == [artefact]
    assert path.read_bytes() == whole


def test_an_artefact_of_another_format_is_compiled_anew(
    fresh: tuple[Compiled, Path], content: Path, artefact: Path, compilations: list[Path | None]
) -> None:
    older = msgspec.structs.replace(fresh[0].artefact, format=compiled_module.FORMAT - 1)
    (artefact / "guideline.json").write_bytes(msgspec.json.encode(older))
    assert load(content, artefact).artefact.format == compiled_module.FORMAT
    assert compilations == [artefact]


def test_an_artefact_without_its_functions_is_compiled_anew(
    content: Path, artefact: Path, compilations: list[Path | None]
) -> None:
    (artefact / "generated.py").unlink()
    load(content, artefact)
    assert compilations == [artefact]
    assert (artefact / "generated.py").exists()


def test_a_folder_that_cannot_be_written_still_works(content: Path, tmp_path: Path) -> None:
    """A file where the folder should be: the superuser may write into a read-only folder."""
    blocked = tmp_path / "compiled"
    blocked.write_text("in the way")
    assert load(content, blocked).content.hash == content_hash(content)
    assert blocked.read_text() == "in the way"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere"
)
@pytest.mark.parametrize("filled", [True, False], ids=["with the artefact", "empty"])
def test_a_read_only_folder_still_works(
    filled: bool, content: Path, artefact: Path, tmp_path: Path
) -> None:
    folder = artefact if filled else tmp_path / "empty"
    folder.mkdir(exist_ok=True)
    before = sorted(folder.iterdir())
    folder.chmod(0o500)
    try:
        assert load(content, folder).content.hash == content_hash(content)
        assert sorted(folder.iterdir()) == before
    finally:
        folder.chmod(0o700)


def test_mistakes_in_the_content_leave_the_old_artefact_alone(
    content: Path, artefact: Path, tmp_path: Path
) -> None:
    changed = Path(shutil.copytree(content, tmp_path / "content"))
    (changed / "scopes.yaml").write_text("- id: x\n")
    before = (artefact / "guideline.json").read_bytes()
    with pytest.raises(ContentError):
        load(changed, artefact)
    assert (artefact / "guideline.json").read_bytes() == before


def test_running_from_the_artefact_imports_neither_the_parser_nor_yaml(
    fresh: tuple[Compiled, Path], content: Path
) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from carrywell.guideline.compiled import load;"
        "compiled = load(Path(sys.argv[1]), Path(sys.argv[2]));"
        "compiled.signs(compiled.derive({}));"
        "print(sorted({'sqlglot', 'yaml', 'carrywell.conditions.parse'} & set(sys.modules)))"
    )
    assert run_python(program, content, fresh[1]) == "[]"


def test_the_hash_changes_with_every_byte_and_every_name(content: Path, tmp_path: Path) -> None:
    changed = Path(shutil.copytree(content, tmp_path / "content"))
    assert content_hash(changed) == content_hash(content), "where it stands does not matter"
    path = changed / "scopes.yaml"
    original = path.read_bytes()
    path.write_bytes(original + b"\n")
    longer = content_hash(changed)
    path.write_bytes(original)
    path.rename(changed / "scope.yaml")
    renamed = content_hash(changed)
    (changed / "scope.yaml").unlink()
    gone = content_hash(changed)
    assert len({content_hash(content), longer, renamed, gone}) == 4


def test_the_hash_passes_over_what_is_not_content(content: Path, tmp_path: Path) -> None:
    changed = Path(shutil.copytree(content, tmp_path / "content"))
    (changed / "notes.txt").write_text("to do")
    assert content_hash(changed) == content_hash(content)


def run_python(program: str, *arguments: Path, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **(environment or {})},
    )
    return done.stdout.strip()


# Twin files: the same cases in the same order, so that a missing one shows


def cases(module: ModuleType, function: str) -> list[str]:
    """The class names of the first `match` in the function, in order, repeats of Not joined."""
    tree = ast.parse(getsource(module))
    (defined,) = [
        one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == function
    ]
    match = next(one for one in defined.body if isinstance(one, ast.Match))
    names: list[str] = []
    for case in match.cases:
        pattern = case.pattern
        assert isinstance(pattern, ast.MatchClass), ast.unparse(pattern)
        assert isinstance(pattern.cls, ast.Name)
        if not (pattern.cls.id == "Not" and names[-1:] == ["Not"]):  # python.py has one per leaf
            names.append(pattern.cls.id)
    return names


@pytest.mark.parametrize("twin", [python, sql], ids=lambda twin: twin.__name__.split(".")[-1])
def test_twins_have_the_same_cases_in_the_same_order(twin: ModuleType) -> None:
    reference = cases(interpreter, "truth")
    assert len(set(reference)) == len(reference) > 1
    assert cases(twin, "expression") == reference
    assert cases(twin, "quantity") == cases(interpreter, "amount")
