"""What defects of outputs go with in points: three estimates, none of which proves that the defect is the cause.

*Difference*: the mean segment score of the segments concerned less that of the system's others. Hard segments have more
defects, so this is too much. *Beside others*: the same of the system's segment score less the mean of the other systems
that have no such finding in that segment. What makes a segment hard for every system cancels out. *Points*: how much
higher the corpus score would be if the segments concerned scored like the system's others of the same length: in each
bucket of length (:func:`evalkit.comparing.buckets.cut_by_length`) the statistics of the segments without a finding are
scaled up to the whole bucket; a bucket without such segments stays as it is.

All have 95 % intervals from a bootstrap of the segments, seeded as the scores' own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalkit.comparing.buckets import cut_by_length
from evalkit.comparing.defects import DefectRate
from evalkit.comparing.differences import find_interval
from evalkit.comparing.line_scores import LineScores
from evalkit.comparing.resampling import bootstrap_totals
from evalkit.data.metric import Metric
from evalkit.scoring.scoring import Measured

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FEWEST = 10
"""With fewer segments concerned, or fewer others, nothing is estimated."""
_SAMPLES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value and its 95 % bootstrap interval."""

    value: float
    interval: tuple[float, float]

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.interval[0] > 0 or self.interval[1] < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectCost:
    """What one system's segments with findings of one check (or ``any``) score, on the metric's own scale.

    ``mean`` and ``mean_of_others`` are mean segment scores of the segments with and without; ``difference`` is the
    first less the second. ``beside_others`` is the same of what the system's scores are above the other systems';
    ``None`` where there are none. ``points`` is what the corpus score would gain if the segments concerned were like
    the others of their length.
    """

    metric: str
    system: str
    check: str
    segments: int
    mean: float
    mean_of_others: float
    difference: Estimate
    beside_others: Estimate | None
    points: Estimate


def estimate_costs(scores: LineScores, rates: Sequence[DefectRate]) -> tuple[DefectCost, ...]:
    """The costs for every metric and rate that concerns ten segments or more and leaves out as many, in the order of
    metrics and rates."""
    lengths = _number_lengths(scores)
    lines = {(rate.system, rate.check): set(rate.lines) for rate in rates}
    costs = []
    for metric in scores.metrics:
        for system in scores.systems:
            if (measured := scores.by_key.get((metric, system))) is not None:
                checks = [rate.check for rate in rates if rate.system == system and rate.lines]
                costs += _Table(scores, measured, lengths, lines).estimate(checks)
    return tuple(costs)


def _number_lengths(scores: LineScores) -> list[int]:
    """The number of each line's bucket of length."""
    test_set = scores.test_set
    basis = test_set.source or next(iter(test_set.references.values()), None) or next(iter(test_set.systems.values()))
    numbers = [0] * len(basis.lines)
    for number, bucket in enumerate(cut_by_length(basis.texts)):
        for line in bucket.lines:
            numbers[line] = number
    return numbers


class _Table:
    """One system's scores by one metric, in rows of segments, with what the estimates need of the other systems."""

    def __init__(
        self,
        scores: LineScores,
        measured: Measured,
        lengths: Sequence[int],
        lines: Mapping[tuple[str, str], set[int]],
    ) -> None:
        import numpy as np

        metric = measured.metric
        self.measured, self.lines, self.seed = measured, lines, scores.sampling.seed
        self.values = scores.segment_scores[metric.key, measured.system]
        self.lengths = np.array([lengths[line] for line in measured.indexes])
        self.others = {
            other.system: scores.segment_scores[metric.key, other.system]
            for other in scores.measured
            if other.metric.key == metric.key and other.system != measured.system and other.places == measured.places
        }

    def estimate(self, checks: Sequence[str]) -> list[DefectCost]:
        """The costs of those checks for which there are enough segments; all from the same draws."""
        masks = {check: self._mark(self.measured.system, check) for check in checks}
        kept = {check: mask for check, mask in masks.items() if min(mask.sum(), (~mask).sum()) >= _FEWEST}
        if not kept:
            return []
        columns = {check: self._list_columns(check, mask) for check, mask in kept.items()}
        totals = bootstrap_totals(list(columns.values()), samples=_SAMPLES, seed=self.seed)
        return [
            self._make_cost(check, kept[check], columns[check], drawn)
            for check, drawn in zip(columns, totals, strict=True)
        ]

    def _mark(self, system: str, check: str) -> NDArray[np.bool_]:
        import numpy as np

        own = self.lines.get((system, check), set())
        return np.array([line in own for line in self.measured.indexes])

    def _list_columns(self, check: str, mask: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Columns whose sums make the estimates in :func:`_compute`.

        A sum and a count for each of four means; then the sizes of the buckets of length, whole and without findings,
        and the statistics of both.
        """
        import numpy as np

        beside, known = self._compare_with_others(check)
        whole = [self.lengths == number for number in range(self.lengths.max() + 1)]
        clean = [~mask & bucket for bucket in whole]
        columns = [self.values * mask, mask, self.values * ~mask, ~mask]
        columns += [beside * (mask & known), mask & known, beside * (~mask & known), ~mask & known]
        statistics = self.measured.statistics
        sums = [statistics * chosen[:, None] for chosen in (*whole, *clean)]
        return np.column_stack([*columns, *whole, *clean, *sums]).astype(np.float64)

    def _compare_with_others(self, check: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """What each segment scores above the mean of the others without such a finding there, and for which segments
        there are any."""
        import numpy as np

        total, count = np.zeros(len(self.values)), np.zeros(len(self.values))
        for system, values in self.others.items():
            sound = ~self._mark(system, check)
            total += values * sound
            count += sound
        known = count > 0
        return np.where(known, self.values - total / np.maximum(count, 1), 0.0), known

    def _make_cost(
        self, check: str, mask: NDArray[np.bool_], columns: NDArray[np.float64], drawn: NDArray[np.float64]
    ) -> DefectCost:
        buckets = int(self.lengths.max()) + 1
        width = self.measured.statistics.shape[1]
        found = _compute(columns.sum(axis=0)[None, :], self.measured.metric, buckets, width)
        resampled = _compute(drawn, self.measured.metric, buckets, width)
        difference, beside, points = (
            Estimate(value=float(value[0]), interval=find_interval(values))
            for value, values in zip(found, resampled, strict=True)
        )
        return DefectCost(
            metric=self.measured.metric.key,
            system=self.measured.system,
            check=check,
            segments=int(mask.sum()),
            mean=float(self.values[mask].mean()),
            mean_of_others=float(self.values[~mask].mean()),
            difference=difference,
            beside_others=beside if self.others else None,
            points=points,
        )


def _compute(
    sums: NDArray[np.float64], metric: Metric, buckets: int, width: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Difference, difference beside others, and points, of each row of sums of the columns."""
    import numpy as np

    def mean(column: int) -> NDArray[np.float64]:
        found: NDArray[np.float64] = sums[:, column] / np.maximum(sums[:, column + 1], 1)
        return found

    sizes, sound_sizes = sums[:, 8 : 8 + buckets], sums[:, 8 + buckets : 8 + 2 * buckets]
    whole, sound = sums[:, 8 + 2 * buckets :].reshape(len(sums), 2, buckets, width).swapaxes(0, 1)
    factors = (sizes / np.maximum(sound_sizes, 1))[:, :, None]
    repaired = np.where(sound_sizes[:, :, None] > 0, sound * factors, whole)
    points = metric.score_sums(repaired.sum(axis=1)) - metric.score_sums(whole.sum(axis=1))
    return mean(0) - mean(2), mean(4) - mean(6), points
