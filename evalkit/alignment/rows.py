"""Rows of numbers of unequal length in one array, matrices of which few values are not 0, and sums over both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from evalkit.alignment.units import Shape

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_Values = Numbers | Indices | Flags
_Table = TypeVar("_Table")
_TABLES_KEPT = 5
"""So many tables hold what is to be known of a short text."""


class Rows:
    """Rows of indices, one after the other in one array."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.bounds = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        self.count = len(rows)
        self.all = np.array([index for row in rows for index in row], dtype=np.int64)

    def run(self, first: int, last: int) -> Indices:
        """The indices of rows ``first`` to ``last`` (exclusive)."""
        return self.all[self.places(first, last)]

    def places(self, first: int, last: int) -> slice:
        """Where these rows stand among all."""
        return slice(self.bounds[first], self.bounds[last])

    def inner_bounds(self, first: int, last: int) -> Indices:
        """Where each of these rows begins in :meth:`run`, and where the last one ends."""
        bounds: Indices = self.bounds[first : last + 1] - self.bounds[first]
        return bounds

    def owners(self, first: int, last: int) -> Indices:
        """For each of :meth:`run` its row, counted from ``first``."""
        return np.repeat(np.arange(last - first), np.diff(self.bounds[first : last + 1]))

    def sum_rows(self, values: Numbers, first: int, last: int) -> Numbers:
        """For rows ``first`` to ``last`` the sum of the values, of which there is one (a row of the array) for each of
        :meth:`run`."""
        bounds = self.inner_bounds(first, last)
        sums = np.zeros((last - first, values.shape[1]))
        filled = np.flatnonzero(np.diff(bounds))
        if len(filled):
            sums[filled] = np.add.reduceat(values, bounds[filled], axis=0)
        return sums

    def sum_columns(self, values: Numbers, first: int, last: int) -> Numbers:
        """The same for values of which there is a column for each of :meth:`run`."""
        bounds = self.inner_bounds(first, last)
        sums = np.zeros((len(values), last - first))
        filled = np.flatnonzero(np.diff(bounds))
        if len(filled):
            sums[:, filled] = np.add.reduceat(values, bounds[filled], axis=1)
        return sums


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sparse:
    """A matrix of which few values are not 0: those of row r are ``values[bounds[r] : bounds[r + 1]]``, in the
    ``columns`` of that range."""

    bounds: Indices
    columns: Indices
    values: Numbers

    def write_out(self, rows: Indices, first: int, last: int) -> Numbers:
        """The given rows from column ``first`` to ``last``; no column stands twice in a row."""
        places, owners = self.list_places(rows)
        columns = self.columns[places] - first
        inside = (columns >= 0) & (columns < last - first)
        written = np.zeros((len(rows), last - first))
        written[owners[inside], columns[inside]] = self.values[places[inside]]
        return written

    def sum_groups(self, rows: Indices, groups: Indices, size: Shape) -> Numbers:
        """By group the sum of the given rows, each of which is in one group; ``size`` is the number of groups and of
        columns."""
        places, owners = self.list_places(rows)
        cells = groups[owners] * size[1] + self.columns[places]
        return add_up(cells, self.values[places], size[0] * size[1]).reshape(size)

    def list_places(self, rows: Indices) -> tuple[Indices, Indices]:
        """Where the rows' values stand, and for each the number of its row among those given."""
        counts = self.bounds[rows + 1] - self.bounds[rows]
        owners = np.repeat(np.arange(len(rows)), counts)
        before = self.bounds[rows] - np.cumsum(counts) + counts
        return np.arange(len(owners)) + before[owners], owners


def index_rows(rows: Rows, size: int) -> Sparse:
    """For each index below ``size`` the rows that it stands in, with 1 for a value."""
    order = np.argsort(rows.all, kind="stable")
    bounds = np.concatenate([[0], np.cumsum(np.bincount(rows.all, minlength=size))])
    return Sparse(bounds=bounds, columns=rows.owners(0, rows.count)[order], values=np.ones(len(order)))


def add_up(cells: Indices, values: Numbers, size: int) -> Numbers:
    """The sum of the values by cell, for so many cells."""
    sums: Numbers = np.bincount(cells, weights=values, minlength=size).astype(np.float64, copy=False)
    return sums


def sum_up(values: _Values) -> Numbers:
    """Sums of the first none, one, two, … values along the last axis."""
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=sums[..., 1:])
    return sums


def slide(sums: Numbers | Indices, start: int, count: int, run: int) -> Numbers:
    """From such sums those of ``run`` neighbouring values, for ``count`` places from ``start`` on."""
    between: Numbers = np.subtract(sums[..., start + run : start + run + count], sums[..., start : start + count])
    return between


class Kept(Generic[_Table]):
    """The last tables that were made, each by the rows and columns that it was made for.

    What is estimated does not change them, and the rounds over a short text ask for the same ones.
    """

    def __init__(self) -> None:
        self._tables: dict[tuple[range, int, int, int], _Table] = {}

    def __call__(
        self, make: Callable[[range, int, int, int], _Table], rows: range, first: int, last: int, longest: int
    ) -> _Table:
        key = rows, first, last, longest
        if key not in self._tables:
            if len(self._tables) == _TABLES_KEPT:
                self._tables.clear()
            self._tables[key] = make(*key)
        return self._tables[key]
