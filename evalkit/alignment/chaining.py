"""Chains of beads through two texts: the best one, and how probable each of its beads is among all chains.

A point (i, j) lies behind the first i units of the source and the first j of the target; a bead of shape (a, b) leads
from it to (i + a, j + b). Only points in a band are looked at. Rows are arrays over the columns of the band, and all
shapes are looked at together, so that a chart costs a few array operations a row.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from evalkit.alignment.units import Shape, Step

_Row = npt.NDArray[np.float64]
_Indices = npt.NDArray[np.int64]
Table = npt.NDArray[np.float64]
"""A row for each shape but (0, 1), which leads along a row."""
_BLOCK = 64
"""So many rows are prepared together."""
_MOVES_KEPT = 64
"""Of so many rows that lie differently it is remembered what leads into them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The columns that each row looks at: ``width`` of them from ``starts[row]``; ``size`` is the number of units of
    either side."""

    size: Shape
    starts: Sequence[int]
    width: int


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
        moves = _Moves(self.band, self._shapes)
        for i, leaving in enumerate(self._list_leaving()):
            arriving = moves.arrive(i)
            best = arriving.max(axis=0) if i else self._start()
            back[i] = arriving.argmax(axis=0)
            along = np.maximum.accumulate(best - ramp) + ramp
            back[i, along > best + 1e-9] = -1
            moves.depart(i, along + leaving)
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
        before, behind = self._sum_before(sharpness, self.band.size[0]), self._sum_behind(sharpness)
        total = behind[0, 0]
        chances = []
        for i, j, shape in steps:
            column, end = j - self.band.starts[i], j + shape[1] - self.band.starts[i + shape[0]]
            score = self.priors[shape] + (self.scores[shape][i, column] if shape in self.scores else 0.0)
            chance = before[i, column] + sharpness * score + behind[i + shape[0], end] - total
            chances.append(math.exp(min(0.0, chance)))
        return chances

    def sum_chains(self, rows: int) -> float:
        """The logarithm of the sum of all chains' weights, each the exponential of its score, through so many units of
        the source; where those are not all, they may end at any unit of the target."""
        sums = self._sum_before(1.0, rows)[rows]
        whole = rows == self.band.size[0]
        return float(sums[self.band.size[1] - self.band.starts[rows]] if whole else np.logaddexp.reduce(sums))

    def _sum_before(self, sharpness: float, rows: int) -> Table:
        ramp = np.arange(self.band.width) * (sharpness * self.priors[0, 1])
        sums = np.empty((rows + 1, self.band.width))
        moves = _Moves(self.band, self._shapes)
        for i, leaving in zip(range(rows + 1), self._list_leaving(), strict=False):
            arrived = np.logaddexp.reduce(moves.arrive(i), axis=0) if i else self._start()
            sums[i] = np.logaddexp.accumulate(arrived - ramp) + ramp
            moves.depart(i, sums[i] + sharpness * leaving)
        return sums

    def _sum_behind(self, sharpness: float) -> Table:
        rows, last = self.band.size
        ramp = np.arange(self.band.width) * (sharpness * self.priors[0, 1])
        sums = np.empty((rows + 1, self.band.width))
        moves = _Moves(self.band, self._shapes, backward=True)
        for i, leaving in zip(range(rows, -1, -1), self._list_leaving(backward=True), strict=True):
            left = np.logaddexp.reduce(moves.arrive(i) + sharpness * leaving, axis=0)
            if i == rows:
                left[last - self.band.starts[rows]] = 0.0
            sums[i] = np.logaddexp.accumulate((left + ramp)[::-1])[::-1] - ramp
            moves.depart(i, sums[i])
        return sums

    @cached_property
    def _shapes(self) -> list[Shape]:
        return [shape for shape in self.priors if shape != (0, 1)]

    def _start(self) -> _Row:
        """What the first row begins with: nothing stands before its first column."""
        row = np.full(self.band.width, -np.inf)
        row[0] = 0.0
        return row

    def _list_leaving(self, *, backward: bool = False) -> Iterator[Table]:
        """For each row what a bead of each shape adds that starts in it; made for many rows at once."""
        turn = -1 if backward else 1
        for first in range(0, self.band.size[0] + 1, _BLOCK)[::turn]:
            rows = slice(first, min(first + _BLOCK, self.band.size[0] + 1))
            leaving = np.empty((rows.stop - first, len(self._shapes), self.band.width))
            for number, shape in enumerate(self._shapes):
                leaving[:, number] = self.priors[shape]
                if shape in self.scores:
                    leaving[:, number] += self.scores[shape][rows]
            yield from leaving[::turn]


class _Moves:
    """What leaves the last rows (as many as the longest bead has) by a bead of each shape, and where it arrives.

    ``backward``, rows come from the last to the first, and beads lead from their end to their start.
    """

    def __init__(self, band: Band, shapes: Sequence[Shape], *, backward: bool = False) -> None:
        self._band = band
        self._turn = -1 if backward else 1
        self._shapes = np.array(shapes)
        self._longest = max(a for a, _ in shapes)
        # On either side of the band a column that nothing leaves.
        self._left = np.full((self._longest, len(shapes), band.width + 2), -np.inf)
        self._known: dict[tuple[int, ...], _Indices] = {}

    def depart(self, i: int, values: Table | _Row) -> None:
        """Stores what leaves row ``i``, by shape and column or by column."""
        self._left[i % self._longest, :, 1:-1] = values

    def arrive(self, i: int) -> Table:
        """What arrives in row ``i`` by shape and column; -inf where nothing does."""
        starts, last = self._band.starts, self._band.size[0]
        moved = [starts[i] - starts[min(max(i - self._turn * step, 0), last)] for step in range(1, self._longest + 1)]
        key = i % self._longest, *moved
        if key not in self._known:
            if len(self._known) >= _MOVES_KEPT:
                self._known.clear()
            self._known[key] = self._find_places(i, moved)
        return self._left.take(self._known[key])

    def _find_places(self, i: int, moved: Sequence[int]) -> _Indices:
        """For each shape and column of row ``i`` where in the store that stands which arrives there."""
        a, b = self._shapes.T[:, :, None]
        _, shapes, width = self._left.shape
        columns = np.arange(1, width - 1) + np.array(moved)[a - 1] - self._turn * b
        rows = (i - self._turn * a) % self._longest
        places: _Indices = (rows * shapes + np.arange(shapes)[:, None]) * width + np.clip(columns, 0, width - 1)
        return places
