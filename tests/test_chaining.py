"""The best chain and the probabilities of its beads are those that counting all chains gives."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest

from evalkit.alignment.chaining import Chart, make_band
from evalkit.alignment.units import Shape, Step

PRIORS = {(1, 1): -0.2, (1, 0): -3.0, (0, 1): -2.5, (1, 2): -2.0, (2, 1): -2.2}


def list_chains(size: Shape, i: int = 0, j: int = 0) -> Iterator[list[Step]]:
    if (i, j) == size:
        yield []
    for shape in PRIORS:
        if i + shape[0] <= size[0] and j + shape[1] <= size[1]:
            yield from ([(i, j, shape), *rest] for rest in list_chains(size, i + shape[0], j + shape[1]))


def make_chart(size: Shape) -> Chart:
    generator = np.random.default_rng(7)
    scores = {}
    for a, b in PRIORS:
        if a and b:
            scores[a, b] = np.full((size[0] + 1, size[1] + 1), -np.inf)
            scores[a, b][: size[0] - a + 1, : size[1] - b + 1] = generator.normal(
                0, 2, (size[0] - a + 1, size[1] - b + 1)
            )
    return Chart(band=make_band(size, (), max(size)), scores=scores, priors=PRIORS)


def weigh(chart: Chart, chain: list[Step]) -> float:
    return sum(
        chart.priors[shape] + (chart.scores[shape][i, j] if shape in chart.scores else 0.0) for i, j, shape in chain
    )


@pytest.mark.parametrize("size", [(3, 4), (4, 3), (1, 5), (5, 1)])
@pytest.mark.parametrize("sharpness", [1.0, 0.5])
def test_best_chain_and_probabilities_are_those_of_all_chains(size: Shape, sharpness: float) -> None:
    chart = make_chart(size)
    chains = {tuple(chain): weigh(chart, chain) for chain in list_chains(size)}
    best = chart.find_best()
    assert weigh(chart, best) == pytest.approx(max(chains.values()))
    total = sum(math.exp(sharpness * score) for score in chains.values())
    for step, chance in zip(best, chart.rate(best, sharpness=sharpness), strict=True):
        through = sum(math.exp(sharpness * score) for chain, score in chains.items() if step in chain)
        assert chance == pytest.approx(through / total)


def test_no_row_of_a_band_begins_behind_the_one_before() -> None:
    band = make_band((10, 400), [(4, 5.0), (5, 300.0)], 8)
    assert (band.starts[0], band.starts[-1] + band.width) == (0, 401)
    for before, after in zip(band.starts, band.starts[1:], strict=False):
        assert before <= after < before + band.width


def test_values_move_between_rows_by_their_columns() -> None:
    band = make_band((4, 40), [(2, 20.0)], 3)
    row = np.arange(band.width, dtype=float) + band.starts[1]
    moved = np.full(band.width, -np.inf)
    band.move(row, moved, row=1, to=2, by=1)
    columns = range(band.starts[2], band.starts[2] + band.width)
    assert all(moved[n] == column - 1 for n, column in enumerate(columns) if np.isfinite(moved[n]))
    assert np.isfinite(moved).any()
