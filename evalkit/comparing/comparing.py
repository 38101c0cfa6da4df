"""Comparing: how far two scores on the same segments are apart, and whether that is real.

Paired bootstrap and approximate randomization are sacrebleu's, so are their p-values; the bounds of an interval stand
at n//40 from either end. What sacrebleu calls significant where nothing differs is ``identical`` here.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Literal, TypeVar

from evalkit.comparing.resampling import SAMPLES, Sampling, bootstrap_totals, group_rows, randomization_totals
from evalkit.data import Comparison
from evalkit.scoring.scoring import Measured

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Value = TypeVar("Value")
ALPHA = 0.05
_PER_PAIR = 100


@dataclass(frozen=True, kw_only=True, eq=False)
class Resamples:
    """What one score comes to in resamples: its values in bootstrap resamples, and for randomization the sums of the
    rows kept."""

    measured: Measured
    score: float
    values: NDArray[np.float64]
    kept: NDArray[np.float64] | None = None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % bootstrap interval of the score."""
        return find_interval(self.values)

    def shorten(self, samples: int) -> Resamples:
        """The first ``samples`` resamples, which are those that as many would have been."""
        return replace(self, values=self.values[:samples], kept=None if self.kept is None else self.kept[:samples])


def resample(measured: Sequence[Measured], sampling: Sampling | None = None) -> list[Resamples]:
    """Each score's resamples; all on as many segments share the draws. Intervals are always the bootstrap's."""
    sampling = sampling or Sampling()
    done: dict[int, Resamples] = {}
    for group in _group_by(
        measured, lambda one: (len(one.samples), one.documents if sampling.unit == "document" else ())
    ):
        for one, resamples in zip(group, _resample_group(group, sampling), strict=True):
            done[id(one)] = resamples
    return [done[id(one)] for one in measured]


def _resample_group(group: Sequence[Measured], sampling: Sampling) -> list[Resamples]:
    statistics = [_list_units(one, sampling) for one in group]
    randomized = sampling.test == "paired-randomization"
    samples = SAMPLES["paired-bootstrap"] if randomized else sampling.samples
    totals = bootstrap_totals(statistics, samples=samples, seed=sampling.seed)
    kept = (
        randomization_totals(statistics, samples=sampling.samples, seed=sampling.seed)
        if randomized
        else [None] * len(group)
    )
    return [
        Resamples(
            measured=one,
            score=one.metric.score(one.statistics.sum(axis=0)),
            values=one.metric.score_resamples(sums),
            kept=own,
        )
        for one, sums, own in zip(group, totals, kept, strict=True)
    ]


def _list_units(measured: Measured, sampling: Sampling) -> NDArray[np.float64]:
    """The statistics of what is drawn: of segments, or of whole documents."""
    if sampling.unit == "segment":
        return measured.statistics
    numbers = {document: number for number, document in enumerate(dict.fromkeys(measured.documents))}
    return group_rows(measured.statistics, [numbers[document] for document in measured.documents], len(numbers))


def compare_measured(measured: Measured, baseline: Measured, sampling: Sampling | None = None) -> Comparison:
    """The difference of two scores of one metric on the same segments, with its 95 % interval and sacrebleu's p-value.

    The verdict is ``identical`` where no statistic differs (then there is no p-value), ``better`` or ``worse`` where p
    < .05, else ``undecided``.
    """
    sampling = sampling or Sampling()
    one, base = resample([measured, baseline], sampling)
    return compare_resamples(one, base, sampling)


def compare_resamples(system: Resamples, baseline: Resamples, sampling: Sampling) -> Comparison:
    """As :func:`compare_measured`, of scores that are resampled already."""
    one, base = system.measured, baseline.measured
    if one.places != base.places:
        raise ValueError("only scores of the same segments can be compared")
    difference = system.score - baseline.score
    identical = bool((one.statistics == base.statistics).all())
    p_value = None if identical else _find_p_value(system, baseline, difference)
    return Comparison(
        metric=one.metric.key,
        system=one.system,
        baseline=base.system,
        reference=one.reference,
        baseline_reference=base.reference,
        difference=difference,
        interval=None if identical else find_interval(system.values - baseline.values),
        p_value=p_value,
        method=sampling.method,
        samples=sampling.samples,
        seed=sampling.seed,
        verdict=_judge(difference if one.metric.higher_is_better else -difference, p_value),
    )


