"""Chains of beads through two texts: the best one, and how probable each of its beads is among all chains.

A point (i, j) lies behind the first i units of the source and the first j of the target; a bead of shape (a, b) leads from it to
(i + a, j + b). Only points in a band are looked at. Rows are arrays over the columns of the band, so that a chart costs a few array
operations a row and shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evalkit.alignment.units import Shape, Step

Row = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The columns that each row looks at: ``width`` of them from ``starts[row]``; ``size`` is the number of units of either side."""

    size: Shape
    starts: Sequence[int]
    width: int

    def move(self, values: Row, *, row: int, to: int, by: int) -> Row:
        """``values`` of the columns of ``row``, each ``by`` columns further, as values of the columns of row ``to``."""
        shift = self.starts[to] - self.starts[row] - by
        moved = np.full(self.width, -np.inf)
        first, last = max(0, shift), min(self.width, shift + self.width)
        if first < last:
            moved[first - shift : last - shift] = values[first:last]
        return moved

    def columns(self, row: int) -> range:
        """The columns of the row."""
        return range(self.starts[row], self.starts[row] + self.width)


def make_band(size: Shape, points: Sequence[tuple[float, float]], radius: int) -> Band:
    """The band of that radius around the line through the given points, from the first point of both texts to the last.

    It is wider by the line's longest leap from one row to the next, so that no row begins behind the end of the one before.
    """
    rows, columns = zip(*[(0, 0), *points, size], strict=True)
    centres = np.rint(np.interp(np.arange(size[0] + 1), rows, columns)).astype(int)
    width = min(size[1] + 1, 2 * radius + 1 + int(np.diff(centres).max()))
    starts = np.clip(centres - radius, 0, size[1] + 1 - width)
    return Band(size=size, starts=starts.tolist(), width=width)


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Scores (natural logarithms) of all beads in a band: ``scores[shape][i]`` by column for those that start in row ``i``.

    ``priors`` is added to the scores of each shape. Beads with an empty side have nothing else, and stand in ``priors`` only.
    """

    band: Band
    scores: Mapping[Shape, npt.NDArray[np.float64]]
    priors: Mapping[Shape, float]

    def find_best(self) -> list[Step]:
        """The chain of the highest score."""
        rows, last = self.band.size
        shapes = [shape for shape in self.priors if shape != (0, 1)]
        ramp = np.arange(self.band.width) * self.priors[0, 1]
        best = np.full((rows + 1, self.band.width), -np.inf)
        back = np.full(best.shape, -1, dtype=np.int8)
        for i in range(rows + 1):
            best[i] = self._start(i)
            for number, shape in enumerate(shapes):
                arriving = self._arrive(best, i, shape)
                back[i, arriving > best[i]] = number
                np.maximum(best[i], arriving, out=best[i])
            along = np.maximum.accumulate(best[i] - ramp) + ramp
            back[i, along > best[i] + 1e-9] = -1
            best[i] = along
        steps, j = [], last
        while i or j:
            number = back[i, j - self.band.starts[i]]
            shape = shapes[number] if number >= 0 else (0, 1)
            i, j = i - shape[0], j - shape[1]
            steps.append((i, j, shape))
        return steps[::-1]

    def rate(self, steps: Sequence[Step], *, sharpness: float = 1.0) -> list[float]:
        """The probability of each step among all chains, where a chain's weight is the exponential of ``sharpness`` times its score."""
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
            score = sharp._leave(i, shape)[column]
            chances.append(float(np.exp(min(0.0, before[i, column] + score + behind[i + shape[0], end] - total))))
        return chances

    def _sum_before(self) -> npt.NDArray[np.float64]:
        rows = self.band.size[0]
        ramp = np.arange(self.band.width) * self.priors[0, 1]
        sums = np.full((rows + 1, self.band.width), -np.inf)
        for i in range(rows + 1):
            sums[i] = self._start(i)
            for shape in self.priors:
                if shape != (0, 1):
                    sums[i] = np.logaddexp(sums[i], self._arrive(sums, i, shape))
            sums[i] = np.logaddexp.accumulate(sums[i] - ramp) + ramp
        return sums

    def _sum_behind(self) -> npt.NDArray[np.float64]:
        rows, last = self.band.size
        ramp = np.arange(self.band.width) * self.priors[0, 1]
        sums = np.full((rows + 1, self.band.width), -np.inf)
        sums[rows, last - self.band.starts[rows]] = 0.0
        for i in range(rows, -1, -1):
            for shape in self.priors:
                if shape != (0, 1) and i + shape[0] <= rows:
                    onward = self.band.move(sums[i + shape[0]], row=i + shape[0], to=i, by=-shape[1])
                    sums[i] = np.logaddexp(sums[i], onward + self._leave(i, shape))
            sums[i] = np.logaddexp.accumulate((sums[i] + ramp)[::-1])[::-1] - ramp
        return sums

    def _start(self, i: int) -> Row:
        row = np.full(self.band.width, -np.inf)
        if i == 0:
            row[0] = 0.0
        return row

    def _leave(self, i: int, shape: Shape) -> Row:
        row: Row = np.full(self.band.width, self.priors[shape])
        return row + self.scores[shape][i] if shape in self.scores else row

    def _arrive(self, values: npt.NDArray[np.float64], i: int, shape: Shape) -> Row:
        start = i - shape[0]
        if start < 0:
            return np.full(self.band.width, -np.inf)
        return self.band.move(values[start] + self._leave(start, shape), row=start, to=i, by=shape[1])
