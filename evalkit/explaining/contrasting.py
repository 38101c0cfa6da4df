"""Two systems side by side: the segments that carry their difference, and those in which two metrics disagree about
it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from evalkit.comparing.line_scores import LineScores
from evalkit.data.metric import Metric
from evalkit.explaining.differing import Difference, compare_words
from evalkit.scoring.scoring import Measured

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CLEAR = 1.0
"""A metric sees a clear difference in a segment that is as large as its differences usually are (their root mean
square) or larger."""
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """One segment of two systems, with the words that differ (:mod:`evalkit.explaining.differing`).

    ``index`` is the segment's place in the test set, from 0; ``place`` is the system's ``path:line``. ``between`` leads
    from the baseline's text to the system's, the other two from the first reference to each. ``source`` and
    ``reference`` are ``None`` where there is none.
    """

    index: int
    place: str
    document: str | None
    source: str | None
    reference: str | None
    system: str
    baseline: str
    hypothesis: str
    baseline_hypothesis: str
    between: tuple[Difference, ...]
    from_reference: tuple[Difference, ...]
    baseline_from_reference: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """A segment that carries much of the difference of two systems by one metric.

    ``carried`` is the corpus difference less what it is without the segment; ``value`` and ``baseline_value`` are
    segment scores. All are on the metric's own scale.
    """

    metric: str
    carried: float
    value: float
    baseline_value: float
    texts: SideBySide


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreeingSegment:
    """A segment that is clearly better by one metric and clearly worse by the other. ``values`` are the system's and
    the baseline's score by each.

    ``sizes`` are the two differences in units of what differences of that metric usually are, positive where the system
    is better.
    """

    values: tuple[tuple[float, float], ...]
    sizes: tuple[float, float]
    texts: SideBySide


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """How often two metrics contradict each other about two systems: in ``opposed`` of the ``clear`` segments, in which
    both see a clear difference."""

    metrics: tuple[str, str]
    system: str
    baseline: str
    clear: int
    opposed: int
    segments: tuple[DisagreeingSegment, ...]


def find_contrasts(
    scores: LineScores, metric: str, system: str, baseline: str, *, shown: int = _SHOWN
) -> list[Contrast]:
    """The segments that carry most of a difference in its own direction, the largest first, then those that carry most
    against it.

    Both systems must have been scored on the same segments.
    """
    measured, base = scores.by_key[metric, system], scores.by_key[metric, baseline]
    carried = _measure_carried(measured, base)
    sign = 1 if _find_difference(measured, base) >= 0 else -1
    order = _drop_repeats((-sign * carried).argsort(kind="stable").tolist(), measured, base)
    for_it = [row for row in order[:shown] if sign * carried[row] > 0]
    against = [row for row in reversed(order[-shown:]) if sign * carried[row] < 0]
    values, baseline_values = scores.segment_scores[metric, system], scores.segment_scores[metric, baseline]
    return [
        Contrast(
            metric=metric,
            carried=float(carried[row]),
            value=float(values[row]),
            baseline_value=float(baseline_values[row]),
            texts=set_side_by_side(scores, measured.indexes[row], system, baseline),
        )
        for row in [*for_it, *against]
    ]


def find_disagreements(scores: LineScores, system: str, baseline: str, *, shown: int = _SHOWN) -> list[Disagreement]:
    """For each two metrics how often they contradict each other, with the segments in which they do so most, in the
    order of the metrics.

    Metrics that did not score the same segments of both systems are left out.
    """
    return [
        _disagree(scores, metrics, system, baseline, shown)
        for metrics in combinations(scores.metrics, 2)
        if len({_find_indexes(scores, metric, name) for metric in metrics for name in (system, baseline)}) == 1
        and _find_indexes(scores, metrics[0], system)
    ]


def _find_indexes(scores: LineScores, metric: str, system: str) -> tuple[int, ...]:
    measured = scores.by_key.get((metric, system))
    return () if measured is None else measured.indexes


def _disagree(scores: LineScores, metrics: tuple[str, str], system: str, baseline: str, shown: int) -> Disagreement:
    import numpy as np

    values = [(scores.segment_scores[key, system], scores.segment_scores[key, baseline]) for key in metrics]
    one, other = (_scale(own - base, scores.metrics[key]) for (own, base), key in zip(values, metrics, strict=True))
    least = np.minimum(np.abs(one), np.abs(other))
    clear = least >= _CLEAR
    opposed = clear & (one * other < 0)
    ordered = [row for row in (-least).argsort(kind="stable").tolist() if opposed[row]]
    rows = _drop_repeats(ordered, scores.by_key[metrics[0], system], scores.by_key[metrics[0], baseline])[:shown]
    indexes = _find_indexes(scores, metrics[0], system)
    return Disagreement(
        metrics=metrics,
        system=system,
        baseline=baseline,
        clear=int(clear.sum()),
        opposed=int(opposed.sum()),
        segments=tuple(
            DisagreeingSegment(
                values=tuple((float(own[row]), float(base[row])) for own, base in values),
                sizes=(float(one[row]), float(other[row])),
                texts=set_side_by_side(scores, indexes[row], system, baseline),
            )
            for row in rows
        ),
    )


def _drop_repeats(rows: Sequence[int], measured: Measured, baseline: Measured) -> list[int]:
    """The rows without those whose texts an earlier one has: a test set may say the same thing many times."""
    first = {(measured.samples[row], baseline.samples[row].hypothesis): row for row in reversed(rows)}
    return [row for row in rows if first[measured.samples[row], baseline.samples[row].hypothesis] == row]


def _scale(differences: NDArray[np.float64], metric: Metric) -> NDArray[np.float64]:
    """Differences in units of their root mean square, positive where the system is better; zero stays no difference."""
    import numpy as np

    usual = float(np.sqrt((differences**2).mean())) or 1.0
    scaled: NDArray[np.float64] = differences / usual * (1 if metric.higher_is_better else -1)
    return scaled


def set_side_by_side(scores: LineScores, index: int, system: str, baseline: str) -> SideBySide:
    """One segment of two systems beside the first reference."""
    test_set, language = scores.test_set, scores.language
    passage, base = test_set.systems[system].lines[index], test_set.systems[baseline].lines[index].text
    reference = next((text.lines[index].text for text in test_set.references.values()), None)
    return SideBySide(
        index=index,
        place=f"{passage.path}:{passage.line}",
        document=test_set.documents[index] if test_set.documents else None,
        source=test_set.source.lines[index].text if test_set.source else None,
        reference=reference,
        system=system,
        baseline=baseline,
        hypothesis=passage.text,
        baseline_hypothesis=base,
        between=compare_words(base, passage.text, language=language),
        from_reference=() if reference is None else compare_words(reference, passage.text, language=language),
        baseline_from_reference=() if reference is None else compare_words(reference, base, language=language),
    )


def _find_difference(measured: Measured, baseline: Measured) -> float:
    metric = measured.metric
    return metric.score(measured.statistics.sum(axis=0)) - metric.score(baseline.statistics.sum(axis=0))


def _measure_carried(measured: Measured, baseline: Measured) -> NDArray[np.float64]:
    """For each segment the corpus difference less the corpus difference without it."""
    without, base_without = (
        one.metric.score_sums(one.statistics.sum(axis=0) - one.statistics) for one in (measured, baseline)
    )
    carried: NDArray[np.float64] = _find_difference(measured, baseline) - (without - base_without)
    return carried
