"""A made-up cohort: to try a screening on, and to measure it. Nobody in it ever lived.

Most are well and answer 'no' to the umbrella questions; some have a story (see `stories`), whose signs
go together. Some stopped before the end of the questions, some could not say. A few rows have a value
that cannot be, or answers that cannot both be right, so that what is done about them can be seen. All
frequencies are our own choice (`carrywell-design`).

The same seed gives the same people, however many there are and in whatever batches they are made.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache, reduce
from operator import or_
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from carrywell.assessment.assess import ask_next
from carrywell.cohort.chance import NUMBER, at_random, chance, chosen
from carrywell.cohort.files import InputError, check_kind, join_files
from carrywell.cohort.parts import Track
from carrywell.cohort.program import Program
from carrywell.cohort.stories import STORIES, WHO, Story
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.facts import as_answer, harmless_value
from carrywell.guideline.model import Finding

BATCH = 250_000
WORD = "synthetic"
"""Stands in the name of the file, and is the column that says of each row that it is made up."""
KINDS = {
    "yes_no": pl.Boolean(),
    "number": pl.Float64(),
    "choice": pl.String(),
    "choices": pl.String(),
}
NO_CHOICE = "none"
"""A list with nothing in it, as the screening reads it."""

AFTER_BIRTH = 0.02
STOPPED_EARLY = 0.05
COULD_NOT_SAY = 0.06
ONE_LEFT_OUT = 0.05
"""Of the women who could not say all, the share of the questions that they left out."""

IMPOSSIBLE: Mapping[str, float] = {
    "gestation_weeks": 60.0,
    "fever_c": 370.0,
    "bp_systolic": 1200.0,
    "pain_score": 11.0,
}
IMPOSSIBLE_SHARE = 0.0005
CONTRADICTIONS: Mapping[str, Mapping[str, Any]] = {
    "pregnant_and_gave_birth": {"pregnant": True, "postpartum": True},
    "pressure_upside_down": {"bp_measured": True, "bp_systolic": 72.0, "bp_diastolic": 118.0},
    "no_and_yes": {"any_chest_or_breath": False, "chest_pain": True},
}
CONTRADICTION_SHARE = 0.0003


def made_up(
    program: Program, people: int, seed: int = 1, batch: int = BATCH
) -> Iterator[pl.DataFrame]:
    """So many made-up people, in frames of at most `batch` rows: one row a person.

    The columns: `person`, `synthetic` (always true) and findings. A list is a text, as in
    ``lower_back;leg``, so that the frames can be written as any kind of file.
    """
    layers = _layers(program.compiled, seed)
    wanted = ("person", WORD, *_questions(program.compiled))
    for start in range(0, people, batch):
        rows = pl.int_range(start + 1, min(start + batch, people) + 1, dtype=pl.UInt64, eager=True)
        frame = rows.alias(NUMBER).to_frame().lazy()
        for layer in layers:
            frame = frame.with_columns(**layer)
        yield frame.select(wanted).collect()


def write_made_up(
    program: Program,
    people: int,
    to: Path,
    *,
    seed: int = 1,
    batch: int = BATCH,
    track: Track = lambda batches, _: batches,
) -> None:
    """Writes the made-up people into the file `to`, all at once at the end.

    Its name must say what they are. Raises `InputError` when it does not, or is no kind we write.
    """
    check_kind(to)
    if WORD not in to.name:
        raise InputError(
            f"{to}: made-up people must say so in the name of their file."
            f" Try {to.with_suffix(f'.{WORD}{to.suffix}').name}"
        )
    with TemporaryDirectory(dir=to.parent, prefix=f".{to.name}.") as folder:
        parts: list[Path] = []
        for frame in track(made_up(program, people, seed, batch), -(-people // batch)):
            parts.append(Path(folder) / f"part-{len(parts):06}.parquet")
            frame.write_parquet(parts[-1])
        whole = Path(folder) / f"whole{to.suffix}"
        join_files(parts, whole)
        whole.replace(to)


def mistaken(seed: int) -> dict[str, pl.Expr]:
    """Which rows get each planted mistake, by its name; reads the row's number alone."""
    impossible = {one: chance(seed, f"impossible.{one}", IMPOSSIBLE_SHARE) for one in IMPOSSIBLE}
    contradictory = {
        one: chance(seed, f"contradiction.{one}", CONTRADICTION_SHARE) for one in CONTRADICTIONS
    }
    return impossible | contradictory


Layer = dict[str, pl.Expr]


def _layers(compiled: Compiled, seed: int) -> list[Layer]:
    """One after the other: each reads the columns of those before it."""
    return [
        _who(seed),
        _stories(seed),
        _said(compiled, seed),
        _umbrellas(compiled),
        _opened(compiled),
        _after_birth(),
        _unknown(compiled, seed),
        *_mistakes(seed),
    ]


def _who(seed: int) -> Layer:
    gave_birth = chance(seed, "after birth", AFTER_BIRTH)
    # more of the women who are looked after are late than early
    weeks = (4 + 38 * at_random(seed, "weeks").sqrt()) * 7
    return {
        "person": pl.format("made-up-{}", pl.col(NUMBER).cast(pl.String).str.zfill(7)),
        WORD: pl.lit(True),
        "is.after_birth": gave_birth,
        "is.weeks": pl.when(~gave_birth).then((weeks.floor() / 7).round(3)),
    }


