"""What a change to the guideline does: which answers are now answered otherwise, each kind shown.

Both guidelines become formulas over the same answers; the solver looks for the fewest answers that
the two judge differently. Every example is tried on both guidelines before it is told.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from carrywell.api import Guideline
from carrywell.conditions.smt import some
from carrywell.proof import told
from carrywell.proof.comparison import Comparison, Kind, compare, each_change
from carrywell.proof.difference_cases import CaseChange
from carrywell.proof.difference_kinds import INTERVIEW, KINDS, sign_kinds
from carrywell.proof.difference_read import is_read
from carrywell.proof.difference_records import Records, fields_changed, record_of, records


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that differs.

    `same`: rules written otherwise that come out the same for everybody, by proof. `unshown`: rules
    and records that may come out otherwise, though nothing that she is told was found to differ;
    contradictions that differ are always among them where nothing else is told.
    """

    records: Records
    kinds: tuple[Kind, ...] = ()
    same: tuple[str, ...] = ()
    unshown: tuple[str, ...] = ()
    cases: tuple[CaseChange, ...] = ()

    @property
    def is_behaviour(self) -> bool:
        """Whether anything she could be told differs, other than in words and sources."""
        return bool(self.kinds or self.cases or self.records.always)


def difference(
    old: Guideline, new: Guideline, track: Callable[[Any], Iterable[Any]] = iter
) -> Difference:
    """All that differs but the cases. `track` may show how far it is."""
    found = records(old, new)
    if not found.may_matter:
        return Difference(records=found)
    comparison = compare(old, new, found)
    same, unshown = _rewritten(comparison)
    asks = KINDS if unshown or _beyond_findings(comparison) else INTERVIEW
    kinds = [kind for ask in track(asks) for kind in ask(comparison)]
    if not any(one.what in ("urgency", "floor", "ceiling") for one in kinds):
        kinds += sign_kinds(comparison)
    if unshown and not kinds:
        kinds += _any_answer(comparison, unshown)
    if comparison.search.gave_up:
        fields = fields_changed(old, new)
        unshown = (*unshown, *(one for one in found.changed if one in fields))
    return Difference(
        records=found, kinds=tuple(kinds), same=same, unshown=() if kinds else unshown
    )


def differs(old: Guideline, new: Guideline) -> bool:
    """Whether anything she could be told differs: `Difference.is_behaviour`, sooner."""
    found = records(old, new)
    if found.always or not found.may_matter:
        return bool(found.always)
    comparison = compare(old, new, found)
    _, unshown = _rewritten(comparison)
    if any(True for _ in _any_answer(comparison, unshown)):
        return True
    asks = (*KINDS, sign_kinds) if unshown or _beyond_findings(comparison) else INTERVIEW
    return any(True for ask in asks for _ in ask(comparison))


def _beyond_findings(comparison: Comparison) -> bool:
    """Whether a record differs in more than rules that are proved to come out the same."""
    found, old, new = comparison.records, comparison.old, comparison.new
    rewritten = {record_of(key) for key in _own(comparison)}
    if old.compiled.conditions.keys() != new.compiled.conditions.keys():
        return True
    fields = fields_changed(old, new)
    return any(
        not one.startswith(("findings: ", "screens: "))
        and not is_read(one)
        and (one not in rewritten or one in fields)
        for one in (*found.added, *found.removed, *found.changed)
    )


def _own(comparison: Comparison) -> tuple[str, ...]:
    """The rules whose own conditions differ."""
    old, new = (one.compiled.conditions for one in (comparison.old, comparison.new))
    return tuple(key for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key))


def _rewritten(comparison: Comparison) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rules written otherwise that are the same for everybody; all that are not the same."""
    own = _own(comparison)
    altered = dict.fromkeys((*own, *comparison.altered))
    is_possible = comparison.search.is_possible
    # answers that contradict each other are left out of the comparison, so it cannot judge these
    otherwise = tuple(
        key
        for key in altered
        if key.startswith("contradiction:") or is_possible(comparison.otherwise(key))
    )
    return tuple(key for key in own if key not in otherwise), otherwise


def _any_answer(comparison: Comparison, keys: tuple[str, ...]) -> Iterator[Kind]:
    """Anything at all that she is told otherwise where one of these rules comes out otherwise."""
    wanted = some(map(comparison.otherwise, keys))
    for kind in each_change(comparison, "answer", told.everything, wanted, 1):
        names = tuple(dict.fromkeys(map(record_of, keys)))
        yield Kind(what="answer", before="", after="", example=kind.example, names=names)
