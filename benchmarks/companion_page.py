"""What was measured of the companion, as a part of the page of benchmarks."""

from tables import table

from companion import (
    BARE,
    CHECKS,
    FILES,
    GOAL_KB,
    GOAL_MS,
    SAVE,
    SCREEN,
    WEIGHTS,
    Companion,
    Sent,
)


def goals(measured: Companion) -> list[tuple[str, str, str]]:
    """Rows for the table of goals."""
    pages = {name: one for name, one in measured.pages.items() if name not in (BARE, *FILES)}
    slowest = max(pages, key=lambda name: pages[name].median)
    sent = sum(one.sent for one in measured.first_visit[SCREEN]) / 1000
    return [
        (
            f"the slowest page of the companion, server time, median ({slowest})",
            f"{GOAL_MS} ms",
            f"{pages[slowest].median:.1f} ms",
        ),
        (
            "first page of the check with its style sheets and scripts, compressed",
            f"{GOAL_KB} KB",
            f"{sent:.1f} KB",
        ),
    ]


def section(measured: Companion) -> str:
    """Markdown."""
    pages = [
        (
            name,
            f"{one.median:.1f}",
            f"{one.p99:.1f}",
            f"{one.ratio:.1f}x",
            f"{one.size / 1000:.1f}",
        )
        for name, one in measured.pages.items()
    ]
    visits = "\n\n".join(_visit(name, files) for name, files in measured.first_visit.items())
    ready = [(name, f"{seconds:.2f} s") for name, seconds in measured.ready.items()]
    memory = [(name, f"{size:.0f} MiB") for name, size in measured.memory.items()]
    return f"""\
## The companion

A running `carrywell serve`, one browser with one connection; {CHECKS} finished checks and {WEIGHTS}
weights in her database. Milliseconds from sending the request to the last byte, {measured.requests} requests a
page, in turn, in a new order each round, the pages of an unfinished check after the others; HTML in
KB as sent (compressed). From *eight weeks* on: the made-up diary of `carrywell sample`. The ratio is against {BARE}, which goes the same way
through the server. *{SAVE[0].upper()}{SAVE[1:]}* waits for the disk.

{table(("page", "median", "99th percentile", "ratio", "HTML, KB"), pages)}

What a first visit transfers, in bytes (1 KB is 1000 bytes); afterwards the browser keeps all but the page:

{visits}

{table(("from the command to the first page", "time"), ready)}

{table(("memory of the running server", "resident"), memory)}"""


def _visit(name: str, files: list[Sent]) -> str:
    rows = [(_short(one.name), one.size, one.sent) for one in files]
    rows.append(
        ("**together**", sum(one.size for one in files), f"**{sum(one.sent for one in files)}**")
    )
    return table((name, "whole", "sent"), rows)


def _short(path: str) -> str:
    """The file's name without the hash of its content; a page is the page."""
    if not path.startswith("/static/"):
        return "the page"
    folder, _, name = path.removeprefix("/static/").rpartition("/")
    stem, _, ending = name.rsplit(".", 2)
    return f"{folder}/{stem}.{ending}"
