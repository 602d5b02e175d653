"""A progress bar on standard error, and only where someone looks at it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any


def shown(label: str) -> Callable[[Iterable[Any], int | None], Iterable[Any]]:
    """Gives the batches on and shows how many are done, of how many if that is known."""

    def tracked(batches: Iterable[Any], total: int | None) -> Iterable[Any]:
        from rich.console import Console
        from rich.progress import track

        console = Console(stderr=True)
        return track(
            batches,
            label,
            total=total,
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )

    return tracked


@contextmanager
def fraction_shown(*labels: str) -> Iterator[tuple[Callable[[float], None], ...]]:
    """For each label a function that takes how much is done, 0 to 1; the bar is that of the last one told.

    No guess how long it will take: the parts of such work go at different speeds.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    shown = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with shown as bar:
        task = bar.add_task(labels[0], total=1.0)

        def tell(label: str) -> Callable[[float], None]:
            return lambda done: bar.update(task, description=label, completed=done)

        yield tuple(tell(label) for label in labels)
