"""Aligning: which paragraphs (or sentences) of one text belong to which of its translation.

A bead's score is the logarithm of how much likelier its two texts are as translations of each other than as strangers: by their lengths
(Gale & Church 1993, <https://aclanthology.org/J93-1004/>, with ratio and spread estimated from the texts) and by the keys they share
(numbers, dates, Latin tokens, readings of names; each counted once and weighted by its rarity), plus the prior of the bead's shape. The best
chain of beads is found by dynamic programming, and a bead's confidence is its probability among all chains (forward and backward sums).
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from evalkit.data import Bead

Keys = Mapping[Hashable, int]
Shape = tuple[int, int]

PARAGRAPH_SHAPES: Mapping[Shape, float] = {
    (1, 1): 0.93,
    (1, 0): 0.015,
    (0, 1): 0.015,
    (1, 2): 0.012,
    (2, 1): 0.012,
    (1, 3): 0.002,
    (3, 1): 0.002,
    (2, 2): 0.002,
}
SENTENCE_SHAPES: Mapping[Shape, float] = {
    (1, 1): 0.70,
    (1, 0): 0.01,
    (0, 1): 0.01,
    (1, 2): 0.11,
    (2, 1): 0.09,
    (1, 3): 0.025,
    (3, 1): 0.02,
    (1, 4): 0.006,
    (4, 1): 0.005,
    (2, 2): 0.012,
}

_HIT = 0.55
"""How often a spelling that stands somewhere in the target stands in the translation of the unit that it comes from."""
_FACT_HIT = 0.93
"""How often a number, date, time or share of a unit stands in its translation (WMT22 zh-en, first half: .87 to 1.0 by kind)."""
_SMALL_NUMBER_HIT = 0.66
"""The same for numbers below 20, which are often written as something else."""
_CHANCE_PRIOR = 0.02
"""How often a key that was never counted would stand in a stranger."""
_CHANCE_WEIGHT = 20.0
"""How many units' worth of evidence that prior is."""
_KEY_DAMPING = 0.6
"""Keys of one unit are not independent of each other: their sum is damped."""
_SPREAD, _SPREAD_WEIGHT = 0.25, 6.0
"""Standard deviation of the logarithm of the length ratio of units that belong together (WMT22 zh-en), and its weight as a prior."""
_SHORT_SPREAD = 0.5
"""What is added to it, in squares, divided by the square root of the length."""
_BAND = 60
"""Beads are looked for at most this far (in units) from the diagonal, and a tenth of the longer text further."""


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A paragraph or sentence to align: its length in characters, its keys, and whether it is a heading (which is never merged)."""

    length: int
    keys: Keys = field(default_factory=dict)
    is_heading: bool = False


@dataclass(frozen=True, kw_only=True)
class _Lengths:
    """The logarithm of the length ratio of two units that belong together: its centre and standard deviation."""

    log_ratio: float
    spread: float


@dataclass(frozen=True, kw_only=True)
class _Model:
    """What is known of the two texts: lengths, and how common each key is."""

    sources: Sequence[Unit]
    targets: Sequence[Unit]
    shapes: Mapping[Shape, float]
    lengths: _Lengths

    @cached_property
    def stranger_lengths(self) -> tuple[float, float]:
        logs = [math.log(max(1, unit.length)) for unit in self.targets]
        mean = sum(logs) / len(logs)
        variance = sum((value - mean) ** 2 for value in logs) / len(logs)
        return mean, max(0.6, math.sqrt(variance))

    @cached_property
    def _counts(self) -> Mapping[Hashable, int]:
        counts: Counter[Hashable] = Counter()
        for side in (self.sources, self.targets):
            for key, count in Counter(key for unit in side for key in unit.keys).items():
                counts[key] = max(counts[key], count)
        return counts

    @cached_property
    def weights(self) -> Mapping[Hashable, tuple[float, float]]:
        """For each key what it adds to a bead where both sides have it, and where only one has."""
        units = max(len(self.sources), len(self.targets))
        weights = {}
        for key, count in self._counts.items():
            chance = (count - 0.5 + _CHANCE_PRIOR * _CHANCE_WEIGHT) / (units + _CHANCE_WEIGHT)
            hit = _hit_rate(key)
            miss = math.log((1 - hit) / (1 - chance)) if _is_fact(key) else 0.0
            weights[key] = (max(0.0, math.log(hit / chance)), min(0.0, miss))
        return weights

    def score(self, i: int, j: int, shape: Shape) -> float:
        """The log-likelihood ratio of the bead of that shape whose first units are ``sources[i]`` and ``targets[j]``."""
        prior = math.log(self.shapes[shape])
        sources, targets = self.sources[i : i + shape[0]], self.targets[j : j + shape[1]]
        if not sources or not targets:
            return prior
        if sum(shape) > 2 and any(unit.is_heading for unit in (*sources, *targets)):
            return -math.inf
        return prior + self._score_lengths(sources, targets) + self._score_keys(sources, targets)

    def _score_lengths(self, sources: Sequence[Unit], targets: Sequence[Unit]) -> float:
        source, target = max(1, _total(sources)), max(1, _total(targets))
        spread = math.hypot(self.lengths.spread, _SHORT_SPREAD / math.sqrt(source))
        match = _log_normal(math.log(target), math.log(source) + self.lengths.log_ratio, spread) - math.log(target)
        # How the translation is cut into units is as good as uniform.
        match -= (len(targets) - 1) * math.log(target)
        mean, deviation = self.stranger_lengths
        strangers = 0.0
        for unit in targets:
            log_length = math.log(max(1, unit.length))
            strangers += _log_normal(log_length, mean, deviation) - log_length
        return match - strangers

    def _score_keys(self, sources: Sequence[Unit], targets: Sequence[Unit]) -> float:
        here = {key for unit in sources for key in unit.keys}
        there = {key for unit in targets for key in unit.keys}
        shared = sum(self.weights[key][0] for key in here & there)
        missed = sum(self.weights[key][1] for key in here ^ there if _is_fact(key))
        return _KEY_DAMPING * (shared + missed)


def _is_fact(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[0] != "latin"


def _hit_rate(key: Hashable) -> float:
    if not _is_fact(key):
        return _HIT
    assert isinstance(key, tuple)
    return _SMALL_NUMBER_HIT if key[0] == "number" and key[1] < 20 else _FACT_HIT


def align_units(
    sources: Sequence[Unit], targets: Sequence[Unit], *, shapes: Mapping[Shape, float] = PARAGRAPH_SHAPES
) -> list[Bead]:
    """The best chain of beads; every unit of either side stands in exactly one, and both sides keep their order."""
    if not sources or not targets:
        return [Bead(source=(i,), target=(), confidence=1.0) for i in range(len(sources))] + [
            Bead(source=(), target=(j,), confidence=1.0) for j in range(len(targets))
        ]
    guess = _Lengths(log_ratio=math.log(max(1, _total(targets)) / max(1, _total(sources))), spread=_SPREAD)
    first = _Chart(_Model(sources=sources, targets=targets, shapes=shapes, lengths=guess))
    lengths = _estimate_lengths(first, guess)
    chart = _Chart(_Model(sources=sources, targets=targets, shapes=shapes, lengths=lengths))
    return [
        Bead(
            source=tuple(range(i, i + shape[0])),
            target=tuple(range(j, j + shape[1])),
            confidence=chart.probability(i, j, shape),
        )
        for i, j, shape in chart.best_chain()
    ]


def _estimate_lengths(chart: _Chart, guess: _Lengths) -> _Lengths:
    """Centre and spread of the length ratio over the one-to-one beads of a first pass."""
    model = chart.model
    ratios = [
        math.log(max(1, model.targets[j].length) / max(1, model.sources[i].length))
        for i, j, shape in chart.best_chain()
        if shape == (1, 1)
    ]
    if not ratios:
        return guess
    centre = statistics.median(ratios)
    squares = sum(min(abs(ratio - centre), 3 * _SPREAD) ** 2 for ratio in ratios)
    spread = math.sqrt((_SPREAD_WEIGHT * _SPREAD**2 + squares) / (_SPREAD_WEIGHT + len(ratios)))
    return _Lengths(log_ratio=centre, spread=spread)


class _Chart:
    """All chains of beads: the best one, and sums over all before and behind each point."""

    def __init__(self, model: _Model) -> None:
        self.model = model
        self.size = (len(model.sources), len(model.targets))
        self.edges = {
            (i, j): [
                (shape, score)
                for shape in model.shapes
                if i + shape[0] <= self.size[0]
                and j + shape[1] <= self.size[1]
                and self._near_diagonal(i + shape[0], j + shape[1])
                and (score := model.score(i, j, shape)) > -math.inf
            ]
            for i in range(self.size[0] + 1)
            for j in self._band(i)
        }
        self.forward = self._sum_forward()
        self.backward = self._sum_backward()

    def _band(self, i: int) -> range:
        middle = i * self.size[1] / max(1, self.size[0])
        width = _BAND + max(self.size) // 10
        return range(max(0, math.floor(middle - width)), min(self.size[1], math.ceil(middle + width)) + 1)

    def _near_diagonal(self, i: int, j: int) -> bool:
        return j in self._band(i)

    def _sum_forward(self) -> dict[Shape, float]:
        sums = dict.fromkeys(self.edges, -math.inf)
        sums[0, 0] = 0.0
        for (i, j), edges in self.edges.items():
            for shape, score in edges:
                end = (i + shape[0], j + shape[1])
                sums[end] = _log_add(sums[end], sums[i, j] + score)
        return sums

    def _sum_backward(self) -> dict[Shape, float]:
        sums = dict.fromkeys(self.edges, -math.inf)
        sums[self.size] = 0.0
        for (i, j), edges in reversed(self.edges.items()):
            for shape, score in edges:
                sums[i, j] = _log_add(sums[i, j], score + sums[i + shape[0], j + shape[1]])
        return sums

    def best_chain(self) -> list[tuple[int, int, Shape]]:
        best: dict[Shape, tuple[float, tuple[int, int, Shape] | None]] = {(0, 0): (0.0, None)}
        for (i, j), edges in self.edges.items():
            if (i, j) not in best:
                continue
            for shape, score in edges:
                end, total = (i + shape[0], j + shape[1]), best[i, j][0] + score
                if end not in best or total > best[end][0]:
                    best[end] = (total, (i, j, shape))
        chain, point = [], self.size
        while (step := best[point][1]) is not None:
            chain.append(step)
            point = (step[0], step[1])
        return chain[::-1]

    def probability(self, i: int, j: int, shape: Shape) -> float:
        score = dict(self.edges[i, j])[shape]
        through = self.forward[i, j] + score + self.backward[i + shape[0], j + shape[1]]
        return min(1.0, math.exp(through - self.forward[self.size]))


def _total(units: Sequence[Unit]) -> int:
    return sum(unit.length for unit in units)


def _log_normal(value: float, mean: float, deviation: float) -> float:
    return -0.5 * ((value - mean) / deviation) ** 2 - math.log(deviation * math.sqrt(2 * math.pi))


def _log_add(one: float, other: float) -> float:
    high, low = max(one, other), min(one, other)
    return high if low == -math.inf else high + math.log1p(math.exp(low - high))
