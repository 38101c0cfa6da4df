"""Refining: a first chain of beads tells what the texts are like, which gives a better chain.

What it tells are the length ratio, the share of words that a dictionary explains, and how often beads of each shape
occur. Long texts are aligned roughly first, then in a narrow band around that.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from evalkit.alignment.affinity import Affinity, Estimates
from evalkit.alignment.chaining import Band, Chart, make_band
from evalkit.alignment.units import Shape, Step, Unit

_ROUGH_SHAPES = {(1, 1): 0.70, (1, 2): 0.10, (2, 1): 0.10, (1, 0): 0.05, (0, 1): 0.05}
_SHAPE_WEIGHT = 60.0
"""How many beads' worth of evidence the shapes of the habits are against those of the text."""
_ROUNDS = 2
_LONG = 150
"""Texts of more units than this are aligned roughly first."""
_RADIUS = 30
"""Beads are then looked for at most this many units from the rough ones; roughly, at most ``_WIDEST`` from where
lengths lead."""
_WIDEST = 400


def find_steps(
    sources: Sequence[Unit], targets: Sequence[Unit], *, shapes: Mapping[Shape, float], sharpness: float
) -> list[tuple[Step, float]]:
    """The steps of the best chain through two texts, neither of them empty, each with its probability among all
    chains."""
    affinity = Affinity(sources, targets)
    chart = _refine(affinity, shapes) if max(affinity.size) <= _LONG else _refine_roughly(affinity, shapes)
    steps = chart.find_best()
    return list(zip(steps, chart.rate(steps, sharpness=sharpness), strict=True))


def _refine(affinity: Affinity, shapes: Mapping[Shape, float]) -> Chart:
    """The chart of all beads, after each round's estimates have been drawn from the best chain of the round before."""
    band = make_band(affinity.size, (), max(affinity.size))
    estimates, usual = affinity.guess(), shapes
    for _ in range(_ROUNDS):
        steps = _make_chart(affinity, band, usual, estimates).find_best()
        estimates, usual = affinity.estimate(steps, estimates), _estimate_shapes(steps, shapes)
    return _make_chart(affinity, band, usual, estimates)


def _refine_roughly(affinity: Affinity, shapes: Mapping[Shape, float]) -> Chart:
    """The chart of the beads near a rough alignment, of few shapes and in a wide band; the estimates are drawn on the
    way."""
    wide = make_band(affinity.size, affinity.follow_lengths(), min(_WIDEST, _LONG + max(affinity.size) // 8))
    steps = _make_chart(affinity, wide, _ROUGH_SHAPES, affinity.guess()).find_best()
    band = make_band(affinity.size, [(i, j) for i, j, shape in steps if i and shape[0]], _RADIUS)
    estimates = affinity.estimate(steps, affinity.guess())
    steps = _make_chart(affinity, band, shapes, estimates).find_best()
    return _make_chart(affinity, band, _estimate_shapes(steps, shapes), affinity.estimate(steps, estimates))


def _make_chart(affinity: Affinity, band: Band, shapes: Mapping[Shape, float], estimates: Estimates) -> Chart:
    return Chart(
        band=band,
        scores=affinity.tabulate(list(shapes), band, estimates),
        priors={shape: math.log(share) for shape, share in shapes.items()},
    )


def _estimate_shapes(steps: Sequence[Step], shapes: Mapping[Shape, float]) -> dict[Shape, float]:
    """The shapes' shares where those of the text are added to the usual ones; what is left out is not expected to be
    left out again."""
    counts = Counter(shape for _, _, shape in steps)
    weight = len(steps) + _SHAPE_WEIGHT
    return {
        shape: (counts[shape] + _SHAPE_WEIGHT * share) / weight if min(shape) else share
        for shape, share in shapes.items()
    }