def _stories(seed: int) -> Layer:
    return {f"story.{one.id}": _has(one, seed) for one in STORIES}


def _has(story: Story, seed: int) -> pl.Expr:
    has = chance(seed, f"story.{story.id}", story.share)
    if story.weeks is None:
        return has
    least, most = story.weeks
    weeks = pl.col("is.weeks")
    return (has & (weeks >= least) & (weeks < most)).fill_null(False)


def _said(compiled: Compiled, seed: int) -> Layer:
    """What each woman answers to each question by her stories; calmly where they say nothing."""
    return {name: _answer(compiled, name, seed) for name in _questions(compiled)}


def _answer(compiled: Compiled, name: str, seed: int) -> pl.Expr:
    kind = KINDS[compiled.content.finding[name].type]
    calm = _calm(compiled).get(name)
    told = chosen(seed, f"who.{name}", WHO[name]) if name in WHO else pl.lit(calm)
    told = told.cast(kind)
    for story in STORIES:
        if name in story.says:
            says = chosen(seed, f"{story.id}.{name}", story.says[name]).cast(kind)
            told = pl.when(f"story.{story.id}").then(says).otherwise(told)
    return told


def _umbrellas(compiled: Compiled) -> Layer:
    """An umbrella question is answered 'yes' whenever something under it is there."""
    asked = _questions(compiled)
    finding = compiled.content.finding
    return {
        umbrella: reduce(
            or_,
            (_is_there(finding[one]) for one in details if one in asked),
            pl.col(umbrella).fill_null(False),
        )
        for umbrella, details in _opened_umbrellas(compiled).items()
    }


def _is_there(detail: Finding) -> pl.Expr:
    return (pl.col(detail.id) != pl.lit(harmless_value(detail))).fill_null(False)


def _opened(compiled: Compiled) -> Layer:
    """What an open umbrella covers is asked, and denied unless a story has it; else it is not asked."""
    finding = compiled.content.finding
    return {
        detail: pl.when(umbrella).then(
            pl.col(detail).fill_null(pl.lit(harmless_value(finding[detail])))
        )
        for umbrella, details in _opened_umbrellas(compiled).items()
        for detail in details
    }


def _after_birth() -> Layer:
    gave_birth = pl.col("is.after_birth")
    return {
        "pregnant": ~gave_birth,
        "postpartum": pl.when(gave_birth).then(True),
        "postpartum_days": pl.when(gave_birth).then((pl.col(NUMBER) % 42).cast(pl.Float64) + 1),
        "gestation_weeks": pl.col("is.weeks"),
        "fetal_movement": pl.when(~gave_birth).then("fetal_movement"),
        "frantic_movement": pl.when(~gave_birth).then("frantic_movement"),
    }


def _unknown(compiled: Compiled, seed: int) -> Layer:
    """Some stop before the end; some leave out a question here and there."""
    order = {name: place for place, name in enumerate(_questions(compiled))}
    stopped = chance(seed, "stopped", STOPPED_EARLY)
    at = at_random(seed, "stopped at") * len(order)
    unsure = chance(seed, "unsure", COULD_NOT_SAY)
    return {
        name: pl.when(
            ~(stopped & (at < place)) & ~(unsure & chance(seed, f"unsure.{name}", ONE_LEFT_OUT))
        ).then(name)
        for name, place in order.items()
    }


def _mistakes(seed: int) -> Iterator[Layer]:
    made = mistaken(seed)
    yield {
        name: pl.when(made[name]).then(pl.lit(value)).otherwise(name)
        for name, value in IMPOSSIBLE.items()
    }
    for one, answers in CONTRADICTIONS.items():
        yield {
            name: pl.when(made[one]).then(pl.lit(value)).otherwise(name)
            for name, value in answers.items()
        }


def _questions(compiled: Compiled) -> tuple[str, ...]:
    """The columns of findings, in the order in which they are asked."""
    told = {name for story in STORIES for name in story.says}
    told |= {name for answers in CONTRADICTIONS.values() for name in answers}
    told |= {*IMPOSSIBLE, *WHO, "pregnant", "postpartum", "postpartum_days", *_calm(compiled)}
    told |= {detail for details in _opened_umbrellas(compiled).values() for detail in details}
    asked = dict.fromkeys(name for screen in compiled.content.screens for name in screen.asks)
    return (*(one for one in asked if one in told), *sorted(told - set(asked)))


def _opened_umbrellas(compiled: Compiled) -> dict[str, tuple[str, ...]]:
    """The umbrella questions that some story opens, with what they cover."""
    told = {name for story in STORIES for name in story.says}
    return {
        one.id: one.covers
        for one in compiled.content.findings
        if one.covers and (one.id in told or told & set(one.covers))
    }


@lru_cache(maxsize=8)
def _calm(compiled: Compiled) -> dict[str, Any]:
    """The whole interview of a woman who is well, as columns hold it."""
    answers: dict[str, Any] = {"pregnant": True, "gestation_weeks": 25.0}
    while (screen := ask_next(compiled, answers)) is not None:
        for question in screen.questions:
            if question.only_if is not None and answers[question.only_if[0]] != question.only_if[1]:
                continue
            calm = harmless_value(compiled.content.finding[question.finding])
            answers[question.finding] = False if calm is None else as_answer(calm)
    return {
        name: NO_CHOICE if answer == [] else answer
        for name, answer in answers.items()
        if not isinstance(answer, list) or not answer
    }
