"""Comparing: how far two scores on the same segments are apart, and whether that is real.

p-value and interval of a difference come from one test: the studentised bootstrap, or paired randomization. sacrebleu's
own two p-values are there by name; beside them stand bootstrap percentiles, as in sacrebleu, at n//40 from either end. What
sacrebleu calls significant where nothing differs is ``identical`` here, and of too few units nothing is said.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

from evalkit.comparing.differences import Resamples, TestedDifference, count_samples, measure_differences
from evalkit.comparing.resampling import (
    RANDOMIZED,
    SAMPLES,
    Sampling,
    bootstrap_totals,
    find_floor,
    group_rows,
    randomization_totals,
)
from evalkit.data import Comparison
from evalkit.data.scores import Verdict
from evalkit.scoring.scoring import Measured

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Value = TypeVar("Value")
ALPHA = 0.05
_PER_PAIR = 100


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
    randomized = sampling.test in RANDOMIZED
    samples = SAMPLES["studentised-bootstrap"] if randomized else sampling.samples
    totals = bootstrap_totals(statistics, samples=samples, seed=sampling.seed)
    exact = sampling.test == "paired-randomization"
    kept = (
        randomization_totals(statistics, samples=sampling.samples, seed=sampling.seed, exact=exact)
        if randomized
        else [None] * len(group)
    )
    return [
        Resamples(
            measured=one,
            score=one.metric.score(one.statistics.sum(axis=0)),
            units=units,
            values=one.metric.score_resamples(sums),
            kept=own,
        )
        for one, units, sums, own in zip(group, statistics, totals, kept, strict=True)
    ]


def _list_units(measured: Measured, sampling: Sampling) -> NDArray[np.float64]:
    """The statistics of what is drawn: of segments, or of whole documents."""
    if sampling.unit == "segment":
        return measured.statistics
    numbers = {document: number for number, document in enumerate(dict.fromkeys(measured.documents))}
    return group_rows(measured.statistics, [numbers[document] for document in measured.documents], len(numbers))


def compare_measured(measured: Measured, baseline: Measured, sampling: Sampling | None = None) -> Comparison:
    """The difference of two scores of one metric on the same segments, with its 95 % interval and its p-value, however few
    units there are.

    The verdict is ``identical`` where no statistic differs (then there is no p-value), ``better`` or ``worse`` where p
    < .05, else ``undecided``.
    """
    sampling = sampling or Sampling()
    one, base = resample([measured, baseline], sampling)
    return compare_resamples([(one, base)], sampling)[0]


def compare_resamples(pairs: Sequence[tuple[Resamples, Resamples]], sampling: Sampling) -> list[Comparison]:
    """As :func:`compare_measured` of many pairs, each a score and its baseline, that are resampled already."""
    if any(one.measured.places != base.measured.places for one, base in pairs):
        raise ValueError("only scores of the same segments can be compared")
    unlike = [pair for pair in pairs if not _are_identical(*pair)]
    measured = iter(measure_differences(unlike, sampling))
    return [_compare(one, base, None if _are_identical(one, base) else next(measured), sampling) for one, base in pairs]


def _are_identical(one: Resamples, base: Resamples) -> bool:
    return bool((one.measured.statistics == base.measured.statistics).all())


def _compare(system: Resamples, baseline: Resamples, found: TestedDifference | None, sampling: Sampling) -> Comparison:
    one, base = system.measured, baseline.measured
    difference = system.score - baseline.score
    p_value = None if found is None else found.find_p_value()
    interval = None if found is None else found.find_interval()
    verdict = _judge(difference if one.metric.higher_is_better else -difference, p_value)
    return Comparison(
        metric=one.metric.key,
        system=one.system,
        baseline=base.system,
        reference=one.reference,
        baseline_reference=base.reference,
        difference=difference,
        interval=interval if interval is not None and all(map(math.isfinite, interval)) else None,
        p_value=p_value,
        method=sampling.method,
        samples=count_samples(system, sampling),
        seed=sampling.seed,
        verdict=verdict,
        unadjusted_verdict=verdict,
        units=len(system.units),
    )


def compare_references(measured: Sequence[Measured], pairs: Sequence[tuple[str, str]]) -> list[Comparison]:
    """For every system and metric: its score against one reference less its score against another, for each (reference,
    baseline) pair."""
    named = {name for pair in pairs for name in pair}
    resampled = resample([one for one in measured if one.reference in named])
    by_key = {(one.measured.metric.key, one.measured.system, one.measured.reference): one for one in resampled}
    compared = [
        (one, by_key[metric, system, old])
        for new, old in pairs
        for (metric, system, reference), one in by_key.items()
        if reference == new and (metric, system, old) in by_key
    ]
    return [withhold(one, 1) for one in compare_resamples(compared, Sampling())]


def compare_with_baseline(
    resampled: Sequence[Resamples], sampling: Sampling | None = None, *, baseline: str
) -> list[Comparison]:
    """For every metric and reference: each other system's score less the baseline's, where both scored the same
    segments.

    Verdicts rest on p-values that are adjusted over the comparisons of one metric and reference (Holm).
    """
    groups = [
        [(one, base) for one in group if one is not base]
        for group in _group_alike(resampled)
        for base in group
        if base.measured.system == baseline
    ]
    return _compare_groups(groups, sampling or Sampling())


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
    groups = [list(combinations(group, 2)) for group in _group_alike(resampled)]
    return _compare_groups(groups, sampling or Sampling())


def _compare_groups(groups: Sequence[Sequence[tuple[Resamples, Resamples]]], sampling: Sampling) -> list[Comparison]:
    """The comparisons of groups of pairs, adjusted within each group."""
    compared = iter(compare_resamples([pair for group in groups for pair in group], sampling))
    return [comparison for group in groups for comparison in adjust_p_values([next(compared) for _ in group])]


def _group_alike(resampled: Sequence[Resamples]) -> list[list[Resamples]]:
    """Those that can be compared: of one metric, against one reference, on the same segments."""
    return _group_by(resampled, lambda one: (one.measured.metric.key, one.measured.reference, one.measured.places))


def _group_by(values: Sequence[Value], key: Callable[[Value], Hashable]) -> list[list[Value]]:
    groups: dict[Hashable, list[Value]] = defaultdict(list)
    for value in values:
        groups[key(value)].append(value)
    return list(groups.values())


def adjust_p_values(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """The comparisons with p-values adjusted for their number (Holm 1979), and the verdicts that follow from these; of too
    few units for so many nothing is said."""
    tested = [one for one in comparisons if one.p_value is not None]
    adjusted = dict(zip(map(id, tested), adjust_holm([one.p_value or 0.0 for one in tested]), strict=True))
    return [withhold(_settle(one, adjusted.get(id(one))), len(tested)) for one in comparisons]


def adjust_holm(p_values: Sequence[float]) -> list[float]:
    """Holm's adjusted p-values (1979), in the order given."""
    highest, adjusted = 0.0, [0.0] * len(p_values)
    for rank, number in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, p_values[number] * (len(p_values) - rank)))
        adjusted[number] = highest
    return adjusted


def _settle(comparison: Comparison, p_value: float | None) -> Comparison:
    lost = p_value is not None and p_value >= ALPHA
    verdict = "undecided" if lost else comparison.verdict
    return replace(comparison, adjusted_p_value=p_value, verdict=verdict)


def withhold(comparison: Comparison, comparisons: int) -> Comparison:
    """The comparison without p-value and verdict where it has too few units among so many."""
    if comparison.verdict == "identical" or comparison.units >= find_floor(comparisons):
        return comparison
    return replace(comparison, p_value=None, adjusted_p_value=None, verdict="too-few", unadjusted_verdict="too-few")


def bootstrap_interval(measured: Measured, sampling: Sampling | None = None) -> tuple[float, float]:
    """The 95 % bootstrap interval of one corpus score."""
    return resample([measured], sampling)[0].interval


def _judge(advantage: float, p_value: float | None) -> Verdict:
    if p_value is None:
        return "identical"
    if p_value >= ALPHA:
        return "undecided"
    return "better" if advantage > 0 else "worse"
