"""What a change of pain is called."""

import pytest

from carrywell.api import load_guideline
from carrywell.companion.relief.pain_change import pain_change

CONTENT = load_guideline().content


@pytest.mark.parametrize(
    ("before", "after", "say"),
    [
        (5, 5, "no clear change"),
        (5, 4, "no clear change"),  # one point is less than the smallest change that counts
        (1, 0, "no clear change"),  # all of it, and still one point
        (9, 7, "may be better"),  # two points, but less than 30 %
        (6, 4, "better"),
        (6, 3, "much better"),
        (4, 5, "no clear change"),
        (4, 6, "worse"),
        (0, 0, "no clear change"),
        (0, 3, "worse"),
    ],
)
def test_the_ladder(before, after, say):
    assert pain_change(before, after, CONTENT).say == say


@pytest.mark.parametrize(("before", "after"), [(None, 3), (3, None), (None, None)])
def test_without_both_scores_nothing_is_claimed(before, after):
    assert pain_change(before, after, CONTENT) is None
