"""The Python API: load the guideline once, ask it as often as needed."""

from functools import cache
from pathlib import Path

import msgspec

from carrywell.assessment.answers import Answers
from carrywell.assessment.assess import ask_next, assess, still_applies
from carrywell.assessment.result import Assessment, NextScreen
from carrywell.guideline.compiled import Compiled, load
from carrywell.guideline.content import Content
from carrywell.guideline.folder import CONTENT_FOLDER


class Guideline(msgspec.Struct, frozen=True, eq=False, dict=True):
    """A guideline ready to answer. Holds no state: the same answers always give the same result."""

    compiled: Compiled

    @property
    def content(self) -> Content:
        """Everything the guideline says, as data."""
        return self.compiled.content

    @property
    def version(self) -> str:
        """The semantic version of the content."""
        return self.content.edition.version

    @property
    def hash(self) -> str:
        """SHA-256 of the content files, in hexadecimal."""
        return self.content.hash

    def assess(self, answers: Answers) -> Assessment:
        """The assessment of these answers.

        `answers` maps finding ids to a bool, a number, an option id or a list of option ids; None
        means 'not sure'. What is left out is unknown, and unknown is never 'no'.
        Raises `AnswerError`, which lists every problem at once.
        """
        return assess(self.compiled, answers)

    def still_applies(self, finding: str, answers: Answers) -> bool:
        """Whether a question still makes sense after these answers: not settled by them, not ruled
        out, and not waiting for another one. Raises as `assess`.
        """
        return still_applies(self.compiled, finding, answers)

    def next_screen(self, answers: Answers) -> NextScreen | None:
        """The questions to ask next, or None when nothing is left to ask. Raises as `assess`."""
        return ask_next(self.compiled, answers)


@cache
def load_guideline(folder: Path = CONTENT_FOLDER) -> Guideline:
    """The guideline in `folder`; without an argument, the one that comes with Carrywell.

    Raises `ContentError` when the content has mistakes.
    """
    return Guideline(
        load(folder) if folder == CONTENT_FOLDER else load(folder, folder / "compiled")
    )