def compare_references(measured: Sequence[Measured], pairs: Sequence[tuple[str, str]]) -> list[Comparison]:
    """For every system and metric: its score against one reference less its score against another, for each (reference,
    baseline) pair."""
    named = {name for pair in pairs for name in pair}
    resampled = resample([one for one in measured if one.reference in named])
    by_key = {(one.measured.metric.key, one.measured.system, one.measured.reference): one for one in resampled}
    return [
        compare_resamples(one, by_key[metric, system, old], Sampling())
        for new, old in pairs
        for (metric, system, reference), one in by_key.items()
        if reference == new and (metric, system, old) in by_key
    ]


def compare_with_baseline(
    resampled: Sequence[Resamples], sampling: Sampling | None = None, *, baseline: str
) -> list[Comparison]:
    """For every metric and reference: each other system's score less the baseline's, where both scored the same
    segments.

    Verdicts rest on p-values that are adjusted over the comparisons of one metric and reference (Holm).
    """
    return [
        comparison
        for group in _group_alike(resampled)
        for base in group
        if base.measured.system == baseline
        for comparison in adjust_p_values(
            [compare_resamples(one, base, sampling or Sampling()) for one in group if one is not base]
        )
    ]


def compare_all_pairs(measured: Sequence[Measured], sampling: Sampling | None = None) -> list[Comparison]:
    """For every metric and reference: every system less every other that stands behind it, adjusted as above over all
    pairs.

    As many resamples are taken as the number of pairs asks for (:func:`widen_sampling`) unless ``sampling`` says how
    many.
    """
    sampling = sampling or widen_sampling(Sampling(), len({one.system for one in measured}))
    return compare_resampled_pairs(resample(measured, sampling), sampling)


def widen_sampling(sampling: Sampling, systems: int) -> Sampling:
    """The sampling with as many resamples as all pairs of so many systems need for an adjusted p-value of .01.

    The smallest p-value that n resamples can give is 1/(n + 1). Times the 66 pairs of 12 systems that is .066 for 1,000
    of them, so that no difference whatever could be proven.
    """
    return replace(sampling, samples=max(sampling.samples, _PER_PAIR * math.comb(systems, 2)))


def compare_resampled_pairs(resampled: Sequence[Resamples], sampling: Sampling | None = None) -> list[Comparison]:
    """As :func:`compare_all_pairs`, of scores that are resampled already."""
    return [
        comparison
        for group in _group_alike(resampled)
        for comparison in adjust_p_values(
            [compare_resamples(one, other, sampling or Sampling()) for one, other in combinations(group, 2)]
        )
    ]


def _group_alike(resampled: Sequence[Resamples]) -> list[list[Resamples]]:
    """Those that can be compared: of one metric, against one reference, on the same segments."""
    return _group_by(resampled, lambda one: (one.measured.metric.key, one.measured.reference, one.measured.places))


def _group_by(values: Sequence[Value], key: Callable[[Value], Hashable]) -> list[list[Value]]:
    groups: dict[Hashable, list[Value]] = defaultdict(list)
    for value in values:
        groups[key(value)].append(value)
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


def bootstrap_interval(measured: Measured, sampling: Sampling | None = None) -> tuple[float, float]:
    """The 95 % bootstrap interval of one corpus score."""
    return resample([measured], sampling)[0].interval


def find_interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """The 95 % interval of bootstrap values: those at n//40 from either end, as sacrebleu takes them."""
    import numpy as np

    ordered = np.sort(values)
    lower = len(ordered) // 40
    return float(ordered[lower]), float(ordered[len(ordered) - lower - 1])


def _find_p_value(system: Resamples, baseline: Resamples, difference: float) -> float:
    import numpy as np

    if system.kept is None or baseline.kept is None:
        sizes = np.abs(system.values - baseline.values)
        return _share_beyond(sizes - sizes.mean(), abs(difference))
    own, other = _total_of(system), _total_of(baseline)
    metric = system.measured.metric
    shuffled = metric.score_sums(baseline.kept + (own - system.kept))
    counterpart = metric.score_sums(system.kept + (other - baseline.kept))
    # The observed difference comes from the same arithmetic, so that a trial that swaps nothing is no larger than it.
    observed = metric.score_sums(np.stack([own, other]))
    return _share_beyond(np.abs(shuffled - counterpart), abs(float(observed[0] - observed[1])))


def _total_of(resamples: Resamples) -> NDArray[np.float64]:
    total: NDArray[np.float64] = resamples.measured.statistics.sum(axis=0)
    return total


def _share_beyond(values: NDArray[np.float64], observed: float) -> float:
    return (int((values > observed).sum()) + 1) / (len(values) + 1)


def _judge(advantage: float, p_value: float | None) -> Literal["better", "worse", "undecided", "identical"]:
    if p_value is None:
        return "identical"
    if p_value >= ALPHA:
        return "undecided"
    return "better" if advantage > 0 else "worse"
