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
    wanted = name.strip().lower().replace(" ", "_")
    titles = {one.title.lower().replace(" ", "_"): one.id for one in content.signs}
    titles |= {
        one.name.lower().replace(" ", "_"): one.id
        for part in (content.causes, content.treatments, content.exercises)
        for one in part
    }
    name = titles.get(wanted, wanted)
    sections = [
        *(sign_section(content, one) for one in content.signs if one.id == name),
        *(cause_section(content, one) for one in content.causes if one.id == name),
        *(treatment_section(content, one) for one in content.treatments if one.id == name),
        *(exercise_section(content, one) for one in content.exercises if one.id == name),
    ]
    if not sections:
        known = (*content.sign, *content.cause, *content.treatment, *content.exercise)
        refuse(f"Nothing is called {name!r}. {nearest(name, known, '`carrywell guideline book`')}")
    console = Console(width=min(Console().width, 88))
    for section in sections:
        console.print(Markdown(section))
