"""Each file of `bad/` makes one mistake in the real content and says what the message must hold."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from carrywell.conditions.errors import ContentError, Problem
from carrywell.guideline.care_kinds import NO_CARE_KINDS
from carrywell.guideline.compiled import CONTENT_FOLDER, compile_guideline

BAD = sorted(Path(__file__).with_name("bad").glob("*.yaml"))


@pytest.fixture(scope="session")
def good_content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good") / "content"
    shutil.copytree(CONTENT_FOLDER, folder)
    return folder


@pytest.fixture
def content(good_content: Path, tmp_path: Path) -> Path:
    """A copy that the test may spoil."""
    return Path(shutil.copytree(good_content, tmp_path / "content"))


def spoil(folder: Path, edit: dict[str, str]) -> None:
    path = folder / edit["file"]
    if "append" in edit:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(text + edit["append"], encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    begin = text.index(edit.get("after", ""))
    assert edit["replace"] in text[begin:], f"nothing to replace in {edit['file']}"
    spoilt = text[begin:].replace(edit["replace"], edit["with"], 1)
    path.write_text(text[:begin] + spoilt, encoding="utf-8")


def line_of(folder: Path, edit: dict[str, str], text: str) -> int:
    """Where `text` stands in the spoilt file, behind the place of the edit; counted from 1."""
    whole = (folder / edit["file"]).read_text(encoding="utf-8")
    after = whole.index(edit.get("after", ""))
    return whole.count("\n", 0, whole.index(text, after)) + 1


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as caught:
        compile_guideline(folder, None)
    for problem in caught.value.problems:
        assert str(problem) in str(caught.value)
    return caught.value.problems


def test_the_copy_without_a_mistake_loads(content: Path) -> None:
    compile_guideline(content, None)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_the_message_names_file_line_and_field(path: Path, content: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for edit in case["edits"]:
        spoil(content, edit)
    problems = problems_of(content)
    # a mistake may take two edits; then the last of them is where the message points
    told = case["edits"][-len(case["message"]) :]
    for edit, message in zip(told, case["message"], strict=True):
        line = line_of(content, edit, message["line_of"])
        place = f"content/{edit['file']}:{line}:"
        matching = [one for one in problems if str(one).startswith(place)]
        assert matching, f"nothing is said of {place}\n" + "\n".join(map(str, problems))
        assert any(all(word in str(one) for word in message["words"]) for one in matching), (
            "\n".join(map(str, matching))
        )
    assert case.get("more") or len(problems) == len(case["message"]), "one mistake, one message"


def test_a_file_that_is_not_utf8_is_named_with_its_line(content: Path) -> None:
    path = content / "scopes.yaml"
    lines = path.read_bytes().count(b"\n")
    path.write_bytes(path.read_bytes() + b"# Sch\xf6n\n")
    (problem,) = problems_of(content)
    assert str(problem).startswith(f"content/scopes.yaml:{lines + 1}:1: this is not UTF-8")


def test_a_file_that_holds_no_list_is_refused(content: Path) -> None:
    (content / "contradictions.yaml").write_text("id: alone\n")
    (problem,) = problems_of(content)
    assert str(problem).startswith("content/contradictions.yaml:1:1: this file holds a list")


def test_a_part_that_is_missing_is_named(content: Path) -> None:
    (content / "scopes.yaml").unlink()
    (problem,) = problems_of(content)
    assert "these parts are missing: scopes" in str(problem)


def test_an_edition_from_before_there_were_mappings_can_be_read(content: Path) -> None:
    (content / "mappings.yaml").unlink()
    assert compile_guideline(content, None).content.mappings.codes == ()


def test_an_edition_from_before_there_were_kinds_of_care_can_be_read(content: Path) -> None:
    (content / "care_kinds.yaml").unlink()
    for path in (content / "advice.yaml", *(content / "treatments").glob("*.yaml")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(one for one in lines if "care_kinds:" not in one), encoding="utf-8")
    assert compile_guideline(content, None).content.care_kinds == NO_CARE_KINDS


def test_another_folder_is_told_so_and_its_files_are_not_read(tmp_path: Path) -> None:
    # the project's own folder, or a home: what it holds may be large and is not ours
    (tmp_path / "notes.yaml").write_text("a: [\n", encoding="utf-8")
    (problem,) = problems_of(tmp_path)
    assert str(problem).startswith(f"{tmp_path}:1:1: this is no content folder")
    assert "edition.yaml" in str(problem)


def test_the_same_mistake_twice_is_told_twice(content: Path) -> None:
    path = content / "scopes.yaml"
    text = path.read_text(encoding="utf-8").replace("when: postpartum", "when: posptartum")
    path.write_text(text.replace("when: NOT pregnant", "when: NOT pregnnat"), encoding="utf-8")
    assert [one.what for one in problems_of(content)] == [
        "no finding is called 'posptartum'",
        "no finding is called 'pregnnat'",
    ]
