"""Affinity: how much likelier runs of units of two texts are as translations of each other than as strangers.

Three kinds of evidence add up, each the logarithm of a likelihood ratio: lengths (Gale & Church 1993, <https://aclanthology.org/J93-1004/>,
with ratio and spread estimated from the texts), and the words and the keys of :mod:`evalkit.alignment.evidence`.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evalkit.alignment.chaining import Band
from evalkit.alignment.evidence import MEANT, KeyEvidence, Numbers, WordEvidence, slide, sum_up
from evalkit.alignment.units import Shape, Step, Unit

_SPREAD, _SPREAD_WEIGHT = 0.25, 6.0
"""Standard deviation of the logarithm of the length ratio of units that belong together (WMT22 zh-en), and its weight as a prior."""
_SHORT_SPREAD = 0.5
"""What is added to it, in squares, divided by the square root of the length."""
_FREE = 0.05
"""The share of renderings that are so free that nothing in them is evidence."""


@dataclass(frozen=True, kw_only=True)
class Estimates:
    """What a text tells of its translation: the logarithm of the length ratio, its spread, and the share of words that are explained.

    ``target_share`` is the share of the target's words that the source's explain, ``source_share`` the other way round.
    """

    log_ratio: float
    spread: float = _SPREAD
    target_share: float = MEANT
    source_share: float = MEANT


class Affinity:
    """Two texts, as far as their evidence does not depend on what is estimated."""

    def __init__(self, sources: Sequence[Unit], targets: Sequence[Unit]) -> None:
        self.size = (len(sources), len(targets))
        self.source_lengths = np.array([max(1, unit.length) for unit in sources], dtype=float)
        self.target_lengths = np.array([max(1, unit.length) for unit in targets], dtype=float)
        self._source_headings = np.array([unit.is_heading for unit in sources])
        self._heading_sums = sum_up(np.array([unit.is_heading for unit in targets], dtype=float))
        self._length_sums = sum_up(self.target_lengths)
        logs = np.log(self.target_lengths)
        self._stranger_sums = sum_up(_log_normal(logs, float(logs.mean()), max(0.6, float(logs.std()))) - logs)
        self._words = WordEvidence(sources, targets)
        self._keys = KeyEvidence(sources, targets)

    def follow_lengths(self) -> list[tuple[int, float]]:
        """For points behind each unit of the source, which point of the target has as large a part of the text before it."""
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
        """The affinity of all beads of shapes without an empty side: by shape, row and column of the band where they start."""
        longest = max(max(shape) for shape in shapes)
        tables = {shape: np.full((self.size[0] + 1, band.width), -np.inf) for shape in shapes if min(shape)}
        backward: dict[int, Numbers] = {}
        for i in range(self.size[0]):
            backward.pop(i - 1, None)
            for row in range(i, min(self.size[0], i + longest)):
                if row not in backward:
                    backward[row] = self._explain_source(row, band, longest, estimates)
            forward = self._explain_targets(i, band.columns(i), longest, estimates)
            for (a, b), table in tables.items():
                if i + a <= self.size[0]:
                    table[i] = sum(band.move(backward[row][b - 1], row=row, to=i, by=0) for row in range(i, i + a))
                    self._complete(table[i], forward[a - 1], (i, band.starts[i], (a, b)), estimates)
        return tables

    def _complete(self, row: Numbers, forward: Numbers, first: Step, estimates: Estimates) -> None:
        """Adds to what source units gain, for the beads from ``first`` on along its row, what else tells; in place."""
        i, start, (a, b) = first
        count = max(0, min(len(row), self.size[1] - b - start + 1))
        row[count:] = -np.inf
        row[:count] += slide(forward, 0, count, b) + self._score_lengths(i, a, start, count, b, estimates)
        row[:count] = np.logaddexp(row[:count], math.log(_FREE))
        if a + b > 2:
            headed = self._source_headings[i : i + a].any()
            row[:count][headed | (slide(self._heading_sums, start, count, b) > 0)] = -np.inf

    def _explain_targets(self, i: int, columns: range, longest: int, estimates: Estimates) -> Numbers:
        """For runs of one, two, … source units from ``i``: what target units gain by them, summed from the first column on."""
        last = min(self.size[1], columns.stop + longest - 1)
        gains = self._words.explain_targets(i, columns.start, last, longest, estimates.target_share)
        gains += self._keys.explain_targets(i, columns.start, last, longest)
        return sum_up(gains)

    def _explain_source(self, i: int, band: Band, longest: int, estimates: Estimates) -> Numbers:
        """For runs of one, two, … target units from each column: what source unit ``i`` gains by them."""
        columns = band.columns(i)
        last = min(self.size[1], columns.stop + longest - 1)
        gains = np.full((longest, band.width), -np.inf)
        for run in range(1, longest + 1):
            count = min(len(columns), last - columns.start - run + 1)
            if count > 0:
                gains[run - 1, :count] = 0.0
        self._words.explain_source(i, columns.start, last, gains, estimates.source_share)
        self._keys.explain_source(i, columns.start, last, gains)
        return gains

    def _score_lengths(self, i: int, a: int, start: int, count: int, b: int, estimates: Estimates) -> Numbers:
        source = float(self.source_lengths[i : i + a].sum())
        log_target = np.log(slide(self._length_sums, start, count, b))
        spread = math.hypot(estimates.spread, _SHORT_SPREAD / math.sqrt(source))
        # How the translation is cut into units is as good as uniform.
        match = _log_normal(log_target, math.log(source) + estimates.log_ratio, spread) - b * log_target
        return match - slide(self._stranger_sums, start, count, b)


def _log_normal(values: Numbers, mean: float, deviation: float) -> Numbers:
    return -0.5 * ((values - mean) / deviation) ** 2 - math.log(deviation * math.sqrt(2 * math.pi))
