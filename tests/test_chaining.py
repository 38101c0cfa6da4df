"""The best chain and the probabilities of its beads are those that counting all chains gives."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest

from evalkit.alignment.chaining import Band, Chart, make_band
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


def list_steps(band: Band) -> Iterator[Step]:
    """Every bead that a band has room for."""
    for a, b in PRIORS:
        for i in range(band.size[0] - a + 1):
            for j in range(band.starts[i], band.starts[i] + band.width):
                if 0 <= j + b - band.starts[i + a] < band.width:
                    yield i, j, (a, b)


def test_in_a_band_that_leaps_every_unit_of_the_source_is_in_one_bead_for_certain() -> None:
    band = make_band((40, 60), [(10, 5.0), (11, 30.0), (12, 33.0)], 4)
    generator = np.random.default_rng(11)
    scores = {shape: generator.normal(0, 2, (41, band.width)) for shape in PRIORS if min(shape)}
    for shape, table in scores.items():
        for i, start in enumerate(band.starts):
            table[i, [start + column > band.size[1] - shape[1] for column in range(band.width)]] = -np.inf
    chart, steps = Chart(band=band, scores=scores, priors=PRIORS), list(list_steps(band))
    chances = [0.0] * 40
    for (i, _, (a, _)), chance in zip(steps, chart.rate(steps), strict=True):
        for unit in range(i, i + a):
            chances[unit] += chance
    assert chances == pytest.approx([1.0] * 40)
    assert set(chart.find_best()) <= set(steps)


def test_all_chains_together_weigh_what_counting_them_gives() -> None:
    chart = make_chart((4, 3))
    counted = math.log(sum(math.exp(weigh(chart, chain)) for chain in list_chains((4, 3))))
    assert chart.sum_chains(4) == pytest.approx(counted)


def test_chains_through_the_beginning_may_end_at_any_unit_of_the_target() -> None:
    chart = make_chart((4, 3))
    weights = [
        math.exp(sum(weigh(chart, [step]) for step in chain)) for last in range(4) for chain in list_chains((2, last))
    ]
    assert chart.sum_chains(2) == pytest.approx(math.log(sum(weights)))
