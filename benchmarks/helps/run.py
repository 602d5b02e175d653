"""How right is 'What helps me'? ``python benchmarks/helps/run.py [--women N] [--seed S] [--print]``.

Made-up diaries with known effects. Writes the tables into docs/what-helps.md, between the markers,
and the picture beside it. A few minutes on one core.
"""

import argparse
import sys
from pathlib import Path
from statistics import fmean, stdev

sys.path.insert(0, str(Path(__file__).parent.parent))

from measure import Figures, Looks, at_the_end, every_day, power, told_together
from picture import power_picture
from rich.progress import Progress
from scipy import stats
from tables import table
from worlds import daily_worlds, day_worlds, effect_worlds, growing_world, together_world

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE, PICTURE = DOCS / "what-helps.md", DOCS / "pictures" / "what-helps-power.svg"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SEEDS = "Seeds {first} to {last} (daily looks, weeks and pairs: to {fewer}). `python benchmarks/helps/run.py` makes this part anew."
WEEKS = (2, 3, 4, 6, 8, 10, 12)
EFFECTS = (0.0, -0.5, -1.3, -2.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--women", type=int, default=300, help="diaries in each world")
    parser.add_argument("--daily", type=int, default=100, help="diaries looked at every day")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--print", action="store_true", help="only print")
    chosen = parser.parse_args()
    many = range(chosen.seed, chosen.seed + chosen.women)
    fewer = range(chosen.seed, chosen.seed + chosen.daily)
    with Progress(transient=True) as progress:
        text, curves = measured(many, fewer, progress)
    print(text)
    if not chosen.print:
        written = PAGE.read_text(encoding="utf-8")
        before, after = written.split(BEGIN)[0], written.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
        PICTURE.write_text(power_picture(WEEKS, curves), encoding="utf-8")


def measured(many: range, fewer: range, progress: Progress) -> tuple[str, dict[float, list[float]]]:
    """The tables, and the share told by week for each effect."""

    def counted(name: str, total: int):
        task = progress.add_task(name[:48], total=total)
        return lambda: progress.advance(task)

    ends = [(one, at_the_end(one, many, counted(one.name, len(many)))) for one in effect_worlds()]
    days = [(one, at_the_end(one, many, counted(one.name, len(many)))) for one in day_worlds()]
    looks = [(one, every_day(one, fewer, counted(one.name, len(fewer)))) for one in daily_worlds()]
    pair = told_together(together_world(), fewer, counted("together", len(fewer)))
    curves = {
        one: power(growing_world(one), WEEKS, fewer, counted(f"power {one}", len(fewer)))
        for one in EFFECTS
    }
    parts = [
        SEEDS.format(first=many[0], last=many[-1], fewer=fewer[-1]),
        "### False claims when nothing helps, looked at every day for eight weeks",
        table(
            (
                "world",
                "women",
                "ever told something false",
                "of all looks",
                "plain before and after, ever",
            ),
            [_looks(one.name, found) for one, found in looks],
        ),
        _bound([found for _, found in looks]),
        "### One look after eight weeks: heat",
        table(
            (
                "world",
                "truth",
                "mean error",
                "spread",
                "95 % intervals that hold it",
                "'helps'",
                "'worse'",
                "plain before and after: mean",
                "claims it helps",
            ),
            [_row(one.name, found["heat"]) for one, found in ends],
        ),
        "### One look after eight weeks: the days",
        table(
            (
                "world",
                "thing",
                "truth",
                "mean error",
                "spread",
                "95 % intervals that hold it",
                "'helps'",
                "'worse'",
            ),
            [
                (one.name, name, *_row("", found[name])[1:7])
                for one, found in days
                for name in ("sleep", "stress", "activity", "side_sleeping", "posture")
            ],
        ),
        "### Women told that heat helps, by week",
        table(
            ("true effect", *(f"week {week}" for week in WEEKS)),
            [(f"{effect:g}", *map(_percent, shares)) for effect, shares in curves.items()],
        ),
        "![Share of women told that heat helps, by week](pictures/what-helps-power.svg)",
        "### Two treatments always together",
        f"Named as a pair that cannot be told apart: {_percent(pair[0])}; one of them praised: {_percent(pair[1])}.",
    ]
    return "\n\n".join(parts), curves


def _looks(name: str, found: Looks) -> tuple[str, ...]:
    return (
        name,
        str(found.women),
        f"{found.ever} ({_percent(found.ever / found.women)})",
        f"{found.false_looks} of {found.looks}",
        _percent(found.naive_ever / found.women),
    )


def _bound(looks: list[Looks]) -> str:
    """The exact upper bound of the share of women who are ever told something false."""
    ever, women = sum(one.ever for one in looks), sum(one.women for one in looks)
    most = float(stats.beta.ppf(0.95, ever + 1, women - ever)) if ever < women else 1.0
    return f"{ever} of {women} women in all: with 95 % confidence at most {_percent(most)}."


def _row(name: str, one: Figures) -> tuple[str, ...]:
    return (
        name,
        f"{one.truth:g}",
        f"{fmean(one.errors):+.2f}",
        f"{stdev(one.errors):.2f}",
        _percent(one.covered / one.judged),
        _percent(one.claims["helps"] / one.judged),
        _percent(one.claims["seems to make it worse"] / one.judged),
        f"{fmean(one.naive):+.1f}" if one.naive else "",
        _percent(one.naive_claims / len(one.naive)) if one.naive else "",
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if 0 < share < 0.1 else f"{100 * share:.0f} %"


if __name__ == "__main__":
    main()
