"""What is logged: the kind of an error and its place in the code, never what it was about.

The message of an exception may quote an answer of hers, so it is left out.
"""

import logging
from types import TracebackType
from typing import Any


class NothingOfHers(logging.Formatter):
    """Formats errors without their messages."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - its name in logging
        """Kinds and places, from the first cause to the error itself."""
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            lines = [type(error).__name__, *_places(error.__traceback__), *lines]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


def _places(traceback: TracebackType | None) -> list[str]:
    lines = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        lines.append(f"  {code.co_filename}:{traceback.tb_lineno} in {code.co_name}")
        traceback = traceback.tb_next
    return lines
