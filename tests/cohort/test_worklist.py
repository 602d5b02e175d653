"""Whom to ring: everyone who has to be, the worst first, and nothing private by its name."""

import csv
import re
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from carrywell.api import load_guideline
from carrywell.cli import main
from carrywell.cohort import told, worklist
from carrywell.cohort.asking import MOST, to_ask
from carrywell.cohort.counts import PRIVATE_TITLE
from carrywell.cohort.files import InputError
from carrywell.cohort.program import program_of
from carrywell.cohort.screen import screen
from carrywell.cohort.synthetic import made_up
from carrywell.cohort.worklist import LISTS, write_worklist
from carrywell.guideline.model import RANK

GUIDELINE = load_guideline()
PEOPLE = 1500
KNOWN = {"pregnant": True, "gestation_weeks": 30.0}


@pytest.fixture(scope="module")
def program():
    return program_of(GUIDELINE.compiled)


@pytest.fixture(scope="module")
def folder(program, tmp_path_factory) -> Path:
    """A made-up cohort with some who are unmistakable among them, screened and listed."""
    folder = tmp_path_factory.mktemp("clinic")
    people = pl.concat(made_up(program, PEOPLE, seed=3))
    people.write_parquet(folder / "people.synthetic.parquet")
    screen(folder / "people.synthetic.parquet", folder / "screened.parquet")
    write_worklist(
        program,
        folder / "screened.parquet",
        folder / "list",
        source=folder / "people.synthetic.parquet",
        most=40,
    )
    return folder


