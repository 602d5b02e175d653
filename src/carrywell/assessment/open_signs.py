"""Which undecided signs can still come true.

Kleene's logic leaves a sign that counts other signs undecided when some of them belong to one stage
of pregnancy and some to another, though at no stage there are enough. Such a sign asks for nothing.
"""

from functools import lru_cache

from carrywell.assessment.interval import at_each_stage, unknown_stage
from carrywell.conditions.nodes import findings_of
from carrywell.guideline.compiled import FALSE, UNDECIDED, Compiled, FactsDict


def without_the_impossible(compiled: Compiled, base: FactsDict, codes: bytes, floor: int) -> bytes:
    """The signs' codes, with signs above the floor that no stage leaves open as false.

    Only signs that rest on others are looked at: of all the rest it is proved that some stage leaves
    them open (`carrywell prove open_sign_under_ceiling`).
    """
    shut = {
        place
        for place in resting_on_signs(compiled)
        if codes[place] == UNDECIDED and compiled.ranks[place] > floor
    }
    unknown = unknown_stage(compiled, base) if shut else []
    if not unknown:
        return codes
    for facts in at_each_stage(compiled, base, unknown):
        here = compiled.signs(facts)
        shut = {place for place in shut if here[place] == FALSE}
        if not shut:
            return codes
    return bytes(FALSE if place in shut else code for place, code in enumerate(codes))


@lru_cache(maxsize=8)
def resting_on_signs(compiled: Compiled) -> tuple[int, ...]:
    """The places of the signs whose conditions name other signs."""
    return tuple(
        place
        for place, sign in enumerate(compiled.content.signs)
        if any(
            one.startswith("signs.") for one in findings_of(compiled.conditions[f"sign:{sign.id}"])
        )
    )
