"""The estimate against formulas worked out another way, and the bound against its own promise."""

from math import exp, log, sqrt
from random import Random

import pytest
from scipy import stats

from carrywell.patterns.estimate import estimates, evidence, level_of_rank, passes

ROWS = 40


def two_groups(rng, effect=0.0, each=ROWS // 2):
    there = [1.0] * each + [0.0] * each
    return there, [rng.gauss(5 + effect * one, 1) for one in there]


def fitted(there, outcome, groups=None):
    return estimates(
        outcome, [[1.0] * len(there)], {"it": there}, groups or list(range(len(there))), 1.3
    )["it"]


def test_two_groups_of_one_size_are_welchs_test():
    """With a row a day, CR2 is the covariance HC2, which for two means is Welch's."""
    there, outcome = two_groups(Random(3), 0.7)
    found = fitted(there, outcome)
    welch = stats.ttest_ind(outcome[: ROWS // 2], outcome[ROWS // 2 :], equal_var=False)
    assert found.size / found.error == pytest.approx(welch.statistic)
    assert found.degrees == pytest.approx(ROWS - 2)  # equal groups, as if equally noisy


def test_a_few_with_it_have_few_degrees_of_freedom():
    there = [1.0] * 4 + [0.0] * 36
    rng = Random(1)
    found = fitted(there, [rng.gauss(5, 1) for _ in there])
    assert 3 <= found.degrees < 5


def test_rows_of_one_day_count_less_than_rows_of_many():
    rng = Random(8)
    there, outcome = [], []
    for day in range(20):
        mood = rng.gauss(0, 1)
        there += [float(day % 2)] * 3
        outcome += [5 + mood + rng.gauss(0, 0.3) for _ in range(3)]
    by_day = fitted(there, outcome, [row // 3 for row in range(60)])
    assert by_day.error > 1.3 * fitted(there, outcome).error


def test_a_column_that_the_others_explain_is_left_out():
    there, outcome = two_groups(Random(4))
    columns = {"it": there, "its twin": there}
    found = estimates(outcome, [[1.0] * ROWS], columns, range(ROWS), 1.3)
    assert set(found) == {"it"}


def test_intervals_hold_the_truth():
    held = 0
    for seed in range(300):
        there, outcome = two_groups(Random(seed), 1.0, each=8)
        found = fitted(there, outcome)
        held += found.low <= 1.0 <= found.high
    assert 276 <= held <= 294  # 92 to 98 %


def test_the_shares_of_the_allowed_error_add_to_one():
    assert sum(level_of_rank(rank) for rank in range(1, 100_000)) == pytest.approx(1, abs=1e-3)
    assert all(level_of_rank(rank) > level_of_rank(rank + 1) for rank in range(1, 50))


def test_the_evidence_is_the_normal_mixture():
    z, error, spread = 2.5, 0.4, 1.3
    mixed = stats.norm.pdf(z * error, scale=sqrt(spread**2 + error**2))
    assert exp(evidence(z, error, spread)) == pytest.approx(
        mixed / stats.norm.pdf(z * error, scale=error)
    )


def test_looking_at_every_row_claims_as_rarely_as_promised():
    claims = 0
    for seed in range(400):
        rng, total = Random(seed), 0.0
        claimed = False
        for rows in range(1, 200):
            total += rng.gauss(0, 1)
            error = 1 / sqrt(rows)
            claimed |= passes(evidence(total * error, error, 1.3), 0.05)
        claims += claimed
    assert claims / 400 <= 0.05


def test_more_evidence_is_needed_at_a_smaller_level():
    assert passes(log(20) + 0.01, 0.05)
    assert not passes(log(20) - 0.01, 0.05)
    assert not passes(log(20) + 0.01, 0.01)
