"""The numbers of a pregnancy: her unit's and her country's, written where every page finds them."""

from pathlib import Path

from carrywell.companion.numbers import keep_numbers, numbers_of
from carrywell.companion.people.models import Pregnancy


def keep_numbers_of(pregnancy: Pregnancy, folder: Path) -> None:
    """Writes the numbers to ring. Raises `OSError` when the folder cannot be written to."""
    country = pregnancy.person.country
    keep_numbers(folder, numbers_of(country, pregnancy.unit_name, pregnancy.unit_phone))
