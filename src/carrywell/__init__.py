"""Carrywell: is this back pain in pregnancy urgent, what is behind it, and what is safe to do now?

>>> from carrywell import load_guideline
>>> guideline = load_guideline()
>>> guideline.assess({"saddle_numbness": True}).urgency
'emergency'
"""

from carrywell.api import Guideline, load_guideline
from carrywell.assessment.answers import AnswerError, AnswerProblem
from carrywell.assessment.result import Assessment, json_schema
from carrywell.conditions.errors import ContentError

__version__ = "0.1.0"

__all__ = [
    "AnswerError",
    "AnswerProblem",
    "Assessment",
    "ContentError",
    "Guideline",
    "json_schema",
    "load_guideline",
]
