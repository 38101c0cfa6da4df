"""Refining: a first chain of beads tells what the texts are like, which gives a better chain.

What it tells are the length ratio, the share of words that a dictionary explains, and how often beads of each shape
occur. Long texts are aligned roughly first, then in a narrow band around that.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from evalkit.alignment.affinity import Affinity, Estimates
from evalkit.alignment.chaining import Band, Chart, make_band
from evalkit.alignment.habits import Habits
from evalkit.alignment.units import Shape, Step, Unit

_ROUGH_SHAPES = {(1, 1): 0.70, (1, 2): 0.10, (2, 1): 0.10, (1, 0): 0.05, (0, 1): 0.05}
_SHAPE_WEIGHT = 60.0
"""How many beads' worth of evidence the shapes of the habits are against those of the text."""
_ROUNDS = 2
_LONG = 150
"""Texts of more units than this are aligned roughly first."""
_READ = 300
"""After so many units of the source it is told which habits they follow."""
_RADIUS = 30
"""Beads are then looked for at most this many units from the rough ones; roughly, at most ``_WIDEST`` from where
lengths lead."""
_WIDEST = 400


def find_steps(sources: Sequence[Unit], targets: Sequence[Unit], choices: Sequence[Habits]) -> list[tuple[Step, float]]:
    """The steps of the best chain through two texts, neither of them empty, each with its probability among all chains.

    Of several habits those count that explain the texts best; all know the same shapes.
    """
    affinity = Affinity(sources, targets)
    chart, habits = (_refine if max(affinity.size) <= _LONG else _refine_roughly)(affinity, choices)
    steps = chart.find_best()
    return list(zip(steps, chart.rate(steps, sharpness=habits.sharpness), strict=True))


def _refine(affinity: Affinity, choices: Sequence[Habits]) -> tuple[Chart, Habits]:
    """The chart of all beads, after each round's estimates have been drawn from the best chain of the round before."""
    band, estimates = make_band(affinity.size, (), max(affinity.size)), affinity.guess()
    chart = _make_chart(affinity, band, choices[0].shapes, estimates)
    habits = _choose_habits(chart, choices)
    chart = _adopt(replace(chart, priors=_weigh(habits.shapes)), affinity, habits)
    for _ in range(_ROUNDS):
        steps = chart.find_best()
        estimates = affinity.estimate(steps, estimates)
        chart = _make_chart(affinity, band, _estimate_shapes(steps, habits.shapes), estimates)
        chart = _adopt(chart, affinity, habits)
    return chart, habits


def _refine_roughly(affinity: Affinity, choices: Sequence[Habits]) -> tuple[Chart, Habits]:
    """The chart of the beads near a rough alignment, of few shapes and in a wide band; the estimates are drawn on the
    way."""
    wide = make_band(affinity.size, affinity.follow_lengths(), min(_WIDEST, _LONG + max(affinity.size) // 8))
    rough = _make_chart(affinity, wide, _ROUGH_SHAPES, affinity.guess())
    habits = _choose_habits(rough, choices)
    steps = rough.find_best()
    band = make_band(affinity.size, [(i, j) for i, j, shape in steps if i and shape[0]], _RADIUS)
    estimates = affinity.estimate(steps, affinity.guess())
    steps = _adopt(_make_chart(affinity, band, habits.shapes, estimates), affinity, habits).find_best()
    shapes = _estimate_shapes(steps, habits.shapes)
    chart = _make_chart(affinity, band, shapes, affinity.estimate(steps, estimates))
    return _adopt(chart, affinity, habits), habits


def _choose_habits(chart: Chart, choices: Sequence[Habits]) -> Habits:
    """The habits by which the chains of the chart's shapes are the most probable together."""
    if len(choices) == 1:
        return choices[0]
    return max(choices, key=lambda habits: habits.presumed + _explain(chart, habits))


def _explain(chart: Chart, habits: Habits) -> float:
    """The logarithm of how probable the chains through the beginning of the texts are by these habits, but for what
    does not depend on them."""
    priors = _weigh({shape: habits.shapes[shape] for shape in chart.priors})
    return replace(chart, priors=priors).sum_chains(min(_READ, chart.band.size[0]))


def _adopt(chart: Chart, affinity: Affinity, habits: Habits) -> Chart:
    """The chart with what the ends of its beads tell by these habits."""
    if not habits.keeps_endings:
        return chart
    worth = {shape: scores + affinity.borders.tabulate(chart.band, shape) for shape, scores in chart.scores.items()}
    return replace(chart, scores=worth)


def _make_chart(affinity: Affinity, band: Band, shapes: Mapping[Shape, float], estimates: Estimates) -> Chart:
    return Chart(band=band, scores=affinity.tabulate(list(shapes), band, estimates), priors=_weigh(shapes))


def _weigh(shapes: Mapping[Shape, float]) -> dict[Shape, float]:
    return {shape: math.log(share) for shape, share in shapes.items()}


def _estimate_shapes(steps: Sequence[Step], shapes: Mapping[Shape, float]) -> dict[Shape, float]:
    """The shapes' shares where those of the text are added to the usual ones; what is left out is not expected to be
    left out again."""
    counts = Counter(shape for _, _, shape in steps)
    weight = len(steps) + _SHAPE_WEIGHT
    return {
        shape: (counts[shape] + _SHAPE_WEIGHT * share) / weight if min(shape) else share
        for shape, share in shapes.items()
    }
