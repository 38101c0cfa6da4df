"""Ranks that comparisons allow: a range for each system, clusters that no comparison splits, and what the comparisons
could have seen."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from evalkit.comparing.comparing import compare_resampled_pairs, resample, widen_sampling
from evalkit.comparing.differences import Resamples
from evalkit.comparing.resampling import Sampling
from evalkit.data import WRITTEN_WITHOUT_SPACES, Comparison
from evalkit.scoring.scoring import Measured

_SPREADS = 1.959964 + 0.841621
"""A difference of so many standard errors is found at the 5 % level four times in five (two-sided; power 80 %)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """``rank``: one more than the systems proven better, and the number of systems less those proven worse. ``cluster``
    counts from 1."""

    rank: tuple[int, int]
    cluster: int


def rank_measured(measured: Sequence[Measured], sampling: Sampling) -> dict[tuple[str, str], Ranking]:
    """The ranking of each (metric, system), from comparisons of all pairs."""
    sampling = widen_sampling(sampling, len({one.system for one in measured}))
    resampled = resample(measured, sampling)
    return rank_resampled(resampled, compare_resampled_pairs(resampled, sampling))


def rank_resampled(resampled: Sequence[Resamples], pairs: Sequence[Comparison]) -> dict[tuple[str, str], Ranking]:
    """The ranking of each (metric, system), from the comparisons of all pairs of those systems."""
    rankings = {}
    for metric in {one.measured.metric.key: one.measured.metric for one in resampled}.values():
        sign = 1 if metric.higher_is_better else -1
        scores = {one.measured.system: sign * one.score for one in resampled if one.measured.metric.key == metric.key}
        ranked = rank_systems(scores, [one for one in pairs if one.metric == metric.key])
        rankings.update({(metric.key, system): ranking for system, ranking in ranked.items()})
    return rankings


def rank_systems(scores: Mapping[str, float], comparisons: Sequence[Comparison]) -> dict[str, Ranking]:
    """The ranking of systems by all pairs' comparisons of one metric and reference.

    ``scores`` are such that higher is better. A cluster ends where every system above is proven better than every one
    below, as in the rankings of WMT. Where a comparison has too few units there is no ranking.
    """
    if any(one.verdict == "too-few" for one in comparisons):
        return {}
    better = {pair for one in comparisons if (pair := _find_winner(one)) is not None}
    order = sorted(scores, key=lambda system: -scores[system])
    ranking, cluster = {}, 1
    for position, system in enumerate(order):
        above, below = order[:position], order[position:]
        if above and all((upper, lower) in better for upper in above for lower in below):
            cluster += 1
        wins = sum((system, other) in better for other in order)
        losses = sum((other, system) in better for other in order)
        ranking[system] = Ranking(rank=(losses + 1, len(order) - wins), cluster=cluster)
    return ranking


def _find_winner(comparison: Comparison) -> tuple[str, str] | None:
    """(better, worse), or ``None`` where that is not decided."""
    if comparison.verdict == "better":
        return comparison.system, comparison.baseline
    return (comparison.baseline, comparison.system) if comparison.verdict == "worse" else None


def find_visible_difference(comparisons: Sequence[Comparison]) -> float | None:
    """The difference that such comparisons find four times in five at the 5 % level, before any adjustment; ``None``
    without intervals.

    The standard error is a quarter of the usual comparison's 95 % interval, nearly: its width over 2 × 1.96, the median
    over comparisons.
    """
    widths = [
        one.interval[1] - one.interval[0]
        for one in comparisons
        if one.interval is not None and one.verdict != "too-few"
    ]
    return _SPREADS * median(widths) / (2 * 1.959964) if widths else None


_FEWEST_FOR_PEOPLE = 500
_HUMAN = {"BLEU": (88.3333, 0.96639, 1.0), "chrF2": (93.0, 1.11427, 1.0), "COMET": (96.2237, 2.83592, 100.0)}


def estimate_agreement(comparison: Comparison, *, signature: str, language: str, segments: int) -> float | None:
    """An estimate of how often people prefer the system that this metric proves better by this difference, in per cent, at
    least 50.

    The curves are those of MT-Thresholds (Kocmi et al. 2024, <https://aclanthology.org/2024.acl-long.110/>), made on the
    systems of large test sets; ``None`` where that says nothing: without a verdict, under 500 segments, for other
    metrics and COMET models, and in languages written without spaces, for which BLEU cuts words in its own way.
    """
    metric = comparison.metric
    if comparison.verdict not in ("better", "worse") or segments < _FEWEST_FOR_PEOPLE:
        return None
    if metric not in _HUMAN or (metric == "COMET" and "wmt22-comet-da" not in signature):
        return None
    if language in WRITTEN_WITHOUT_SPACES:
        return None
    top, slope, factor = _HUMAN[metric]
    return max(50.0, top / (1 + math.exp(-slope * abs(comparison.difference) * factor)))
