"""What the documentation shows is what happens."""

import doctest
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from carrywell import Guideline
from carrywell.guideline.compiled import compile_guideline
from carrywell.guideline.folder import CONTENT_FOLDER

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
CONSOLE = re.compile(r"```console\n\$ (carrywell [^\n]+)\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#h][^)#]*)")


def consoles() -> list[tuple[str, str]]:
    return [found for page in PAGES for found in CONSOLE.findall(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("command", "shown"), consoles(), ids=lambda text: text[:50])
def test_a_command_in_the_docs_prints_what_is_shown(command: str, shown: str) -> None:
    printed = subprocess.run(
        [sys.executable, "-m", *command.split()],
        cwd=ROOT, capture_output=True, text=True, check=True, env={"COLUMNS": "80", "LC_ALL": "C.UTF-8"},
    ).stdout  # fmt: skip
    position = 0
    for line in shown.splitlines():
        if line.strip() == "...":
            continue
        found = printed.find(line.strip(), position)
        assert found >= 0, f"{line!r} is not in the output of {command}, or not in this order"
        position = found


def test_there_are_commands_in_the_readme() -> None:
    assert len(consoles()) >= 3


def test_the_python_examples_of_the_readme_run() -> None:
    failed, tried = doctest.testfile(
        str(ROOT / "README.md"), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert tried >= 5
    assert failed == 0


def test_the_example_in_the_package_runs() -> None:
    import carrywell

    assert doctest.testmod(carrywell) == doctest.TestResults(failed=0, attempted=3)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_written_from_the_program_is_current() -> None:
    written = reference()
    assert written.REFERENCE.read_text(encoding="utf-8") == written.reference_text(), (
        "run: python3 dev.py docs"
    )
    assert written.SCHEMA.read_text(encoding="utf-8") == written.schema_text()
    assert written.PROOFS.read_text(encoding="utf-8") == written.proofs_text()


def test_the_rule_that_the_docs_add_can_be_added(tmp_path: Path) -> None:
    """What docs/add-a-rule.md writes, put where the page says, makes a guideline."""
    page = (ROOT / "docs" / "add-a-rule.md").read_text(encoding="utf-8")
    finding, sign, figure, care = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    for path in CONTENT_FOLDER.rglob("*.yaml"):
        copy = tmp_path / path.relative_to(CONTENT_FOLDER)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())

    def edit(name: str, change: object) -> None:
        path = tmp_path / name
        records = yaml.safe_load(path.read_text(encoding="utf-8"))
        change(records)  # type: ignore[operator]
        path.write_text(yaml.safe_dump(records, allow_unicode=True), encoding="utf-8")

    edit("findings/body.yaml", lambda records: records.extend(yaml.safe_load(finding)))
    edit("signs/pain_and_time.yaml", lambda records: records.extend(yaml.safe_load(sign)))
    edit("exercises/stretches.yaml", lambda records: records[0].update(yaml.safe_load(figure)))
    tags = yaml.safe_load(care)["openstreetmap"]
    edit("care_kinds.yaml", lambda records: records["openstreetmap"].extend(tags))

    def of(records: list[dict[str, object]], name: str) -> dict[str, list[str]]:
        return next(one for one in records if one["id"] == name)  # type: ignore[return-value]

    edit(
        "findings/umbrella.yaml",
        lambda records: of(records, "any_gut")["covers"].append("hiccups_all_day"),
    )
    edit(
        "screens.yaml",
        lambda records: next(one for one in records if one.get("details_of") == "any_gut")[
            "asks"
        ].append("hiccups_all_day"),
    )

    def list_it(records: list[dict[str, str]]) -> None:
        for record in records:
            record["when"] = record["when"].replace(
                "signs.not_better_6wk", "signs.not_better_6wk, signs.hiccups_all_day"
            )

    edit("signs/combinations.yaml", list_it)
    guideline = Guideline(compile_guideline(tmp_path, None))
    answer = guideline.assess({"pregnant": True, "gestation_weeks": 30, "hiccups_all_day": True})
    assert "hiccups_all_day" in [one.id for one in answer.signs]
