"""What is wrong with a row of a copy."""

from typing import Any

import msgspec

Values = dict[str, Any]
"""A row, column to value, each of the right type."""


class Problem(msgspec.Struct, frozen=True):
    """A field that does not fit, and what would."""

    field: str
    value: Any
    allowed: str
