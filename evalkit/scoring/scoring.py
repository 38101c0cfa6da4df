"""Scoring: evaluation sets in, the long frame of scores out.

Every metric sees all samples of all systems at once and gives statistics for each; segment, document and system scores
are scores of sums of them. Nothing is scored without a source; what a set leaves out is counted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from evalkit.data import NO_REFERENCE, CorpusScore, EvalSet, MetricOptions, Sample
from evalkit.data.frames import make_scores_frame
from evalkit.data.metric import Metric, Progress
from evalkit.errors import MetricNotApplicableError, MetricUnavailableError
from evalkit.plugins import list_names, load_plugin

if TYPE_CHECKING:
    import numpy as np
    import pandas
    from numpy.typing import NDArray

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceChoice:
    """One way to score: against which of the segments' references, and through which change of all texts (e.g. of quote
    style).

    A segment is scored if it has every reference named.
    """

    name: str
    references: tuple[str, ...]
    prepare: Callable[[str], str] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Measured:
    """One metric's statistics, shape (segments, d), for one system against one reference choice.

    ``indexes`` are into the set's segments; ``places`` say which segments these are, by document and number, whatever
    else the set holds: only scores of the same places can be compared.
    """

    metric: Metric
    system: str
    reference: str
    indexes: tuple[int, ...]
    places: tuple[tuple[str, int], ...]
    samples: tuple[Sample, ...]
    statistics: NDArray[np.float64]

    @property
    def documents(self) -> tuple[str, ...]:
        """The document of each segment."""
        return tuple(document for document, _ in self.places)

    def score_corpus(self) -> CorpusScore:
        """The score of all segments together."""
        return CorpusScore(
            value=self.metric.score(self.statistics.sum(axis=0)),
            signature=self.metric.sign(self.samples),
            segments=len(self.samples),
        )

    def score_documents(self) -> dict[str, float]:
        """The score of each document's segments, in the order of the documents."""
        rows: dict[str, list[int]] = {}
        for row, document in enumerate(self.documents):
            rows.setdefault(document, []).append(row)
        return {document: self.metric.score(self.statistics[own].sum(axis=0)) for document, own in rows.items()}


def reads_references(metric: Metric) -> bool:
    """Whether references change what the metric says: a reference-free model ignores those that there are."""
    return metric.needs_reference or metric.uses_reference


def create_metrics(names: Sequence[str], options: MetricOptions) -> tuple[list[Metric], dict[str, str]]:
    """The metrics of those names, else all defaults, and for each that cannot run the reason, by its key.

    A default metric that means nothing for the languages is left out without a word.
    """
    metrics: list[Metric] = []
    refused: dict[str, str] = {}
    for name in dict.fromkeys(name.lower() for name in names or default_metrics()):
        module = load_plugin("metrics", name)
        try:
            metrics.append(module.create(options))
        except MetricNotApplicableError as error:
            if names:
                refused[module.KEY] = str(error)
        except MetricUnavailableError as error:
            refused[module.KEY] = str(error)
    return metrics, refused


def default_metrics() -> list[str]:
    """The names of the metrics that run unless others are named."""
    return [name for name in list_names("metrics") if load_plugin("metrics", name).DEFAULT]


def measure_sets(
    sets: Sequence[EvalSet],
    choices: Sequence[ReferenceChoice],
    metric: Metric,
    progress: Progress | None = None,
) -> list[Measured]:
    """The statistics of one metric for every set and reference choice; a combination without a segment to score is left
    out."""
    jobs = []
    for evaluation_set in sets:
        for choice in choices:
            chosen = list(_choose_samples(evaluation_set, choice, metric))
            if chosen:
                jobs.append((evaluation_set, choice, chosen))
    statistics = metric.collect([sample for *_, chosen in jobs for _, sample in chosen], progress)
    measured, start = [], 0
    for evaluation_set, choice, chosen in jobs:
        indexes = tuple(index for index, _ in chosen)
        segments = [evaluation_set.segments[index] for index in indexes]
        measured.append(
            Measured(
                metric=metric,
                system=evaluation_set.system,
                reference=choice.name,
                indexes=indexes,
                places=tuple((segment.document.name, segment.index) for segment in segments),
                samples=tuple(sample for _, sample in chosen),
                statistics=statistics[start : start + len(chosen)],
            )
        )
        start += len(chosen)
    return measured


