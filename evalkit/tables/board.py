"""The scores of a test set as people read them: rows of systems, best first, with what a table in any format shows of
each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evalkit.comparing.line_scores import LineScores
from evalkit.comparing.resampling import RANDOMIZED, Test
from evalkit.data import Comparison
from evalkit.data.metric import Metric
from evalkit.data.showing import count_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCell:
    """A score and its interval on the scale people read. ``best``: the highest; ``tied``: not proven worse than the
    best."""

    score: float
    interval: tuple[float, float]
    rank: tuple[int, int] | None
    cluster: int | None
    best: bool
    tied: bool

    @property
    def shown_rank(self) -> str:
        """The rank, or the range of ranks; a dash where there are too few segments to tell."""
        if self.rank is None:
            return "–"
        first, last = self.rank
        return str(first) if first == last else f"{first}–{last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemRow:
    """One system's cells by metric."""

    system: str
    cells: Mapping[str, ScoreCell]


def make_rows(scores: LineScores) -> list[SystemRow]:
    """The systems, best first by the first metric that was scored."""
    return [
        SystemRow(
            system=system,
            cells={key: _make_cell(scores, key, system) for key in scores.metrics if (key, system) in scores.by_key},
        )
        for system in scores.best_first
    ]


def _make_cell(scores: LineScores, key: str, system: str) -> ScoreCell:
    metric, resampled, ranking = scores.metrics[key], scores.resampled[key, system], scores.rankings.get((key, system))
    values = [one.score for (other, _), one in scores.resampled.items() if other == key]
    best = max(values) if metric.higher_is_better else min(values)
    low, high = resampled.interval
    return ScoreCell(
        score=resampled.score * metric.shown_factor,
        interval=(low * metric.shown_factor, high * metric.shown_factor),
        rank=None if ranking is None else ranking.rank,
        cluster=None if ranking is None else ranking.cluster,
        best=ranking is not None and resampled.score == best and len(values) > 1,
        tied=ranking is not None and ranking.rank[0] == 1 and len(values) > 1,
    )


def title_metric(metric: Metric) -> str:
    """The metric's name as a column's heading: with the factor, and an arrow where less is better."""
    factor = "" if metric.shown_factor == 1 else f" ×{metric.shown_factor:g}"
    return f"{metric.key}{factor}{'' if metric.higher_is_better else ' ↓'}"


def name_systems(systems: Sequence[str]) -> str:
    """What stands behind a signature that not all systems have."""
    return f" ({', '.join(systems)})" if systems else ""


def describe_sampling(scores: LineScores) -> str:
    """How intervals, ranks and comparisons were found, in one sentence."""
    sampling = scores.pair_sampling
    return (
        f"Intervals: 95 %, bootstrap. Ranks: {_TESTS[sampling.test]}, {sampling.samples} samples of {sampling.unit}s, seed {sampling.seed}, all "
        "pairs, adjusted by Holm."
    )


_TESTS: Mapping[Test, str] = {
    "studentised-bootstrap": "studentised bootstrap",
    "paired-randomization": "paired randomization",
    "sacrebleu-bs": "sacrebleu's paired bootstrap (its p-values are about half of two-sided ones)",
    "sacrebleu-ar": "sacrebleu's approximate randomization",
}


def describe_draws(scores: LineScores) -> str:
    """:func:`describe_sampling` with how many resamples each figure rests on; of one system its interval alone."""
    sampling = scores.sampling
    drawn = len(next(iter(scores.resampled.values())).values)
    if len(scores.systems) == 1:
        return f"Intervals: 95 %, bootstrap, {drawn} samples of {sampling.unit}s, seed {sampling.seed}."
    if scores.too_few is not None:
        return (
            f"Intervals: 95 %, bootstrap, {drawn} samples of {sampling.unit}s, seed {sampling.seed}. {scores.too_few}"
        )
    described = describe_sampling(scores)
    if sampling.test in RANDOMIZED:
        return f"{described} Intervals: {drawn} samples."
    if drawn == scores.pair_sampling.samples:
        return described
    compared = f" and comparisons with {scores.baseline}" if scores.baseline else ""
    return f"{described} Intervals{compared}: the first {drawn} of these samples."


def describe_power(scores: LineScores) -> list[str]:
    """For each metric, the difference that could have been seen."""
    notes = []
    for key, metric in scores.metrics.items():
        visible = scores.find_visible(key)
        segments = max(len(one.samples) for one in scores.measured if one.metric.key == key)
        if visible:
            notes.append(
                f"With {count_of(segments, 'segment')} a difference of {visible * metric.shown_factor:.2f} {key} is found four times in five (one comparison)."
            )
    return notes


_MOST_PAIRED = 3
"""All pairs of more systems are too many to read one by one; ranks say the same."""


def list_comparisons(scores: LineScores) -> list[str]:
    """The comparisons with a baseline where one was named, else all pairs of few systems, each in a line."""
    if scores.baseline is None and len(scores.systems) > _MOST_PAIRED:
        return []
    return [describe_comparison(one, scores.metrics[one.metric]) for one in scores.comparisons]


def describe_agreement(scores: LineScores) -> list[str]:
    """How often people would agree with the comparisons that are listed, in one sentence with its source, where that is
    known."""
    if not list_comparisons(scores):
        return []
    known = [
        (one, agreement) for one in scores.comparisons if (agreement := scores.estimate_agreement(one)) is not None
    ]
    told = ", ".join(f"{one.metric} {one.system} − {one.baseline} {agreement:.0f} %" for one, agreement in known)
    source = "an estimate from large test sets (MT-Thresholds, Kocmi et al. 2024)"
    return [f"How often people prefer the better system, {source}: {told}."] if known else []


def describe_comparison(comparison: Comparison, metric: Metric) -> str:
    """One comparison in a line, on the scale people read."""
    factor = metric.shown_factor
    parts = [
        f"{comparison.metric}: {comparison.system} − {comparison.baseline} = {comparison.difference * factor:+.2f}"
    ]
    if comparison.interval is not None:
        low, high = comparison.interval
        parts.append(f" [{low * factor:+.2f}, {high * factor:+.2f}]")
    if comparison.p_value is not None:
        parts.append(f", p = {comparison.p_value:.4f}")
    if comparison.adjusted_p_value is not None and comparison.adjusted_p_value != comparison.p_value:
        parts.append(f" (adjusted {comparison.adjusted_p_value:.4f})")
    parts.append(f": {_VERDICTS.get(comparison.verdict, comparison.verdict)}")
    if comparison.is_lost_to_adjustment:
        parts.append(f" after adjustment ({comparison.unadjusted_verdict} by itself)")
    if comparison.verdict == "too-few":
        parts.append(f" ({count_of(comparison.units, 'unit')} drawn)")
    return "".join(parts)


_VERDICTS = {"too-few": "too few to compare"}
