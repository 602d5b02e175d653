"""A progress bar on standard error, and only where someone looks at it."""

from collections.abc import Callable, Iterable
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