def measure_again(measured: Sequence[Measured], samples: Sequence[Sequence[Sample]]) -> list[Measured]:
    """The same on other samples, one for each row. Only rows that changed are counted again, of all systems of a metric
    at once."""
    rows = [_find_changed(one, own) for one, own in zip(measured, samples, strict=True)]
    again = list(measured)
    for metric in {id(one.metric): one.metric for one in measured}.values():
        numbers = [number for number, one in enumerate(measured) if one.metric is metric and rows[number]]
        counted = metric.collect([samples[number][row] for number in numbers for row in rows[number]])
        start = 0
        for number in numbers:
            statistics = measured[number].statistics.copy()
            statistics[rows[number]] = counted[start : start + len(rows[number])]
            start += len(rows[number])
            again[number] = replace(measured[number], samples=tuple(samples[number]), statistics=statistics)
    return again


def _find_changed(measured: Measured, samples: Sequence[Sample]) -> list[int]:
    return [row for row, (old, new) in enumerate(zip(measured.samples, samples, strict=True)) if old != new]


def measure_ready(
    sets: Sequence[EvalSet],
    choices: Sequence[ReferenceChoice],
    metric: Metric,
    *,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> tuple[list[Measured], str | None]:
    """As :func:`measure_sets`, but with what the metric needs fetched first, and with the reason in place of an error.

    A reference-free metric scores every segment once, whatever references there are.
    ``announce`` is told what will be fetched, how large it is and under which licence, before it is; without one the
    log is.
    """
    if metric.needs_source and not any(segment.source for one in sets for segment in one.segments):
        return [], "it needs the source text; name it (--source)"
    if metric.needs_reference and not any(segment.references for one in sets for segment in one.segments):
        return [], "it needs a reference"
    try:
        if (to_fetch := metric.announce()) is not None:
            (announce or _log.warning)(to_fetch)
            metric.prepare(progress)
        if not reads_references(metric):
            choices = [ReferenceChoice(name=NO_REFERENCE, references=())]
        return measure_sets(sets, choices, metric, progress), None
    except MetricUnavailableError as error:
        return [], str(error)


def _choose_samples(evaluation_set: EvalSet, choice: ReferenceChoice, metric: Metric) -> Iterator[tuple[int, Sample]]:
    change = choice.prepare or (lambda text: text)
    for index, segment in enumerate(evaluation_set.segments):
        if metric.needs_source and not segment.source:
            continue
        if all(segment.references.get(name) for name in choice.references):
            yield (
                index,
                Sample(
                    hypothesis=change(segment.hypothesis_text),
                    source=segment.source_text if segment.source else None,
                    references=tuple(change(segment.reference_text(name)) for name in choice.references),
                ),
            )


def make_score_frame(measured: Sequence[Measured]) -> pandas.DataFrame:
    """The long frame of scores (:data:`evalkit.data.frames.SCORES`): each system, each of its documents, each segment.

    A missing index means the whole document, a missing document the whole system.
    """
    rows: list[dict[str, Any]] = []
    for one in measured:
        rows += _rows_of(one)
    return make_scores_frame(rows)


def _rows_of(measured: Measured) -> Iterator[dict[str, Any]]:
    corpus = measured.score_corpus()
    common = {"system": measured.system, "reference": measured.reference, "metric": measured.metric.key}
    yield {**common, "document": None, "index": None, "signature": corpus.signature, "value": corpus.value}
    for document, value in measured.score_documents().items():
        yield {**common, "document": document, "index": None, "signature": corpus.signature, "value": value}
    signature = measured.metric.sign(measured.samples, of_segments=True)
    each = measured.metric.score_each(measured.statistics)
    for (document, index), value in zip(measured.places, each.tolist(), strict=True):
        yield {**common, "document": document, "index": index, "signature": signature, "value": value}
