"""Errors an author of the guideline meets: where, what, and what to write instead."""

import msgspec


class Place(msgspec.Struct, frozen=True):
    """Where a piece of text stands: `line` and `column` count from 1.

    `folds` is for text that YAML folded from several lines: for each further line the offset in the
    text at which it begins, its line and its column.
    """

    file: str
    line: int
    column: int = 1
    folds: tuple[tuple[int, int, int], ...] = ()

    def at(self, offset: int) -> "Place":
        """The place of the character at `offset` in the text that stands here."""
        start, line, column = 0, self.line, self.column
        for begins, fold_line, fold_column in self.folds:
            if begins <= offset:
                start, line, column = begins, fold_line, fold_column
        return Place(self.file, line, column + offset - start)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Problem(msgspec.Struct, frozen=True):
    """One mistake in the content: where it is, what is wrong, what to write instead."""

    place: Place
    what: str
    instead: str = ""
    condition: str = ""

    def __str__(self) -> str:
        lines = [f"{self.place}: {self.what}"]
        if self.condition:
            lines.append(f"    in: {self.condition}")
        if self.instead:
            lines.append(f"    {self.instead}")
        return "\n".join(lines)


class ContentError(Exception):
    """Everything that is wrong with the content, all at once, in `problems`."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def nearest(name: str, known: tuple[str, ...], listed_in: str) -> str:
    """Advice that names the nearest known name, or says where the names are listed."""
    from difflib import get_close_matches  # only needed when something is wrong

    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {close[0]!r}? The names are listed in {listed_in}."
    return f"The names are listed in {listed_in}."
