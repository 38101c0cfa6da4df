"""The default test: its p-value and its interval are one procedure, it holds under two nulls, and of nearly nothing it says
nearly nothing."""

from __future__ import annotations

import numpy as np
import pytest

from evalkit.comparing.resampling import bootstrap_totals, find_floor
from evalkit.comparing.studentising import StudentisedDifference, leave_one_out, studentise
from evalkit.data import MetricOptions, Sample
from evalkit.data.metric import Metric
from evalkit.metrics.comet import Comet
from evalkit.plugins import load_plugin

MEAN: Metric = Comet(model="none")
"""A metric whose corpus score is the mean of its segments' scores."""


def make_rows(values: np.ndarray) -> np.ndarray:
    return np.column_stack([values, np.ones(len(values))])


def differ(one: np.ndarray, base: np.ndarray, *, samples: int = 999, seed: int = 1) -> StudentisedDifference:
    rows = [make_rows(one), make_rows(base)]
    sums = bootstrap_totals(rows, samples=samples, seed=seed)
    values = MEAN.score_sums(sums[0]) - MEAN.score_sums(sums[1])
    added = leave_one_out(MEAN, rows[0]) - leave_one_out(MEAN, rows[1])
    return studentise([float(one.mean() - base.mean())], [added], [values], [1e-9], seed=seed)[0]


def test_what_a_unit_adds_to_a_mean_is_how_far_it_is_from_it() -> None:
    values = np.array([1.0, 2.0, 6.0])
    assert leave_one_out(MEAN, make_rows(values)) == pytest.approx(values - values.mean())


def test_the_standard_error_of_a_mean_is_the_usual_one() -> None:
    one, base = np.array([1.0, 4.0, 2.0, 8.0]), np.array([1.0, 2.0, 3.0, 3.0])
    gaps = one - base
    assert differ(one, base).error == pytest.approx(gaps.std(ddof=1) / 2)


@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.2])
def test_the_interval_is_what_the_p_value_does_not_reject(alpha: float) -> None:
    generator = np.random.default_rng(3)
    difference = differ(generator.exponential(size=40), generator.normal(size=40))
    low, high = difference.find_interval(alpha)
    assert difference.find_p_value(low) >= alpha and difference.find_p_value(high) >= alpha
    step = 0.01 * (high - low)
    assert difference.find_p_value(low - step) < alpha and difference.find_p_value(high + step) < alpha


@pytest.mark.parametrize("units", [1, 2, 5])
def test_however_alike_few_units_are_they_prove_nothing(units: int) -> None:
    difference = differ(np.full(units, 9.0), np.zeros(units))
    assert difference.find_p_value() == 2.0 ** (1 - units) > 0.05
    assert np.isinf(difference.find_interval()).all()


def test_the_same_difference_in_every_unit_is_proven() -> None:
    assert differ(np.full(30, 9.0), np.zeros(30)).find_p_value() == pytest.approx(1 / 1000)


def test_a_single_unit_that_differs_proves_nothing() -> None:
    one = np.zeros(500)
    one[7] = 50.0
    assert differ(one, np.zeros(500)).find_p_value() > 0.3


def test_a_difference_in_every_unit_is_proven() -> None:
    generator = np.random.default_rng(5)
    base = generator.normal(size=100)
    assert differ(base + 1 + 0.1 * generator.normal(size=100), base).find_p_value() == pytest.approx(1 / 1000)


def test_it_counts_for_metrics_that_are_no_means() -> None:
    bleu = load_plugin("metrics", "bleu").create(MetricOptions())
    texts = [f"the {word} sat on the mat near the {word} today" for word in ("cat", "dog", "hen", "cow", "pig", "fox")]
    rows = bleu.collect([Sample(hypothesis=text.replace("near", "by"), references=(text,)) for text in texts])
    assert leave_one_out(bleu, rows).sum() == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("null", ["swapped", "unlike"])
@pytest.mark.parametrize("units", [12, 50])
def test_its_false_positives_are_no_more_than_it_says(units: int, null: str) -> None:
    """A short form of ``make bench-statistics``: two nulls, one of outputs that are exchanged at random, one of unlike
    spreads and a skew."""
    generator = np.random.default_rng(units)
    trials, found = 1500, 0
    for trial in range(trials):
        one, base = generator.gamma(4, 0.25, size=units), generator.normal(1.0, 0.3, size=units)
        if null == "swapped":
            swap = generator.integers(2, size=units, dtype=bool)
            one, base = np.where(swap, one, base), np.where(swap, base, one)
        found += differ(one, base, samples=199, seed=trial).find_p_value() < 0.05
    share = found / trials
    assert share - 1.645 * (share * (1 - share) / trials) ** 0.5 <= 0.055
    assert share > 0.005


@pytest.mark.parametrize(("comparisons", "floor"), [(1, 6), (3, 7), (66, 12), (300, 14)])
def test_the_floor_grows_with_the_number_of_comparisons(comparisons: int, floor: int) -> None:
    assert find_floor(comparisons) == floor
