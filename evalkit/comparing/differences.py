"""Differences between resampled scores, by whichever test was asked for: each gives its p-values and its interval."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from evalkit.comparing.randomizing import Trials
from evalkit.comparing.resampling import Sampling, is_exact
from evalkit.comparing.studentising import leave_one_out, studentise
from evalkit.scoring.scoring import Measured

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_NOISE = 1e-6
"""So much of a score is but arithmetic: sacrebleu's resamples are in single precision."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Resamples:
    """What one score comes to in resamples: its values in bootstrap resamples, and for randomization the sums of the
    units kept. ``units`` are the statistics of what was drawn, shape (units, d): of segments, or of whole documents."""

    measured: Measured
    score: float
    units: NDArray[np.float64]
    values: NDArray[np.float64]
    kept: NDArray[np.float64] | None = None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % bootstrap interval of the score."""
        return find_interval(self.values)

    @cached_property
    def added(self) -> NDArray[np.float64]:
        """What each unit adds to the score (:func:`evalkit.comparing.studentising.leave_one_out`)."""
        return leave_one_out(self.measured.metric, self.units)

    def shorten(self, samples: int) -> Resamples:
        """The first ``samples`` resamples, which are those that as many would have been."""
        return replace(self, values=self.values[:samples], kept=None if self.kept is None else self.kept[:samples])


class TestedDifference(Protocol):
    """A difference as a test sees it."""

    def find_p_value(self, difference: float = 0.0) -> float:
        """The two-sided p-value of a true difference, that there is none unless another is named."""

    def find_interval(self, alpha: float = 0.05) -> tuple[float, float]:
        """The differences that the test does not reject."""


@dataclass(frozen=True, kw_only=True)
class SacrebleuDifference:
    """sacrebleu's p-value (its paired bootstrap's is about half of a two-sided one), beside a percentile interval."""

    p_value: float
    interval: tuple[float, float]

    def find_p_value(self, difference: float = 0.0) -> float:
        """The p-value of no difference, the only one that there is."""
        return self.p_value

    def find_interval(self, alpha: float = 0.05) -> tuple[float, float]:
        """The 95 % interval, the only one that there is."""
        return self.interval


def measure_differences(pairs: Sequence[tuple[Resamples, Resamples]], sampling: Sampling) -> list[TestedDifference]:
    """The difference of each pair, a score and its baseline, by the sampling's test."""
    if sampling.test == "studentised-bootstrap":
        return _studentise_pairs(pairs, sampling.seed)
    if sampling.test == "paired-randomization":
        return [_randomize(one, base, sampling) for one, base in pairs]
    return [_measure_as_sacrebleu(one, base) for one, base in pairs]


def count_samples(resampled: Resamples, sampling: Sampling) -> int:
    """How many resamples a difference rests on."""
    if sampling.test == "paired-randomization" and is_exact(len(resampled.units), sampling.samples):
        return int(2 ** len(resampled.units))
    return sampling.samples


def _studentise_pairs(pairs: Sequence[tuple[Resamples, Resamples]], seed: int) -> list[TestedDifference]:
    """All pairs over as many units, resampled as often, share their draws."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number, (one, _) in enumerate(pairs):
        groups[len(one.units), len(one.values)].append(number)
    found: dict[int, TestedDifference] = {}
    for numbers in groups.values():
        own = [pairs[number] for number in numbers]
        differences = studentise(
            [one.score - base.score for one, base in own],
            [one.added - base.added for one, base in own],
            [one.values - base.values for one, base in own],
            [_NOISE * max(abs(one.score), abs(base.score), 1e-3) for one, base in own],
            seed=seed,
        )
        found.update(zip(numbers, differences, strict=True))
    return [found[number] for number in range(len(pairs))]


def _swap(one: Resamples, base: Resamples) -> tuple[float, NDArray[np.float64]]:
    """The observed difference, and the one in each trial, by the same arithmetic."""
    import numpy as np

    assert one.kept is not None
    assert base.kept is not None
    own, other = one.units.sum(axis=0), base.units.sum(axis=0)
    metric = one.measured.metric
    shuffled = metric.score_sums(base.kept + (own - one.kept))
    counterpart = metric.score_sums(one.kept + (other - base.kept))
    # The observed difference comes from the same arithmetic, so that a trial that swaps nothing is no larger than it.
    observed = metric.score_sums(np.stack([own, other]))
    return float(observed[0] - observed[1]), counterpart - shuffled


def _randomize(one: Resamples, base: Resamples, sampling: Sampling) -> Trials:
    assert one.kept is not None
    assert base.kept is not None
    observed, differences = _swap(one, base)
    size = one.units.sum() + base.units.sum()
    share = (one.kept.sum(axis=1) + base.kept.sum(axis=1)) / size if size else one.kept.sum(axis=1)
    return Trials(
        observed=observed,
        differences=differences,
        balances=2 * share - 1,
        exact=is_exact(len(one.units), sampling.samples),
    )


def _measure_as_sacrebleu(one: Resamples, base: Resamples) -> SacrebleuDifference:
    import numpy as np

    interval = find_interval(one.values - base.values)
    if one.kept is None:
        sizes = np.abs(one.values - base.values)
        return SacrebleuDifference(
            p_value=_share_beyond(sizes - sizes.mean(), abs(one.score - base.score)), interval=interval
        )
    observed, differences = _swap(one, base)
    return SacrebleuDifference(p_value=_share_beyond(np.abs(differences), abs(observed)), interval=interval)


def _share_beyond(values: NDArray[np.float64], observed: float) -> float:
    return (int((values > observed).sum()) + 1) / (len(values) + 1)


def find_interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """The 95 % interval of bootstrap values: those at n//40 from either end, as sacrebleu takes them."""
    import numpy as np

    ordered = np.sort(values)
    lower = len(ordered) // 40
    return float(ordered[lower]), float(ordered[len(ordered) - lower - 1])
