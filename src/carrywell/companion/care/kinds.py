"""The kinds of care, as the guideline names them."""

from carrywell.api import load_guideline
from carrywell.guideline.care_kinds import CareKind, CareKinds


def care_kinds() -> CareKinds:
    """All of them; none in an edition from before there were any."""
    return load_guideline().content.care_kinds


def kind_called(id_: str) -> CareKind | None:
    """The kind of that id."""
    return next((one for one in care_kinds().kinds if one.id == id_), None)


def names_of(kinds: tuple[str, ...]) -> str:
    """Kinds in words, such as 'midwife, physiotherapist': they go on in the middle of a line."""
    known = (kind_called(one) for one in kinds)
    return ", ".join(one.name[:1].lower() + one.name[1:] for one in known if one is not None)
