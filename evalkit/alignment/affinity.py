"""Affinity: how much likelier runs of units of two texts are as translations of each other than as strangers.

Three kinds of evidence add up, each the logarithm of a likelihood ratio: lengths (Gale & Church 1993,
<https://aclanthology.org/J93-1004/>, with ratio and spread estimated from the texts), the words of
:mod:`evalkit.alignment.evidence` and the keys of :mod:`evalkit.alignment.keys`. A fourth kind, that of
:mod:`evalkit.alignment.borders`, is for sentences only.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evalkit.alignment.borders import BorderEvidence
from evalkit.alignment.chaining import Band
from evalkit.alignment.evidence import MEANT, WordEvidence
from evalkit.alignment.keys import KeyEvidence
from evalkit.alignment.rows import Numbers, slide, sum_up
from evalkit.alignment.units import Shape, Step, Unit

_SPREAD, _SPREAD_WEIGHT = 0.25, 6.0
"""Standard deviation of the logarithm of the length ratio of units that belong together (WMT22 zh-en), and its weight
as a prior."""
_SHORT_SPREAD = 0.5
"""What is added to it, in squares, divided by the square root of the length."""
_FREE = 0.05
"""The share of renderings that are so free that nothing in them is evidence."""
_BLOCK = 32
"""So many rows of a band are looked at together."""


@dataclass(frozen=True, kw_only=True)
class Estimates:
    """What a text tells of its translation: the logarithm of the length ratio, its spread, and the share of words that
    are explained.

    ``target_share`` is the share of the target's words that the source's explain, ``source_share`` the other way round.
    """

    log_ratio: float
    spread: float = _SPREAD
    target_share: float = MEANT
    source_share: float = MEANT


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Block:
    """Neighbouring rows of a band, the columns that any of them looks at (``width`` from ``start``), and what is told
    of beads there.

    ``target_sums`` is by length of the run of source units, row and target unit: what the target units before that one
    gain; ``source_gains`` is by length of the run of target units, row and its first unit: what the row's source unit
    gains. It has as many rows more as a bead is long.
    """

    rows: range
    start: int
    width: int
    target_sums: Numbers
    source_gains: Numbers


class Affinity:
    """Two texts, as far as their evidence does not depend on what is estimated."""

    def __init__(self, sources: Sequence[Unit], targets: Sequence[Unit]) -> None:
        self.size = (len(sources), len(targets))
        self.source_lengths = np.array([max(1, unit.length) for unit in sources], dtype=float)
        self.target_lengths = np.array([max(1, unit.length) for unit in targets], dtype=float)
        self._source_heading_sums = sum_up(np.array([unit.is_heading for unit in sources], dtype=float))
        self._heading_sums = sum_up(np.array([unit.is_heading for unit in targets], dtype=float))
        self._has_headings = any(unit.is_heading for unit in (*sources, *targets))
        self._source_length_sums = sum_up(self.source_lengths)
        self._length_sums = sum_up(self.target_lengths)
        logs = np.log(self.target_lengths)
        self._stranger_sums = sum_up(_log_normal(logs, float(logs.mean()), max(0.6, float(logs.std()))) - logs)
        self._words = WordEvidence(sources, targets)
        self._keys = KeyEvidence(sources, targets)
        self.borders = BorderEvidence(sources, targets)

    def follow_lengths(self) -> list[tuple[int, float]]:
        """For points behind each unit of the source, which point of the target has as large a part of the text before
        it."""
        parts = [np.cumsum(lengths) / lengths.sum() for lengths in (self.source_lengths, self.target_lengths)]
        places = np.interp(parts[0][:-1], [0.0, *parts[1]], np.arange(self.size[1] + 1))
        return list(enumerate(places.tolist(), start=1))

    def guess(self) -> Estimates:
        """What is presumed before anything is aligned."""
        return Estimates(log_ratio=float(np.log(self.target_lengths.sum() / self.source_lengths.sum())))

    def estimate(self, steps: Sequence[Step], before: Estimates) -> Estimates:
        """What a chain of beads tells, which was found with the estimates before."""
        pairs = [(i, j) for i, j, shape in steps if shape == (1, 1)]
        ratios = [math.log(self.target_lengths[j] / self.source_lengths[i]) for i, j in pairs]
        centre = statistics.median(ratios) if ratios else self.guess().log_ratio
        squares = sum(min(abs(ratio - centre), 3 * _SPREAD) ** 2 for ratio in ratios)
        target_share, source_share = self._words.share(steps, before.target_share, before.source_share)
        return Estimates(
            log_ratio=centre,
            spread=math.sqrt((_SPREAD_WEIGHT * _SPREAD**2 + squares) / (_SPREAD_WEIGHT + len(ratios))),
            target_share=target_share,
            source_share=source_share,
        )

    def tabulate(self, shapes: Sequence[Shape], band: Band, estimates: Estimates) -> dict[Shape, Numbers]:
        """The affinity of all beads of shapes without an empty side: by shape, row and column of the band where they
        start."""
        tables = {shape: np.full((self.size[0] + 1, band.width), -np.inf) for shape in shapes if min(shape)}
        longest = max(max(shape) for shape in shapes)
        for first in range(0, self.size[0], _BLOCK):
            rows = range(first, min(first + _BLOCK, self.size[0]))
            block = self._explain(rows, band, longest, estimates)
            picked = np.array(band.starts[rows.start : rows.stop])[:, None] - block.start + np.arange(band.width)
            for (a, b), table in tables.items():
                scores = self._score(block, (a, b), estimates)
                if block.width > band.width:
                    scores = np.take_along_axis(scores, picked[: len(scores)], axis=1)
                table[rows.start : rows.start + len(scores)] = scores
        return tables

    def _explain(self, rows: range, band: Band, longest: int, estimates: Estimates) -> _Block:
        """What words and keys tell of beads that start in these rows and in the columns that any of them looks at."""
        start, stop = band.starts[rows.start], band.starts[rows[-1]] + band.width
        units = start, min(self.size[1], stop + longest - 1), longest
        further = range(rows.start, min(self.size[0], rows.stop + longest - 1))
        target_gains = self._words.explain_targets(rows, *units, estimates.target_share)
        source_gains = self._words.explain_sources(further, *units, estimates.source_share)
        return _Block(
            rows=rows,
            start=start,
            width=stop - start,
            target_sums=sum_up(target_gains + self._keys.explain_targets(rows, *units)),
            source_gains=source_gains + self._keys.explain_sources(further, *units),
        )

    def _score(self, block: _Block, shape: Shape, estimates: Estimates) -> Numbers:
        """The affinity of the beads of that shape, by row and column of the block; -inf for those that the texts have
        no units for."""
        a, b = shape
        count = max(0, min(len(block.rows), self.size[0] - a + 1 - block.rows.start))
        width = max(0, min(block.width, self.size[1] - b + 1 - block.start))
        scores = np.full((count, block.width), -np.inf)
        gains = np.zeros((count, width))
        for row in range(a):
            gains += block.source_gains[b - 1, row : row + count, :width]
        lengths = self._score_lengths(block.rows.start, block.start, (count, width), shape, estimates)
        gains += slide(block.target_sums[a - 1, :count], 0, width, b) + lengths
        scores[:, :width] = np.logaddexp(gains, math.log(_FREE))
        if a + b > 2 and self._has_headings:
            headed = slide(self._source_heading_sums, block.rows.start, count, a)[:, None] > 0
            scores[:, :width][headed | (slide(self._heading_sums, block.start, width, b) > 0)] = -np.inf
        return scores

    def _score_lengths(self, i: int, j: int, size: Shape, shape: Shape, estimates: Estimates) -> Numbers:
        """What lengths tell of the beads of that shape that start in so many rows from ``i`` and columns from ``j``
        on."""
        source = slide(self._source_length_sums, i, size[0], shape[0])[:, None]
        log_target = np.log(slide(self._length_sums, j, size[1], shape[1]))
        spread = np.hypot(estimates.spread, _SHORT_SPREAD / np.sqrt(source))
        # How the translation is cut into units is as good as uniform.
        strangers = slide(self._stranger_sums, j, size[1], shape[1]) + shape[1] * log_target
        return _log_normal(log_target, np.log(source) + estimates.log_ratio, spread) - strangers


def _log_normal(values: Numbers, mean: Numbers | float, deviation: Numbers | float) -> Numbers:
    likelihood: Numbers = -0.5 * ((values - mean) / deviation) ** 2 - np.log(deviation * math.sqrt(2 * math.pi))
    return likelihood
