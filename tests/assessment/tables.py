"""Reads the tables beside the tests: what the evidence says, written a second time as data."""

from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def read_table(name: str) -> list[dict[str, Any]]:
    """The rows of one of the YAML files of this folder."""
    rows: list[dict[str, Any]] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return rows
