import pytest

from carrywell.pictures.svg import element, number, picture, text


@pytest.mark.parametrize(
    ("made", "written"),
    [
        (element("g"), "<g/>"),
        (element("circle", cx=1.26, cy=-0.0, r=3), '<circle cx="1.3" cy="0" r="3"/>'),
        (element("path", d='M0 0"', class_="limb far"), '<path d="M0 0&quot;" class="limb far"/>'),
        (element("g", text("<b> & c")), "<g>&lt;b&gt; &amp; c</g>"),
        (element("line", stroke_width=2, aria_label=None), '<line stroke-width="2"/>'),
    ],
)
def test_an_element_is_written_short_and_escaped(made, written):
    assert made == written


def test_a_picture_is_named_for_a_screen_reader():
    drawn = picture(width=10, height=20, title="A & B", description="two things")
    assert drawn.startswith('<svg class="picture" viewBox="0 0 10 20" role="img"')
    assert "<title>A &amp; B</title><desc>two things</desc>" in drawn


def test_lengths_have_at_most_one_decimal():
    assert [number(one) for one in (1, 1.04, 1.05001, -0.01, 120)] == ["1", "1", "1.1", "0", "120"]
