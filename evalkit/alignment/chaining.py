"""Chains of beads through two texts: the best one, and how probable each of its beads is among all chains.

A point (i, j) lies behind the first i units of the source and the first j of the target; a bead of shape (a, b) leads
from it to (i + a, j + b). Only points in a band are looked at. Rows are arrays over the columns of the band, and all
shapes are looked at together, so that a chart costs a few array operations a row.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from evalkit.alignment.units import Shape, Step

Row = npt.NDArray[np.float64]
Table = npt.NDArray[np.float64]
"""A row for each shape but (0, 1), which leads along a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The columns that each row looks at: ``width`` of them from ``starts[row]``; ``size`` is the number of units of
    either side."""

    size: Shape
    starts: Sequence[int]
    width: int

    def move(self, values: Row, into: Row, *, row: int, to: int, by: int) -> None:
        """Writes ``values`` of the columns of ``row``, each ``by`` columns further, into those of the columns of row
        ``to``."""
        shift = self.starts[to] - self.starts[row] - by
        first, last = max(0, shift), min(self.width, shift + self.width)
        if first < last:
            into[first - shift : last - shift] = values[first:last]


def make_band(size: Shape, points: Sequence[tuple[float, float]], radius: int) -> Band:
    """The band of that radius around the line through the given points, from the first point of both texts to the last.

    It is wider by the line's longest leap from one row to the next, so that no row begins behind the end of the one
    before.
    """
    rows, columns = zip(*[(0, 0), *points, size], strict=True)
    centres = np.rint(np.interp(np.arange(size[0] + 1), rows, columns)).astype(int)
    width = min(size[1] + 1, 2 * radius + 1 + int(np.diff(centres).max()))
    starts = np.clip(centres - radius, 0, size[1] + 1 - width)
    return Band(size=size, starts=starts.tolist(), width=width)


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Scores (natural logarithms) of all beads in a band: ``scores[shape][i]`` by column for those that start in row
    ``i``.

    ``priors`` is added to the scores of each shape. Beads with an empty side have nothing else, and stand in ``priors``
    only.
    """

    band: Band
    scores: Mapping[Shape, npt.NDArray[np.float64]]
    priors: Mapping[Shape, float]

    def find_best(self) -> list[Step]:
        """The chain of the highest score."""
        rows, last = self.band.size
        ramp = np.arange(self.band.width) * self.priors[0, 1]
        back = np.full((rows + 1, self.band.width), -1, dtype=np.int8)
        departing = self._depart()
        for i in range(rows + 1):
            start, arriving = self._start(i), self._arrive(departing, i)
            best = np.maximum(start, arriving.max(axis=0))
            np.copyto(back[i], arriving.argmax(axis=0), where=best > start, casting="unsafe")
            along = np.maximum.accumulate(best - ramp) + ramp
            back[i, along > best + 1e-9] = -1
            departing.append(along + self._leave(i))
        steps, i, j = [], rows, last
        while i or j:
            number = back[i, j - self.band.starts[i]]
            shape = self._shapes[number] if number >= 0 else (0, 1)
            i, j = i - shape[0], j - shape[1]
            steps.append((i, j, shape))
        return steps[::-1]

    def rate(self, steps: Sequence[Step], *, sharpness: float = 1.0) -> list[float]:
        """The probability of each step among all chains, where a chain's weight is the exponential of ``sharpness``
        times its score."""
        sharp = Chart(
            band=self.band,
            scores={shape: scores * sharpness for shape, scores in self.scores.items()},
            priors={shape: prior * sharpness for shape, prior in self.priors.items()},
        )
        before, behind = sharp._sum_before(), sharp._sum_behind()
        total = behind[0, 0]
        chances = []
        for i, j, shape in steps:
            column, end = j - self.band.starts[i], j + shape[1] - self.band.starts[i + shape[0]]
            score = sharp.priors[shape] + (sharp.scores[shape][i, column] if shape in sharp.scores else 0.0)
            chances.append(float(np.exp(min(0.0, before[i, column] + score + behind[i + shape[0], end] - total))))
        return chances

    def _sum_before(self) -> Table:
        rows = self.band.size[0]
        ramp = np.arange(self.band.width) * self.priors[0, 1]
        sums = np.full((rows + 1, self.band.width), -np.inf)
        departing = self._depart()
        for i in range(rows + 1):
            arrived = np.logaddexp(self._start(i), np.logaddexp.reduce(self._arrive(departing, i), axis=0))
            sums[i] = np.logaddexp.accumulate(arrived - ramp) + ramp
            departing.append(sums[i] + self._leave(i))
        return sums

    def _sum_behind(self) -> Table:
        rows, last = self.band.size
        ramp = np.arange(self.band.width) * self.priors[0, 1]
        sums = np.full((rows + 1, self.band.width), -np.inf)
        sums[rows, last - self.band.starts[rows]] = 0.0
        for i in range(rows, -1, -1):
            onward = np.full((len(self._shapes), self.band.width), -np.inf)
            for moved, (a, b) in zip(onward, self._shapes, strict=True):
                if i + a <= rows:
                    self.band.move(sums[i + a], moved, row=i + a, to=i, by=-b)
            left = np.logaddexp(sums[i], np.logaddexp.reduce(onward + self._leave(i), axis=0))
            sums[i] = np.logaddexp.accumulate((left + ramp)[::-1])[::-1] - ramp
        return sums

    @cached_property
    def _shapes(self) -> list[Shape]:
        return [shape for shape in self.priors if shape != (0, 1)]

    def _start(self, i: int) -> Row:
        row = np.full(self.band.width, -np.inf)
        if i == 0:
            row[0] = 0.0
        return row

    def _leave(self, i: int) -> Table:
        """What a bead of each shape adds that starts in row ``i``."""
        leaving = np.empty((len(self._shapes), self.band.width))
        for row, shape in zip(leaving, self._shapes, strict=True):
            row[:] = self.priors[shape]
            if shape in self.scores:
                row += self.scores[shape][i]
        return leaving

    def _depart(self) -> deque[Table]:
        """An empty store for what leaves the last rows, as many of them as the longest bead has."""
        return deque(maxlen=max(a for a, _ in self._shapes))

    def _arrive(self, departing: Sequence[Table], i: int) -> Table:
        """What arrives in row ``i`` by a bead of each shape, where ``departing`` is what leaves the rows before."""
        arriving = np.full((len(self._shapes), self.band.width), -np.inf)
        for number, (a, b) in enumerate(self._shapes):
            if i >= a:
                self.band.move(departing[-a][number], arriving[number], row=i - a, to=i, by=b)
        return arriving
