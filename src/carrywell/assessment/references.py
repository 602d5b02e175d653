"""Numbers for the sources of a page, in the order in which they are first named."""

from collections.abc import Iterable

from carrywell.guideline.content import Content


class References:
    """The list of sources at the end of a page, as it grows."""

    def __init__(self, content: Content) -> None:
        self._source = content.source
        self._numbers: dict[str, int] = {}

    def numbers(self, sources: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these sources."""
        known = [one for one in sources if one in self._source]
        return tuple(self._numbers.setdefault(one, len(self._numbers) + 1) for one in known)

    def listed(self) -> list[tuple[int, str]]:
        """Every source named so far: its number, who says so and in what."""
        return [
            (number, f"{self._source[one].organisation}: {self._source[one].title}")
            for one, number in self._numbers.items()
        ]
