"""The text of the code: small enough for a camera, and honest about what it cut."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange.read_qr import read_qr
from tests.exchange.someone import SAID, ana, material, words_of

from carrywell.exchange.build import report
from carrywell.exchange.qr import made, qr_code
from carrywell.exchange.report_signs import NOT_SURE
from carrywell.exchange.report_text import MOST_BYTES, ORIGIN, report_text


def numbers_in(text):
    return re.findall(r"\d+(?:\.\d+)?", text)


def test_it_tells_who_how_urgent_and_what_is_there_first(guideline):
    said = SAID | {"rhythmic_back_pain": True}
    lines = report_text(report(material(guideline, said=said))).split("\n")
    assert lines[0].endswith(ORIGIN)
    assert lines[1] == "Who: 31 weeks, due 25 Jan 2027, babies: one, age 31"
    assert lines[2] == "Stands out: a low placenta"
    assert "URGENT" in lines[3]
    assert lines[4].startswith("Present: ")


def test_every_number_in_it_stands_in_the_report(guideline):
    one = report(material(guideline))
    there = set(numbers_in(words_of(one))) | set(numbers_in(str(one.made_at)))
    cut = re.compile(r"\+\d+ more|Pain 0-10")
    assert set(numbers_in(cut.sub("", report_text(one)))) <= there


def test_not_sure_is_on_a_line_of_its_own(guideline):
    text = report_text(report(material(guideline)))
    (unsure,) = [one for one in text.split("\n") if one.startswith("Not sure")]
    assert "stiff back" in unsure
    assert NOT_SURE not in unsure


def test_it_says_what_was_cut(guideline):
    one = report(material(guideline, reason="why " * 900, questions="what " * 900))
    last = report_text(one).split("\n")[-1]
    assert last.startswith("Cut to fit: ")
    assert "Denied" in last


def test_what_she_left_out_is_counted(guideline):
    one = report(material(guideline, chosen=frozenset({"pain"})))
    assert f"Left out by her: {len(one.left_out)} parts." in report_text(one)


def test_sample_data_is_marked(guideline):
    assert "SAMPLE DATA" in report_text(report(material(guideline, woman=ana(is_sample=True))))


@given(words=st.text(max_size=400), most=st.integers(500, 1200))
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
def test_it_never_grows_over_its_size_and_keeps_its_lines(guideline, words, most):
    one = report(material(guideline, reason=words, questions=words))
    text = report_text(one, most)
    assert len(text.encode()) <= most
    assert text.split("\n")[0].startswith("CARRYWELL report")
    assert sum(row.startswith("Who: ") for row in text.split("\n")) == 1


def test_too_small_a_size_is_refused(guideline):
    with pytest.raises(ValueError, match="too few"):
        report_text(report(material(guideline)), 200)


def test_the_code_carries_the_text_itself(guideline):
    text = report_text(
        report(material(guideline, reason="caf\u00e9 \u0645\u0631\u062d\u0628\u0627"))
    )
    assert read_qr(made(text).matrix) == text


def test_the_largest_text_makes_a_code_that_a_camera_still_reads():
    code = made("x" * MOST_BYTES)
    assert len(code.matrix) <= 101


def test_the_picture_has_the_empty_border_and_no_style(guideline):
    svg = qr_code("hello", "A code")
    assert 'viewBox="0 0 29 29"' in svg  # 21 squares and 4 on each side
    assert "style" not in svg
    assert "<title>A code</title>" in svg


def test_more_than_a_code_can_hold_is_refused():
    with pytest.raises(ValueError, match="too long"):
        qr_code("x" * 3000, "A code")
