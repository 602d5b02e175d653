"""Places near her as she reads them among her data."""

from carrywell.companion.care.models import KeptPlace, SearchOrigin
from carrywell.companion.record.diary_words import Words


def kept_place_in_words(row: KeptPlace) -> Words:
    """Its name, its number, her notes; the rest stands on its own page."""
    was = "was your unit's number before" if row.was_unit_until else ""
    told = (row.phone, row.address, row.notes, was)
    return Words(row.kept_at, row.name, tuple(one for one in told if one))


def origin_in_words(row: SearchOrigin) -> Words:
    """Its name and the point, as coarse as it is kept."""
    return Words(row.kept_at, row.name, (f"{row.latitude:.3f}, {row.longitude:.3f}",))
