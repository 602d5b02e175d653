"""What a finding can be, and the three truth values.

A finding's value is one of

========== ===================================================== ===========
type       value                                                 unknown
========== ===================================================== ===========
yes_no     ``True`` or ``False``                                 ``None``
choice     one option id, ``str``                                ``None``
choices    ``frozenset`` of option ids; ``None`` *inside* the    ``None``
           set means "and perhaps others", as NULL does in the
           list of an SQL ``IN``
number     ``float``, never NaN                                  ``None``
========== ===================================================== ===========

A finding that is missing from the facts is unknown. Unknown is never 'no'.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

Truth = bool | None
"""``True``, ``False`` or ``None`` for 'cannot be told yet'."""

Value = bool | str | float | frozenset[str | None] | None
Facts = Mapping[str, Value]

FindingType = Literal["yes_no", "choice", "choices", "number"]


class Declaration(msgspec.Struct, frozen=True):
    """What a condition may say about a finding.

    `options` are the ids of a choice or choices finding; `unit`, `minimum` and `maximum` belong to
    a number, in that unit, both ends included.
    """

    id: str
    type: FindingType
    options: tuple[str, ...] = ()
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
