"""Paired randomization counts ties, takes all trials where they are few, and has an interval of its own."""

from __future__ import annotations

import numpy as np
import pytest

from evalkit.comparing.randomizing import Trials
from evalkit.comparing.resampling import is_exact, list_subsets, randomization_totals


def randomize(one: np.ndarray, base: np.ndarray, *, samples: int = 10_000, seed: int = 1) -> Trials:
    """The trials of a difference of means."""
    units = len(one)
    rows = [np.column_stack([values, np.ones(units)]) for values in (one, base)]
    kept = randomization_totals(rows, samples=samples, seed=seed, exact=True)
    differences = (2 * (kept[0][:, 0] - kept[1][:, 0]) - (one.sum() - base.sum())) / units
    return Trials(
        observed=float(one.mean() - base.mean()),
        differences=differences,
        balances=2 * kept[0][:, 1] / units - 1,
        exact=is_exact(units, samples),
    )


def test_one_unit_proves_nothing() -> None:
    trials = randomize(np.array([9.0]), np.array([1.0]))
    assert trials.find_p_value() == 1.0
    assert np.isinf(trials.find_interval()).all()


def test_all_trials_are_counted_where_there_are_few() -> None:
    trials = randomize(np.arange(1.0, 7.0), np.zeros(6))
    assert len(trials.differences) == 64
    assert trials.find_p_value() == 2 / 64


def test_a_tie_with_the_observed_difference_counts() -> None:
    one = np.array([1.0] * 5 + [0.0] * 5)
    assert randomize(one, np.zeros(10)).find_p_value() == 2 / 2**5


def test_sampled_trials_count_the_observed_one_too() -> None:
    trials = randomize(np.full(40, 3.0), np.zeros(40), samples=500)
    assert not trials.exact
    assert trials.find_p_value() == pytest.approx(1 / 501)


@pytest.mark.parametrize("units", [8, 60])
def test_the_interval_is_what_the_p_value_does_not_reject(units: int) -> None:
    generator = np.random.default_rng(units)
    trials = randomize(generator.normal(0.5, size=units), generator.normal(size=units), samples=2000)
    low, high = trials.find_interval()
    step = 0.02 * (high - low)
    assert trials.find_p_value(low + step) >= 0.05 and trials.find_p_value(high - step) >= 0.05
    assert trials.find_p_value(low - step) < 0.05 and trials.find_p_value(high + step) < 0.05


def test_the_subsets_are_every_way_to_keep_units() -> None:
    assert sorted(map(tuple, list_subsets(2).tolist())) == [(0, 0), (0, 1), (1, 0), (1, 1)]
