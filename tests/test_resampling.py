"""Draws are sacrebleu's, whatever the number of segments that are held at a time."""

from __future__ import annotations

import numpy as np
import pytest

from evalkit.comparing import resampling
from evalkit.comparing.resampling import Sampling, bootstrap_totals, choose_sampling, group_rows, randomization_totals
from evalkit.errors import SettingsError

STATISTICS = np.random.default_rng(1).integers(0, 50, size=(37, 4)).astype(float)


@pytest.mark.parametrize("cells", [1, 37 * 64, 10_000_000])
def test_bootstrap_sums_are_those_of_one_index_matrix(monkeypatch: pytest.MonkeyPatch, cells: int) -> None:
    monkeypatch.setattr(resampling, "_CELLS", cells)
    indexes = np.random.default_rng(12345).choice(37, size=(1000, 37), replace=True)
    (totals,) = bootstrap_totals([STATISTICS], samples=1000, seed=12345)
    assert (totals == STATISTICS[indexes].sum(axis=1)).all()


@pytest.mark.parametrize("cells", [1, 37 * 64, 10_000_000])
def test_randomization_keeps_the_rows_of_one_bit_matrix(monkeypatch: pytest.MonkeyPatch, cells: int) -> None:
    monkeypatch.setattr(resampling, "_CELLS", cells)
    bits = np.random.default_rng(3).integers(2, size=(1000, 37), dtype=bool)
    (totals,) = randomization_totals([STATISTICS], samples=1000, seed=3)
    assert (totals == bits.astype(float) @ STATISTICS).all()


def test_rows_are_grouped_by_sum() -> None:
    assert group_rows(np.array([[1.0], [2.0], [4.0]]), [0, 1, 0], 2).tolist() == [[5.0], [2.0]]


def test_the_defaults_are_sacrebleus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SACREBLEU_SEED", raising=False)
    assert choose_sampling() == Sampling(test="studentised-bootstrap", samples=1000, seed=12345)
    assert choose_sampling(test="paired-randomization").samples == 10_000


def test_the_seed_may_come_from_sacrebleus_variable_and_is_always_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SACREBLEU_SEED", "7")
    assert choose_sampling().seed == 7
    assert choose_sampling(seed=0).seed == 0
    monkeypatch.setenv("SACREBLEU_SEED", "none")
    assert choose_sampling().seed != choose_sampling().seed
    monkeypatch.setenv("SACREBLEU_SEED", "seven")
    with pytest.raises(SettingsError, match="SACREBLEU_SEED"):
        choose_sampling()


def test_too_few_samples_are_refused() -> None:
    with pytest.raises(SettingsError, match="40"):
        choose_sampling(samples=10)
