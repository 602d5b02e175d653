"""The page of whom to ring, as a file: axe finds nothing, nothing is cut off, thumbs hit, paper is whole."""

from collections import defaultdict
from io import BytesIO

import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader
from tests.chromium import LEAST_TOUCH, PHONE
from tests.companion.browser.conftest import Watch

from carrywell.api import load_guideline
from carrywell.cohort.program import program_of
from carrywell.cohort.screen import screen
from carrywell.cohort.synthetic import made_up
from carrywell.cohort.worklist import LISTS, write_worklist

SIZES = {
    "phone": PHONE,
    "desk": {"width": 1280, "height": 900},
    "narrow": {"width": 320, "height": 700},
}
SMALL = f"""() => [...document.querySelectorAll('a, button, summary, input')]
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([_, box]) => box.height < {LEAST_TOUCH} - 0.5 || box.width < {LEAST_TOUCH} - 0.5)
  .map(([one]) => one.outerHTML.slice(0, 90))"""
LONG_NAME = "a" * 90
KNOWN = {"pregnant": True, "gestation_weeks": 30.0}
SPECIAL = [
    {"person": LONG_NAME, **KNOWN, "any_chest_or_breath": False, "chest_pain": True},
    {"person": "violence", **KNOWN, "violence": True},
    {"person": "nothing told", **KNOWN},
]


@pytest.fixture(scope="module", params=["with input", "signs alone"])
def file(request, tmp_path_factory):
    """A list with someone on each of its lists, also one whose id is long and one who told little."""
    folder = tmp_path_factory.mktemp("list")
    program = program_of(load_guideline().compiled)
    people = next(made_up(program, 700, seed=3))
    people = pl.concat([people, pl.DataFrame(SPECIAL)], how="diagonal_relaxed")
    people.write_parquet(folder / "people.parquet")
    screen(folder / "people.parquet", folder / "out.parquet")
    source = folder / "people.parquet" if request.param == "with input" else None
    done = write_worklist(program, folder / "out.parquet", folder, source=source, most=25)
    assert all(done.listed[one] for one in LISTS)
    return folder / "worklist.html"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_is_for_everybody(browser, file, size, scheme):
    watch = Watch()
    context = browser.new_context(
        viewport=SIZES[size], color_scheme=scheme, java_script_enabled=True
    )
    page = context.new_page()
    watch.on(page)
    page.goto(file.as_uri())
    assert not watch.errors  # before axe, which measures with inline styles that the policy refuses
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "the style was refused"
    assert page.evaluate(SMALL) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= SIZES[size]["width"]
    found = defaultdict(list)
    for violation in Axe().run(page).response["violations"]:
        found[violation["id"]] = [node["html"][:120] for node in violation["nodes"][:4]]
    assert not found
    assert page.locator("h1").count() == 1
    assert watch.hosts <= {""}
    context.close()


def test_every_link_leads_to_its_list(browser, file):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    links = page.get_by_role("navigation", name="Lists").get_by_role("link")
    assert links.count() == len(LISTS)
    for place in range(links.count()):
        links.nth(place).click()
        assert page.locator("h2:target").is_visible()
    context.close()


INKS = """() => [...document.querySelectorAll('main *')]
  .filter(one => one.checkVisibility() && one.textContent.trim())
  .map(one => getComputedStyle(one).color.match(/[0-9]+/g).slice(0, 3).map(Number))
  .filter(ink => Math.max(...ink) > 0x66)"""


def test_ink_is_dark_on_paper_also_from_a_dark_screen(browser, file):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.evaluate(INKS)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(INKS) == []
    context.close()


def test_nothing_is_lost_on_paper(browser, file):
    """Each person on the page is on the paper, with what to say; the links are not."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(file.as_uri())
    people = [one.split()[0] for one in page.locator("article h3").all_inner_texts()]
    paper = PdfReader(BytesIO(page.pdf(format="A4")))
    text = "".join(one.extract_text() for one in paper.pages).replace("\n", "").replace(" ", "")
    assert all(one.replace("\n", "") in text for one in people)
    assert text.count("Spoketoher:yes/no") == len(people)
    assert "Backtothetop" not in text
    context.close()
