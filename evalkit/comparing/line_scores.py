"""The scores of one test set: everything that is known of how its systems compare."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from evalkit.comparing.differences import Resamples
from evalkit.comparing.ranking import Ranking, estimate_agreement, find_visible_difference
from evalkit.comparing.resampling import Sampling, find_floor
from evalkit.data import Comparison, EvalSet, MetricOptions
from evalkit.data.metric import Metric
from evalkit.data.showing import count_of
from evalkit.data.test_sets import TestSet
from evalkit.reading.provenance import Derivation
from evalkit.scoring.scoring import Measured, make_score_frame

if TYPE_CHECKING:
    import numpy as np
    import pandas
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True, eq=False)
class LineScores:
    """The scores of one test set. Mappings are by (metric, system); ``pairs`` compares all systems, ``comparisons``
    those asked for.

    All pairs take more resamples (``pair_sampling``) than intervals and comparisons with a baseline, of which these are
    the first. ``baseline`` is the system that comparisons were asked for with, if any.
    """

    test_set: TestSet
    options: MetricOptions
    sets: tuple[EvalSet, ...]
    measured: tuple[Measured, ...]
    sampling: Sampling
    pair_sampling: Sampling
    baseline: str | None
    resampled: Mapping[tuple[str, str], Resamples]
    pairs: tuple[Comparison, ...]
    comparisons: tuple[Comparison, ...]
    rankings: Mapping[tuple[str, str], Ranking]
    derivations: tuple[Derivation, ...]
    not_scored: Mapping[str, str]
    warnings: tuple[str, ...]

    @property
    def language(self) -> str:
        """The target language's code."""
        return self.options.target_language

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems in the order in which they were given."""
        return tuple(self.test_set.systems)

    @cached_property
    def best_first(self) -> tuple[str, ...]:
        """The systems, best first by the first metric that was scored; those that it did not score come last."""
        if not self.metrics:
            return self.systems
        first = next(iter(self.metrics.values()))
        sign = -1 if first.higher_is_better else 1

        def order(system: str) -> float:
            scored = self.resampled.get((first.key, system))
            return math.inf if scored is None else sign * scored.score

        return tuple(sorted(self.systems, key=order))

    @cached_property
    def metrics(self) -> Mapping[str, Metric]:
        """The metrics that were scored, by key, in order."""
        return {one.metric.key: one.metric for one in self.measured}

    @cached_property
    def by_key(self) -> Mapping[tuple[str, str], Measured]:
        """What was measured, by (metric, system)."""
        return {(one.metric.key, one.system): one for one in self.measured}

    @cached_property
    def segment_scores(self) -> Mapping[tuple[str, str], NDArray[np.float64]]:
        """The segment scores by (metric, system), in the order of what was measured, on the metric's own scale."""
        return {key: one.metric.score_each(one.statistics) for key, one in self.by_key.items()}

    @cached_property
    def signatures(self) -> Mapping[tuple[str, str], str]:
        """The corpus signatures by (metric, system). Those of a metric differ at most in what they say of the texts, such
        as how many segments a model saw cut."""
        return {key: one.score_corpus().signature for key, one in self.by_key.items()}

    @cached_property
    def signatures_listed(self) -> Sequence[tuple[str, str, Sequence[str]]]:
        """Each metric with each of its signatures, and the systems that have it, none where all do."""
        systems: dict[tuple[str, str], list[str]] = defaultdict(list)
        for (metric, system), signature in self.signatures.items():
            systems[metric, signature].append(system)
        several = {key for key, count in Counter(key for key, _ in systems).items() if count > 1}
        return [(metric, signature, own if metric in several else ()) for (metric, signature), own in systems.items()]

    def find_visible(self, metric: str) -> float | None:
        """The difference that a comparison of two of these systems finds four times in five, on the metric's own
        scale."""
        return find_visible_difference([one for one in self.pairs if one.metric == metric])

    @cached_property
    def too_few(self) -> str | None:
        """In a sentence, that there are too few segments or documents to compare systems; ``None`` where there are
        enough for some metric."""
        if not self.pairs or any(one.verdict != "too-few" for one in self.pairs):
            return None
        compared = sum(one.metric == self.pairs[0].metric for one in self.pairs)
        return (
            f"Too few to compare: {count_of(self.pairs[0].units, self.sampling.unit)} drawn, and {find_floor(compared)} or more are needed for "
            f"{count_of(compared, 'comparison')}; so there are no verdicts, ranks or p-values."
        )

    def estimate_agreement(self, comparison: Comparison) -> float | None:
        """How often people would prefer the better of two systems, by an estimate (see
        :func:`evalkit.comparing.ranking.estimate_agreement`)."""
        key = comparison.metric, comparison.system
        return estimate_agreement(
            comparison,
            signature=self.signatures[key],
            language=self.language,
            segments=len(self.by_key[key].samples),
        )

    @cached_property
    def frame(self) -> pandas.DataFrame:
        """The long frame of :mod:`evalkit.data.frames`: corpus, document and segment scores."""
        return make_score_frame(self.measured)
