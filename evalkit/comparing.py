"""Comparing: how far two scores on the same segments are apart, and whether that is real.

Resampling follows sacrebleu's paired bootstrap (Koehn 2004, <https://aclanthology.org/W04-3250/>): ``default_rng(12345)``, segments drawn with
replacement, the same draws for every comparison; the interval's bounds stand at n//40 from either end. A resample is a row of counts, and
its score the score of counts times statistics, which gives the same scores without an array of samples × segments × statistics.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from evalkit.data import Comparison
from evalkit.scoring import Measured

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLES = 1000
SEED = 12345
ALPHA = 0.05
FEW_SEGMENTS = 100
"""Below this many segments a difference is not to be trusted, whatever its interval says."""


def compare_measured(measured: Measured, baseline: Measured, *, samples: int = SAMPLES, seed: int = SEED) -> Comparison:
    """The difference of two scores of one metric on the same segments, with its 95 % interval and sacrebleu's p-value.

    The verdict is ``identical`` where no statistic differs (then there is no p-value), ``better`` or ``worse`` where p < .05, else
    ``undecided``.
    """
    if measured.indexes != baseline.indexes:
        raise ValueError("only scores of the same segments can be compared")
    metric = measured.metric
    difference = measured.score_corpus().value - baseline.score_corpus().value
    identical = bool((measured.statistics == baseline.statistics).all())
    interval, p_value = None, None
    if not identical:
        differences = _resample(measured, samples, seed) - _resample(baseline, samples, seed)
        interval = _interval(differences)
        p_value = _p_value(differences, difference)
    return Comparison(
        metric=metric.key,
        system=measured.system,
        baseline=baseline.system,
        reference=measured.reference,
        baseline_reference=baseline.reference,
        difference=difference,
        interval=interval,
        p_value=p_value,
        method="paired-bootstrap",
        samples=samples,
        seed=seed,
        verdict=_judge(difference if metric.higher_is_better else -difference, p_value),
    )


def compare_references(measured: Sequence[Measured], pairs: Sequence[tuple[str, str]]) -> list[Comparison]:
    """For every system and metric: its score against one reference less its score against another, for each (reference, baseline) pair."""
    by_key = {(one.metric.key, one.system, one.reference): one for one in measured}
    return [
        compare_measured(one, by_key[metric, system, old])
        for new, old in pairs
        for (metric, system, reference), one in by_key.items()
        if reference == new and (metric, system, old) in by_key
    ]


def compare_with_baseline(measured: Sequence[Measured], *, baseline: str) -> list[Comparison]:
    """For every metric and reference: each other system's score less the baseline's, where both scored the same segments.

    Verdicts rest on p-values that are adjusted over the comparisons of one metric and reference (Holm).
    """
    return [
        comparison
        for group in _group_alike(measured)
        for base in group
        if base.system == baseline
        for comparison in adjust_p_values([compare_measured(one, base) for one in group if one is not base])
    ]


def compare_all_pairs(measured: Sequence[Measured]) -> list[Comparison]:
    """For every metric and reference: every system less every other that stands behind it, adjusted as above over all pairs."""
    return [
        comparison
        for group in _group_alike(measured)
        for comparison in adjust_p_values([compare_measured(one, other) for one, other in combinations(group, 2)])
    ]


def _group_alike(measured: Sequence[Measured]) -> list[list[Measured]]:
    """Those that can be compared: of one metric, against one reference, on the same segments."""
    groups: dict[tuple[str, str, tuple[int, ...]], list[Measured]] = defaultdict(list)
    for one in measured:
        groups[one.metric.key, one.reference, one.indexes].append(one)
    return list(groups.values())


def adjust_p_values(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """The comparisons with p-values adjusted for their number (Holm 1979), and the verdicts that follow from these."""
    tested = sorted((one for one in comparisons if one.p_value is not None), key=lambda one: one.p_value or 0.0)
    adjusted: dict[int, float] = {}
    highest = 0.0
    for rank, one in enumerate(tested):
        highest = max(highest, min(1.0, (one.p_value or 0.0) * (len(tested) - rank)))
        adjusted[id(one)] = highest
    return [_settle(one, adjusted.get(id(one))) for one in comparisons]


def _settle(comparison: Comparison, p_value: float | None) -> Comparison:
    lost = p_value is not None and p_value >= ALPHA
    verdict = "undecided" if lost else comparison.verdict
    return replace(comparison, adjusted_p_value=p_value, verdict=verdict)


def bootstrap_interval(measured: Measured, *, samples: int = SAMPLES, seed: int = SEED) -> tuple[float, float]:
    """The 95 % bootstrap interval of one corpus score."""
    return _interval(_resample(measured, samples, seed))


@lru_cache(maxsize=512)
def _resample(measured: Measured, samples: int, seed: int) -> NDArray[np.float64]:
    import numpy as np

    totals = _draw(len(measured.samples), samples, seed) @ measured.statistics
    return np.array([measured.metric.score(row) for row in totals], dtype=np.float64)


@lru_cache(maxsize=4)
def _draw(segments: int, samples: int, seed: int) -> NDArray[np.float64]:
    """How often each segment is drawn in each resample, shape (samples, segments)."""
    import numpy as np

    indexes = np.random.default_rng(seed).choice(segments, size=(samples, segments), replace=True)
    return np.stack([np.bincount(row, minlength=segments) for row in indexes]).astype(np.float64)


def _interval(values: NDArray[np.float64]) -> tuple[float, float]:
    ordered = sorted(values.tolist())
    lower = len(ordered) // 40
    return ordered[lower], ordered[len(ordered) - lower - 1]


def _p_value(differences: NDArray[np.float64], observed: float) -> float:
    import numpy as np

    sizes = np.abs(differences)
    return float((np.sum(sizes - sizes.mean() > abs(observed)) + 1) / (len(sizes) + 1))


def _judge(advantage: float, p_value: float | None) -> Literal["better", "worse", "undecided", "identical"]:
    if p_value is None:
        return "identical"
    if p_value >= ALPHA:
        return "undecided"
    return "better" if advantage > 0 else "worse"
