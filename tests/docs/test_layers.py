"""Each part of the package uses only parts below it, so that the core stays free of the web."""

import ast
from pathlib import Path

import carrywell

PACKAGE = Path(carrywell.__file__).parent
LAYERS = {
    "conditions": 0,
    "guideline": 1,
    "assessment": 2,
    "api": 2,
    "cases": 2,
    "patterns": 3,
    "pictures": 4,
    "care": 5,
    "cohort": 5,
    "proof": 5,
    "exchange": 5,
    "companion": 6,
    "cli": 7,
}
"""`assessment` and `api` use each other: `api` is the door of the core."""


def imported(path: Path):
    """The parts of the package that a file names in its imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            names = [f"{node.module}.{one.name}" for one in node.names]
        elif isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        for parts in (one.split(".") for one in names):
            if parts[0] == "carrywell" and parts[1] in LAYERS:
                yield parts[1]


def test_imports_go_down():
    upward, seen = [], set()
    for path in PACKAGE.rglob("*.py"):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for used in imported(path) if part in LAYERS else ():
            seen.add((part, used))
            if LAYERS[used] > LAYERS[part]:
                upward.append(f"{path.relative_to(PACKAGE)} uses {used}")
    assert upward == []
    assert ("exchange", "patterns") in seen, "nothing was read"
