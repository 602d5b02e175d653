"""Writes ``docs/cli-reference.md``, the JSON Schema and the table of proofs from the program itself.

``python3 dev.py docs`` runs it; a test fails when what it would write differs from what is there.
"""

import importlib.resources
import json
from pathlib import Path

import click
from click.testing import CliRunner

from carrywell import json_schema
from carrywell.cli import main
from carrywell.proof.properties import PROPERTIES

HERE = Path(__file__).parent
REFERENCE = HERE / "cli-reference.md"
PROOFS = HERE / "proofs.md"
BEGIN, END = "<!-- properties: begin -->", "<!-- properties: end -->"
SCHEMA = Path(str(importlib.resources.files("carrywell.assessment"))) / "assessment.schema.json"


def reference_text() -> str:
    """The help of every command, as one Markdown page."""
    parts = [
        "# Command line reference",
        "Written from `--help` by `python3 dev.py docs`.",
        *(f"## `{name}`\n\n```text\n{text}\n```" for name, text in _helps(main, ("carrywell",))),
    ]
    return "\n\n".join(parts) + "\n"


def schema_text() -> str:
    """The JSON Schema of an assessment."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def proofs_text() -> str:
    """The page of the proofs, with the table of the properties as the program has them."""
    page = PROOFS.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    rows = "\n".join(f"| `{one.name}` | {one.says} |" for one in PROPERTIES)
    return f"{before}{BEGIN}\n\n| property | what it says |\n|---|---|\n{rows}\n\n{END}{rest.partition(END)[2]}"


def _helps(command: click.Command, names: tuple[str, ...]) -> list[tuple[str, str]]:
    result = CliRunner().invoke(
        main, [*names[1:], "--help"], prog_name="carrywell", terminal_width=88, color=False
    )
    told = [(" ".join(names), result.output.strip())]
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                told += _helps(inner, (*names, name))
    return told


if __name__ == "__main__":
    REFERENCE.write_text(reference_text(), encoding="utf-8")
    PROOFS.write_text(proofs_text(), encoding="utf-8")
    SCHEMA.write_text(schema_text(), encoding="utf-8")
