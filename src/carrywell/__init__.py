"""Carrywell: is this back pain in pregnancy urgent, what is behind it, and what is safe to do now?

>>> from carrywell import load_guideline
>>> guideline = load_guideline()
>>> guideline.assess({"saddle_numbness": True}).urgency
'emergency'
"""

from typing import TYPE_CHECKING, Any

from carrywell.api import Guideline, load_guideline
from carrywell.assessment.answers import AnswerError, AnswerProblem
from carrywell.assessment.result import Assessment, json_schema
from carrywell.conditions.errors import ContentError

if TYPE_CHECKING:
    from carrywell.cohort.screen import screen

__version__ = "0.1.0"

__all__ = [
    "AnswerError",
    "AnswerProblem",
    "Assessment",
    "ContentError",
    "Guideline",
    "json_schema",
    "load_guideline",
    "screen",
]


def __getattr__(name: str) -> Any:
    """`screen` is fetched when it is first asked for: it needs the extra `scale`."""
    if name == "screen":
        from carrywell.cohort.screen import screen

        return screen
    raise AttributeError(f"module 'carrywell' has no attribute {name!r}")
