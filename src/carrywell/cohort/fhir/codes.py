"""From a code of a record to the mappings that speak of it."""

from collections.abc import Iterable, Iterator

from carrywell.cohort.fhir.resources import Coding, Concept
from carrywell.guideline.mappings import CodeMapping, MappedCode, Mappings, Reads


class Codes:
    """Every mapping by the codes it speaks of, for each kind of resource."""

    def __init__(self, mappings: Mappings) -> None:
        self._of_system = {one.id: one for one in mappings.systems}
        self._all = mappings.codes
        self._exact: dict[tuple[str, str, str], list[int]] = {}
        self._beginning: dict[tuple[str, str, str], list[tuple[int, MappedCode]]] = {}
        for index, mapping in enumerate(mappings.codes):
            for code in mapping.codes:
                self._add(mapping.reads, index, code)
        self._longest = max((len(code) for _, _, code in self._beginning), default=0)

    def _add(self, reads: Reads, index: int, code: MappedCode) -> None:
        system = self._of_system[code.system]
        for url in system.urls:
            if system.matches == "exact":
                self._exact.setdefault((reads, url, code.code), []).append(index)
            else:
                key = (reads, url, plain(code.code))
                self._beginning.setdefault(key, []).append((index, code))

    def of(self, reads: Reads, concept: Concept) -> tuple[CodeMapping, ...]:
        """Every mapping that one of the concept's codes is in, each once, in the order of the data."""
        found = {index for coding in concept.coding for index in self._found(reads, coding)}
        return tuple(self._all[index] for index in sorted(found))

    def _found(self, reads: Reads, coding: Coding) -> Iterator[int]:
        if coding.system is None or coding.code is None:
            return
        yield from self._exact.get((reads, coding.system, coding.code), ())
        written = plain(coding.code)
        for length in range(1, min(len(written), self._longest) + 1):
            for index, code in self._beginning.get((reads, coding.system, written[:length]), ()):
                if not any(written.startswith(plain(one)) for one in code.but_not):
                    yield index

    def says(self, coding: Coding, meant: Iterable[MappedCode]) -> bool:
        """Whether a value's code is one of those that are meant."""
        if coding.system is None or coding.code is None:
            return False
        return any(
            coding.code == one.code and coding.system in self._of_system[one.system].urls
            for one in meant
        )


def plain(code: str) -> str:
    """A code of a classification without its point: O14.1 is also written O141."""
    return code.replace(".", "").strip().upper()
