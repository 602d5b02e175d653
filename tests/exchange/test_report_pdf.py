"""The PDF: tagged, selectable, one page for a usual woman, and her words never more than words."""

import io
import re

import pypdf
import pytest
from tests.exchange.someone import material

from carrywell.exchange import report_pdf as made_by
from carrywell.exchange.build import report
from carrywell.exchange.print_look import light_colours, look_of_pictures, with_look
from carrywell.exchange.report_pdf import NoPdf, report_pages, report_pdf

HARD_WORDS = {
    "markup": '#import "x.typ" $x^2$ *bold* _it_ `raw` @see <label> = heading \\ ~ [a](b) // no',
    "html": "<script>alert(1)</script> &amp; <b>",
    "arabic": "\u0645\u0631\u062d\u0628\u0627 \u0623\u0644\u0645 \u0641\u064a \u0627\u0644\u0638\u0647\u0631",
    "long": "w" * 5000,
    "lines": "one\n\ntwo\r\nthree",
    "no font has it": "\u0378 \ue123 \U0001fae8",
    "emoji": "\U0001f600 \U0001f469\u200d\U0001f466",
    "control": "a\x00b\x08c\x1bd",
}


def opened(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf))


def text_of(pdf):
    """The text of the PDF on one line, without the marks where a long word may be broken."""
    pages = " ".join(page.extract_text() for page in opened(pdf).pages)
    return re.sub(r"\s+", " ", pages.replace("\u200b", ""))


@pytest.fixture(scope="module")
def pdf(guideline):
    return report_pdf(report(material(guideline)))


def test_it_is_one_page_for_a_usual_woman(pdf):
    assert len(opened(pdf).pages) == 1


def test_it_is_tagged_for_a_screen_reader_with_title_and_language(pdf):
    root = opened(pdf).trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"].startswith("en")
    assert "/StructTreeRoot" in root
    assert opened(pdf).metadata.title == "Back pain in pregnancy: report for a visit"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def structure(node, found):
    """Every tag with its alternative text."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            structure(one, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append((str(node["/S"]), node.get("/Alt")))
        if "/K" in node:
            structure(node["/K"], found)
    return found


def test_each_chart_says_in_words_what_it_shows(guideline, pdf):
    tags = structure(opened(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"], [])
    told = [str(alt) for tag, alt in tags if tag == "/Figure"]
    pictures = [one for section in report(material(guideline)).sections for one in section.pictures]
    assert sorted(told) == sorted(one.says for one in pictures)
    assert len(told) == 3
    assert [tag for tag, _ in tags].count("/H1") == 1


def test_the_text_can_be_selected_and_is_whole(guideline, pdf):
    text = text_of(pdf)
    made = report(material(guideline))
    for section in made.sections:
        assert section.title in text
        for one in section.figures:
            assert one.value in text, one
        for one in section.lines:
            for item in one.say.replace("\n", "; ").split("; "):
                assert item in text, item
    assert made.basis in text


def test_the_same_report_makes_the_same_bytes(guideline, pdf):
    assert report_pdf(report(material(guideline))) == pdf


@pytest.mark.parametrize("words", HARD_WORDS.values(), ids=HARD_WORDS)
def test_her_words_are_never_read_as_markup(guideline, words):
    made = report(material(guideline, reason=words, questions=words))
    text = text_of(report_pdf(made))
    if words in (HARD_WORDS["markup"], HARD_WORDS["html"]):
        assert words in text
    if words == HARD_WORDS["long"]:
        assert text.count("w") >= 2 * 5000  # over two pages, and all of it


def test_with_a_letter_that_no_font_has_the_pdf_is_still_tagged(guideline):
    made = report(material(guideline, reason=HARD_WORDS["no font has it"]))
    root = opened(report_pdf(made)).trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert b"pdfuaid" not in root["/Metadata"].get_object().get_data()


def test_the_letters_of_the_pdf_are_its_own(pdf):
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in opened(pdf).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all(one.startswith("LibertinusSerif") for one in fonts), fonts


def test_much_to_say_flows_on_to_further_pages(guideline):
    many = " ".join(f"word{n}" for n in range(900))
    pages = opened(report_pdf(report(material(guideline, questions=many)))).pages
    assert len(pages) > 1
    assert f"1 of {len(pages)}" in pages[0].extract_text()


def test_sample_data_is_marked_on_every_page(guideline):
    from tests.exchange.someone import ana

    many = " ".join(f"word{n}" for n in range(900))
    made = report(material(guideline, woman=ana(is_sample=True), questions=many))
    pages = opened(report_pdf(made)).pages
    assert len(pages) > 1
    for page in pages:
        assert "SAMPLE DATA" in page.extract_text()


def test_what_is_no_sample_is_not_called_one(pdf):
    assert "SAMPLE" not in text_of(pdf)


def test_every_part_left_out_still_makes_a_pdf(guideline):
    made = report(material(guideline, chosen=frozenset()))
    assert "Left out by her choice" in text_of(report_pdf(made))


def test_nothing_of_hers_is_written_to_a_file(guideline, tmp_path, monkeypatch):
    for name in ("TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    report_pdf(report(material(guideline)))
    assert not list(tmp_path.rglob("*"))


def test_the_pages_can_be_looked_at(guideline):
    pages = report_pages(report(material(guideline)))
    assert len(pages) == 1
    assert pages[0].startswith(b"\x89PNG")


def test_a_layout_that_cannot_be_set_is_told_and_says_nothing_of_hers(
    guideline, tmp_path, monkeypatch
):
    broken = tmp_path / "report.typ"
    broken.write_text("#let report = json(bytes(sys.inputs.report))\n#report.asks.reason")
    monkeypatch.setattr(made_by, "LAYOUT", broken)
    with pytest.raises(NoPdf) as error:
        report_pdf(report(material(guideline, reason="my secret")))
    assert "secret" not in str(error.value)


def test_without_typst_the_reason_is_told(guideline, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(NoPdf, match="not installed"):
        report_pdf(report(material(guideline)))


def test_the_look_of_pictures_needs_nothing_but_itself():
    look = look_of_pictures()
    for word in ("var(", "color-mix", "@", "url(", ":has", "http"):
        assert word not in look
    for name in ("chart-line", "chart-bar", "chart-word", "body-map-shape", "standing-skin"):
        assert f".{name}" in look
    assert f"stroke: {light_colours()['--accent']}" in look


def test_the_style_stands_first_inside_the_picture():
    assert with_look("<svg a='1'><g/></svg>", ".x{}") == "<svg a='1'><style>.x{}</style><g/></svg>"
