"""Texts in a CSV file, for people who open it in a spreadsheet program.

Such a program runs a cell that begins with one of ``= + - @``, a tab or a carriage return as a formula. A
``'`` in front keeps it a text; a number below zero needs none. A text that begins with ``'`` and would then
look the same gets one more, so that what was written can be read back as it was.
"""

import re

FORMULA = r"^'*[=+\-@\t\r]"
"""How a text must begin for a spreadsheet to take it for a formula, or for one that was kept from running."""
BELOW_ZERO = r"-[0-9]+(\.[0-9]+)?([eE]-?[0-9]+)?"
"""A number that begins as a formula does, and is none."""


def defused(text: str) -> str:
    """The text as it may stand in a CSV file."""
    runs = re.match(FORMULA, text) and not re.fullmatch(BELOW_ZERO, text)
    return f"'{text}" if runs else text
