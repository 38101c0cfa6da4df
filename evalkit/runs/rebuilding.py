"""The scores of a run, made again from what the run keeps: texts, statistics, sampling, signatures. Nothing is scored
anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from evalkit.alignment.line_sets import make_line_sets
from evalkit.comparing.line_scores import LineScores
from evalkit.data import EvalSet, Passage, Sample
from evalkit.data.metric import Mark, Metric, Progress
from evalkit.data.test_sets import LineText, TestSet
from evalkit.errors import MetricUnavailableError
from evalkit.jobs.scoring_lines import complete_scores
from evalkit.plugins import require_name
from evalkit.runs.runs import Run, create_metric
from evalkit.scoring.scoring import Measured

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def rebuild_scores(run: Run, *, baseline: str | None = None) -> LineScores:
    """The scores as they were when the run was made, or with comparisons with another baseline.

    A metric that cannot be had here (COMET without its package) is in ``not_scored`` with the reason. Raises
    UnknownNameError for an unknown baseline.
    """
    if baseline is not None:
        require_name(baseline, run.systems, what="system", where="--baseline: ")
    test_set, options = _rebuild_test_set(run), run.options
    sets = make_line_sets(test_set, source_language=options.source_language, target_language=options.target_language)
    metrics, refused = _create_metrics(run)
    return complete_scores(
        test_set,
        options,
        sets,
        [_measure_kept(run, metric, own) for metric in metrics for own in sets],
        baseline=baseline or run.manifest.get("baseline"),
        sampling=run.sampling,
        not_scored={**run.scores["not_scored"], **refused},
        warnings=run.scores["warnings"],
    )


def _measure_kept(run: Run, metric: Metric, evaluated: EvalSet) -> Measured:
    """What was measured, signed as then, with the names of the segments' documents, which they have even where the test
    set names none."""
    key, system = metric.key, evaluated.system
    corpus = str(run.find_score(key, system)["signature"])
    of_segments = run.manifest.get("segment_signatures", {}).get(system, {}).get(key, corpus)
    measured = run.measure(KeptMetric(metric, corpus, of_segments), system)
    segments = [evaluated.segments[index] for index in measured.indexes]
    return replace(measured, places=tuple((segment.document.name, segment.index) for segment in segments))


class KeptMetric:
    """A metric whose signatures are those that its scores were made with; in all else it is the metric of that key.

    The metric of today may sign otherwise (another version), or not at all where its model is not on this machine.
    """

    def __init__(self, metric: Metric, corpus: str, segments: str) -> None:
        self._metric, self._corpus, self._segments = metric, corpus, segments
        self.key, self.shown_factor, self.is_slow = metric.key, metric.shown_factor, metric.is_slow
        self.needs_source, self.needs_reference = metric.needs_source, metric.needs_reference
        self.uses_reference, self.higher_is_better = metric.uses_reference, metric.higher_is_better
        self.warnings = metric.warnings

    def announce(self) -> str | None:
        """Nothing has to be fetched for what is measured already."""
        return None

    def prepare(self, progress: Progress | None = None) -> None:
        """Nothing has to be fetched for what is measured already."""

    def collect(self, samples: Sequence[Sample], progress: Progress | None = None) -> NDArray[np.float64]:
        """The statistics of other texts, by the metric of today."""
        return self._metric.collect(samples, progress)

    def score(self, statistics: NDArray[np.float64]) -> float:
        """The metric's corpus score of summed statistics."""
        return self._metric.score(statistics)

    def score_sums(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """The metric's corpus scores of many sums."""
        return self._metric.score_sums(sums)

    def score_resamples(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same, with the arithmetic of the metric's own bootstrap."""
        return self._metric.score_resamples(sums)

    def describe_sum(self, statistics: NDArray[np.float64]) -> str:
        """What the metric says beside a score."""
        return self._metric.describe_sum(statistics)

    def score_each(self, statistics: NDArray[np.float64]) -> NDArray[np.float64]:
        """The metric's segment scores."""
        return self._metric.score_each(statistics)

    def sign(self, samples: Sequence[Sample], *, of_segments: bool = False) -> str:
        """The signature that the run gives the system's score."""
        return self._segments if of_segments else self._corpus

    def mark(self, samples: Sequence[Sample]) -> Sequence[Sequence[Mark]]:
        """A run keeps scores, not what a model marked."""
        return [()] * len(samples)


def _create_metrics(run: Run) -> tuple[list[Metric], dict[str, str]]:
    metrics: list[Metric] = []
    refused: dict[str, str] = {}
    for key in run.metrics:
        try:
            metrics.append(create_metric(key, run.options))
        except MetricUnavailableError as error:
            refused[key] = str(error)
    return metrics, refused


def _rebuild_test_set(run: Run) -> TestSet:
    texts = [_rebuild_text(run, described) for described in run.manifest["inputs"]]
    return TestSet(
        systems={text.name: text for text in texts if text.role == "hypothesis"},
        references={text.name: text for text in texts if text.role == "reference"},
        source=next((text for text in texts if text.role == "source"), None),
        documents=tuple(run.texts["documents"]),
        domains=tuple(run.texts["domains"]),
    )


def _rebuild_text(run: Run, described: Mapping[str, Any]) -> LineText:
    role, name = described["role"], described["name"]
    held = {"source": {name: run.texts["source"]}, "reference": run.texts["references"]}.get(role, run.texts["systems"])
    lines = held[name]
    file = described.get("file", described["path"])
    numbers = run.texts.get("lines", {}).get(f"{role} {name}") or range(1, len(lines) + 1)
    passages = (Passage(text=text, path=file, line=line) for text, line in zip(lines, numbers, strict=True))
    text = LineText(name=name, path=described["path"], lines=tuple(passages), sha256=described["sha256"])
    return replace(text, role=role)
