"""``carrywell explain``: everything the guideline says about one sign, cause, treatment, exercise."""

import click

from carrywell.cli import refuse


@click.command(name="explain")
@click.argument("name", metavar="SIGN|CAUSE|TREATMENT|EXERCISE")
def command(name: str) -> None:
    """Explain a warning sign, a cause, a treatment or an exercise, with its sources."""
    from rich.console import Console
    from rich.markdown import Markdown

    from carrywell.api import load_guideline
    from carrywell.conditions.errors import nearest
    from carrywell.guideline.book import (
        cause_section,
        exercise_section,
        sign_section,
        treatment_section,
    )

    content = load_guideline().content
    sections = [
        section(content, table[name])
        for table, section in (
            (content.sign, sign_section),
            (content.cause, cause_section),
            (content.treatment, treatment_section),
            (content.exercise, exercise_section),
        )
        if name in table
    ]
    if not sections:
        known = (*content.sign, *content.cause, *content.treatment, *content.exercise)
        refuse(f"Nothing is called {name!r}. {nearest(name, known, '`carrywell guideline book`')}")
    console = Console(width=min(Console().width, 88))
    for section in sections:
        console.print(Markdown(section))
