"""The studentised bootstrap of a difference: its p-value, and the interval that goes with it.

A difference is measured in its own standard errors, and so is every resample's: t* = (D* − D)/s*. Two systems differ beyond
chance where |D/s| is larger than |t*| mostly is (Hall 1988, <https://doi.org/10.1214/aos/1176350933>: the symmetric
bootstrap-t). The standard error is the jackknife's: of the scores without each unit in turn; a resample's is that of the
same units as often as they were drawn. The true differences d with p ≥ α are the interval, D ± q·s, so p-value and interval
never contradict each other.

Plain percentiles and sacrebleu's p-values know nothing of s*, which is what few units and uneven ones make uncertain; how
much that matters is measured in docs/scores.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalkit.comparing.resampling import draw_counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evalkit.data.metric import Metric

_LEAST_ERROR = 0.1
"""A resample's standard error counts as this share of the sample's at the least: without any unit that differs it has
none."""
_TIE = 1e-9
_AT_ONCE = 64


@dataclass(frozen=True, kw_only=True, eq=False)
class StudentisedDifference:
    """A difference, its standard error, and in ascending order how many of theirs the resamples are away from it.

    ``least`` is the smallest p-value that so few units can have: however alike they are, each could have been swapped.
    """

    observed: float
    error: float
    sizes: NDArray[np.float64]
    least: float

    def find_p_value(self, difference: float = 0.0) -> float:
        """The two-sided p-value of a true difference, that there is none unless another is named."""
        import numpy as np

        size = abs(self.observed - difference) / self.error
        beyond = len(self.sizes) - int(np.searchsorted(self.sizes, size - _TIE))
        return max(self.least, (beyond + 1) / (len(self.sizes) + 1))

    def find_interval(self, alpha: float = 0.05) -> tuple[float, float]:
        """The differences whose two-sided p-value is alpha or more; without bounds where so few units reject none."""
        margin = self._find_margin(alpha)
        return self.observed - margin, self.observed + margin

    def _find_margin(self, alpha: float) -> float:
        if self.least >= alpha:
            return math.inf
        total = len(self.sizes)
        beyond = max(1, math.ceil(round(alpha * (total + 1), 6)) - 1)
        return float(self.sizes[total - beyond]) * self.error if beyond <= total else 0.0


def leave_one_out(metric: Metric, statistics: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each unit adds to the score of all, times their number less one, shape (units,): the jackknife's."""
    import numpy as np

    units = len(statistics)
    if units < 2:
        return np.zeros(units)
    total = statistics.sum(axis=0)
    added: NDArray[np.float64] = metric.score(total) - metric.score_sums(total - statistics)
    return (units - 1) * np.nan_to_num(added)


def studentise(
    differences: Sequence[float],
    added: Sequence[NDArray[np.float64]],
    resampled: Sequence[NDArray[np.float64]],
    noises: Sequence[float],
    *,
    seed: int,
) -> list[StudentisedDifference]:
    """For several differences over the same units: each difference, what each unit adds to it (:func:`leave_one_out` of
    the one score less that of the other), its resamples, which are those that ``seed`` draws, and how little of it is
    but arithmetic."""
    studentised = []
    for start in range(0, len(differences), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        studentised += _studentise_some(differences[some], added[some], resampled[some], noises[some], seed)
    return studentised


def _studentise_some(
    differences: Sequence[float],
    added: Sequence[NDArray[np.float64]],
    resampled: Sequence[NDArray[np.float64]],
    noises: Sequence[float],
    seed: int,
) -> list[StudentisedDifference]:
    import numpy as np

    columns = np.column_stack(list(added))
    units = len(columns)
    columns = columns - columns.mean(axis=0)
    scale = math.sqrt(units / max(units - 1, 1)) / units
    errors = np.maximum(scale * np.sqrt((columns**2).sum(axis=0)), noises)
    both = np.hstack([columns, columns**2])
    sums = np.vstack([counts @ both for counts in draw_counts(units, len(resampled[0]), seed)])
    first, second = np.hsplit(sums, 2)
    own = scale * np.sqrt(np.maximum(second - first**2 / units, 0.0))
    return [
        StudentisedDifference(
            observed=difference,
            error=float(error),
            sizes=np.sort(np.abs(values - difference) / np.maximum(spread, max(_LEAST_ERROR * error, noise))),
            least=min(1.0, 2.0 ** (1 - units)),
        )
        for difference, error, spread, values, noise in zip(differences, errors, own.T, resampled, noises, strict=True)
    ]