@pytest.fixture(scope="module")
def lines(folder) -> list[dict[str, str]]:
    with (folder / "list/worklist.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def screened(folder) -> pl.DataFrame:
    return pl.read_parquet(folder / "screened.parquet").with_row_index("row", offset=1)


def listed(program, tmp_path: Path, people: list[dict], *, with_input: bool = True, **options):
    """The page, in plain text and as HTML, and the CSV of these people."""
    source, out = tmp_path / "people.parquet", tmp_path / "out.parquet"
    pl.DataFrame(people, infer_schema_length=None).write_parquet(source)
    screen(source, out)
    write_worklist(
        program, out, tmp_path / "list", source=source if with_input else None, **options
    )
    html = (tmp_path / "list/worklist.html").read_text("utf-8")
    table = (tmp_path / "list/worklist.csv").read_text("utf-8")
    return words(html), html, list(csv.DictReader(table.splitlines()))


def words(html: str) -> str:
    body = html.partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_everyone_who_needs_a_call_is_on_a_list_and_no_one_else(lines, screened):
    """The law of the list: who is on it, and on which, follows from the screening alone."""
    urgent = ["urgent", "emergency"]
    expected = {
        "ask again": screened.filter(~pl.col("screened")),
        "call now": screened.filter(pl.col("floor").is_in(urgent)),
        "ask first": screened.filter(
            pl.col("urgency").is_in(urgent), pl.col("floor").is_in(urgent).not_()
        ),
        "soon": screened.filter(pl.col("urgency") == "soon"),
    }
    for name, people in expected.items():
        on_it = [int(one["row"]) for one in lines if one["list"] == name]
        assert sorted(on_it) == people["row"].to_list()
        assert on_it, f"nobody is on {name!r}, so this shows nothing"
    assert len(lines) == screened.filter(pl.col("urgency").ne_missing("routine")).height


def order_of(line: dict[str, str], row: dict) -> tuple:
    """The order as it is written down, worked out in Python."""
    there = dict.fromkeys(RANK, 0)
    for sign in GUIDELINE.content.signs:
        there[sign.urgency] += row[f"signs.{sign.id}"] is True
    return (
        LISTS.index(line["list"]),
        *(-RANK[line[one]] if line[one] else 1 for one in ("floor", "urgency")),
        *(-there[level] for level in ("emergency", "urgent", "soon")),
        -float(line["weeks"]) if line["weeks"] else -999,
        int(line["row"]),
    )


def test_the_worst_come_first(lines, screened):
    rows = {row["row"]: row for row in screened.iter_rows(named=True)}
    keys = [order_of(line, rows[int(line["row"])]) for line in lines]
    assert keys == sorted(keys)
    assert len({key[:6] for key in keys}) > 10


def test_the_batches_and_the_stretches_do_not_matter(program, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(told, "BATCH", 173)
    monkeypatch.setattr(worklist, "TOGETHER", 40)
    monkeypatch.setattr(worklist, "MARK", 5)
    write_worklist(
        program,
        folder / "screened.parquet",
        tmp_path,
        source=folder / "people.synthetic.parquet",
        most=40,
    )
    for name in ("worklist.csv", "worklist.html", "counts.csv"):
        assert (tmp_path / name).read_bytes() == (folder / "list" / name).read_bytes()


def test_the_page_shows_the_first_of_each_list_and_says_how_many_more(folder, lines):
    html = (folder / "list/worklist.html").read_text("utf-8")
    shown = re.findall(r'<h3 id="person-(\d+)">', html)
    expected = []
    for name in LISTS:
        on_it = [one["row"] for one in lines if one["list"] == name]
        expected += on_it[:40]
        if len(on_it) > 40:
            left = len(on_it) - 40
            assert f"{left} more people are on this list and not shown here." in words(html)
    assert shown == expected
    assert "Synthetic: made-up people." in words(html)


def test_each_says_why_with_its_source_and_what_to_do(program, tmp_path):
    told_of = {"fever_c": 38.6, "flank_pain": True, "person": "ann", **KNOWN}
    text, html, table = listed(program, tmp_path, [told_of])
    alone = GUIDELINE.assess({one: told_of[one] for one in told_of if one != "person"})
    for sign in alone.signs:
        if sign.urgency != "routine":
            assert sign.title in text
    worst = next(one for one in alone.signs if one.urgency == alone.urgency)
    assert worst.do in text
    assert table[0]["what_to_do"] == worst.do
    assert "30 weeks" in text
    assert "your temperature: 38.6 °C" in text
    for source in worst.sources:
        known = GUIDELINE.content.source[source]
        assert f"{known.organisation}: {known.title}" in unescape(html)
    for item in alone.plan.while_waiting:
        assert item.say in text
    assert "Treatments: none, until she has been heard." in text


def test_what_is_not_known_is_asked_in_the_words_of_the_guideline(program, tmp_path):
    text, _, table = listed(program, tmp_path, [{"person": "bea", **KNOWN}])
    assert table[0]["list"] == "ask first"
    assert table[0]["what_to_do"] == "Ask: what is not known could be urgent."
    asked = [
        one.ask
        for one in GUIDELINE.content.findings
        if one.ask and not one.private and one.ask in text
    ]
    assert 1 <= len(asked) <= MOST
    assert "Urgent: within the hour, until more is known." in text
    assert "more questions are open" in text


@pytest.mark.parametrize("answers", [{}, KNOWN, {**KNOWN, "any_fever": True}], ids=str)
def test_the_questions_are_open_and_touch_the_worst_of_what_is_open(answers):
    alone = GUIDELINE.assess(answers)
    undecided = {one.id: (one.urgency, one.depends_on) for one in alone.undecided}
    settled = program_settled(answers)
    ask = to_ask(GUIDELINE.compiled, settled, undecided)
    rests = {name for _, names in undecided.values() for name in names}
    for question in ask.first:
        assert settled.base.get(question.finding) is None
        assert not question.private
        covers = {question.finding, *GUIDELINE.content.finding[question.finding].covers}
        assert covers & rests or question.finding in guards_of(rests)
    assert ask.private
    assert ask.more > 0


def guards_of(names):
    conditions = GUIDELINE.compiled.conditions
    return {
        one
        for name in names
        if f"ask_when:{name}" in conditions
        for one in told_names(conditions[f"ask_when:{name}"])
    }


def told_names(condition):
    from carrywell.conditions.nodes import findings_of

    return findings_of(condition)


def program_settled(answers):
    from carrywell.assessment.answers import settle

    return settle(GUIDELINE.compiled, answers)


def test_answering_the_questions_calmly_leaves_less_open(program):
    """Three of some thirty questions: calm answers rule out more than a third of the emergencies."""
    answers = dict(KNOWN)
    before = GUIDELINE.assess(answers)
    undecided = {one.id: (one.urgency, one.depends_on) for one in before.undecided}
    for question in to_ask(GUIDELINE.compiled, program_settled(answers), undecided).first:
        calm = GUIDELINE.content.finding[question.finding].harmless
        answers[question.finding] = False if calm is None else calm
    after = GUIDELINE.assess(answers)

    def emergencies(one):
        return sum(sign.urgency == "emergency" for sign in one.undecided)

    assert emergencies(after) < emergencies(before) * 2 / 3


PRIVATE = [
    {"violence": True},
    {"violence_high_risk": True},
    {"self_harm_thoughts": True},
    {"self_harm_plan": True},
    {"violence": True, "fever_c": 38.6},
    {"any_safety": False, "violence": True},
]


@pytest.mark.parametrize("with_input", [True, False], ids=["with input", "signs alone"])
@pytest.mark.parametrize("answers", PRIVATE, ids=str)
def test_private_signs_are_never_named(program, tmp_path, answers, with_input):
    """H12: neither the page nor the tables say what it is; both say that there is something."""
    people = [{"person": "cleo", **KNOWN, **answers}] * 6
    text, html, table = listed(program, tmp_path, people, with_input=with_input)
    counts = (tmp_path / "list/counts.csv").read_text("utf-8")
    written = (html + counts + str(table)).lower()
    content = GUIDELINE.content
    for name in GUIDELINE.compiled.private_signs:
        sign = content.sign[name]
        for said in (sign.title, sign.say, sign.do):
            assert said.lower() not in unescape(written)
    for finding in content.findings:
        if finding.private:
            assert finding.id not in written
            assert finding.short.lower() not in unescape(written)
            assert finding.ask is None or finding.ask.lower() not in unescape(written)
    assert PRIVATE_TITLE in text
    assert all(PRIVATE_TITLE in line["reasons"] for line in table)
    assert "violen" not in written


def test_answers_that_cannot_both_be_right_stand_first_with_their_signs(program, tmp_path):
    people = [
        {
            "person": "dora",
            **KNOWN,
            "any_chest_or_breath": None,
            "chest_pain": None,
            "fever_c": 38.6,
        },
        {
            "person": "ella",
            **KNOWN,
            "any_chest_or_breath": False,
            "chest_pain": True,
            "fever_c": None,
        },
    ]
    _, html, table = listed(program, tmp_path, people)
    assert [one["person"] for one in table] == ["ella", "dora"]
    assert table[0]["list"] == "ask again"
    assert table[0]["urgency"] == ""
    sign = GUIDELINE.content.sign["chest_pain"]
    assert sign.title in table[0]["reasons"]
    assert table[0]["what_to_do"] == "Ask again: answers of hers cannot both be right."
    card = words("<body>" + html[html.index('id="person-2"') : html.index('id="person-1"')])
    assert sign.title in card
    assert "Not screened: ask again now. If every answer is right: emergency." in card
    for name in ("any_chest_or_breath", "chest_pain"):
        assert (GUIDELINE.content.finding[name].ask or "") in card
    assert "“chest pain or tightness”" in card


def test_without_the_input_the_list_says_what_it_lacks(program, tmp_path):
    people = [{"person": "fay", **KNOWN, "fever_c": 38.6, "flank_pain": True}]
    text, _, table = listed(program, tmp_path, people, with_input=False)
    assert "Her own answers are not on this list" in text
    assert "30 weeks" in text
    assert table[0]["weeks"] == "30.0"
    assert table[0]["reasons"]


@pytest.mark.parametrize("kind", ["csv", "ndjson"])
def test_every_kind_of_screening_can_be_listed(program, folder, tmp_path, kind):
    """The same list, whatever kind of file the screening was written as."""
    screen(folder / "people.synthetic.parquet", tmp_path / f"out.{kind}")
    write_worklist(
        program,
        tmp_path / f"out.{kind}",
        tmp_path / "list",
        source=folder / "people.synthetic.parquet",
        most=40,
    )
    for name in ("worklist.csv", "worklist.html", "counts.csv"):
        assert (tmp_path / "list" / name).read_bytes() == (folder / "list" / name).read_bytes()


def other_people(folder: Path, to: Path) -> Path:
    people = pl.read_parquet(folder / "people.synthetic.parquet")
    people.with_columns(pl.col("person").reverse()).write_parquet(to)
    return to


def other_answers(folder: Path, to: Path) -> Path:
    people = pl.read_parquet(folder / "people.synthetic.parquet")
    people.with_columns(
        pl.lit(39.5).alias("fever_c"), fever_measured=True, fever=True
    ).write_parquet(to)
    return to


def fewer(folder: Path, to: Path) -> Path:
    pl.read_parquet(folder / "people.synthetic.parquet").head(-1).write_parquet(to)
    return to


def more(folder: Path, to: Path) -> Path:
    people = pl.read_parquet(folder / "people.synthetic.parquet")
    pl.concat([people, people.head(1)]).write_parquet(to)
    return to


@pytest.mark.parametrize("other", [other_people, other_answers, fewer, more])
def test_another_input_is_refused_and_nothing_is_listed(program, folder, tmp_path, other):
    source = other(folder, tmp_path / "other.parquet")
    with pytest.raises(InputError):
        write_worklist(program, folder / "screened.parquet", tmp_path / "list", source=source)
    assert not (tmp_path / "list/worklist.html").exists()
    assert not (tmp_path / "list/worklist.csv").exists()


def test_what_is_no_screening_is_refused(program, folder, tmp_path):
    with pytest.raises(InputError, match="no screening by this guideline"):
        write_worklist(program, folder / "people.synthetic.parquet", tmp_path)
    older = pl.read_parquet(folder / "screened.parquet").with_columns(guideline=pl.lit("0.0.1"))
    older.write_parquet(tmp_path / "older.parquet")
    with pytest.raises(InputError, match=r"edition 0\.0\.1"):
        write_worklist(program, tmp_path / "older.parquet", tmp_path)


def test_the_page_asks_nothing_of_the_network_and_runs_nothing(program, tmp_path):
    person = '<script>alert(1)</script> & "co"'
    _, html, _ = listed(program, tmp_path, [{"person": person, **KNOWN, "fever_c": 38.6}])
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "default-src 'none'" in html
    assert not re.findall(r"(?:src|href)=\"(?!#)", html)
    assert "url(" not in html


def test_nobody_to_ring_is_a_page_too(program, tmp_path, folder):
    well = pl.read_parquet(folder / "screened.parquet").filter(pl.col("urgency") == "routine")
    well.write_parquet(tmp_path / "well.parquet")
    done = write_worklist(program, tmp_path / "well.parquet", tmp_path / "list")
    assert done.listed == dict.fromkeys(LISTS, 0)
    text = words((tmp_path / "list/worklist.html").read_text("utf-8"))
    assert text.count("Nobody.") == len(LISTS)


def test_the_commands_write_it(folder, tmp_path):
    people, out = str(folder / "people.synthetic.parquet"), str(tmp_path / "out.parquet")
    told_of = CliRunner().invoke(
        main, ["screen", people, "--to", out, "--worklist", str(tmp_path / "a")]
    )
    assert told_of.exit_code == 0, told_of.output
    assert "Whom to ring:" in told_of.output
    again = CliRunner().invoke(
        main, ["cohort", "worklist", out, "--to", str(tmp_path / "b"), "--input", people]
    )
    assert again.exit_code == 0, again.output
    for name in ("worklist.csv", "worklist.html", "counts.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    wrong = CliRunner().invoke(main, ["cohort", "worklist", people, "--to", str(tmp_path / "c")])
    assert wrong.exit_code == 2
    assert "no screening by this guideline" in wrong.output


def test_json_stays_json_with_a_list_beside_it(folder, tmp_path):
    people = str(folder / "people.synthetic.parquet")
    command = ["screen", people, "--to", str(tmp_path / "o.parquet"), "--json"]
    told_of = CliRunner().invoke(main, [*command, "--worklist", str(tmp_path / "list")])
    assert told_of.exit_code == 0, told_of.output
    assert told_of.stdout.count("\n") == 1
    assert told_of.stdout.startswith("{")


def test_the_lists_have_their_own_titles():
    from carrywell.cohort.worklist_page import ABOUT, TITLES

    assert tuple(TITLES) == tuple(ABOUT) == LISTS
    assert worklist.COLUMNS[0] == "list"
