"""The same as the command line, from Python: functions that return frames.

Columns are declared in :mod:`evalkit.frames`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evalkit.data import Evaluation, MetricOptions

if TYPE_CHECKING:
    import pandas

AnyPath = str | os.PathLike[str]


class Results(NamedTuple):
    """What :func:`evaluate` returns: the frames of scores and findings, and the evaluation that reports are written from."""

    scores: pandas.DataFrame
    findings: pandas.DataFrame
    evaluation: Evaluation


def evaluate(
    folder: AnyPath,
    *,
    metrics: Sequence[str] = (),
    model: str | None = None,
    precision: str | None = None,
    cached: bool = True,
    trusted: bool = False,
    checks: Sequence[str] = (),
    without: Sequence[str] = (),
    glossary: AnyPath | None = None,
    source_language: str | None = None,
    target_language: str | None = None,
    encoding: str | None = None,
    paragraphs: str | None = None,
) -> Results:
    """The whole job on a folder of documents, without writing anything: ``evalkit.reporting.write_report`` writes it.

    Raises EvalkitError for what cannot be read or paired. What could not be scored is in ``evaluation.not_scored``, with the reason.
    A model that is not on this machine is fetched.
    """
    from evalkit.checking import choose_checks
    from evalkit.evaluating import complete_job, prepare_job, title_of
    from evalkit.frames import make_findings_frame
    from evalkit.reading import read_folder
    from evalkit.scoring import create_metrics, measure_ready
    from evalkit.settings import load_settings

    settings = load_settings(
        Path(folder),
        metrics=_as_list(metrics),
        model=model,
        checks=checks,
        without=without,
        glossary=None if glossary is None else os.fspath(glossary),
        source_language=source_language,
        target_language=target_language,
        encoding=encoding,
        paragraphs=paragraphs,
    )
    job = prepare_job(
        read_folder(Path(folder), settings),
        choose_checks(settings.checks, settings.without),
        title=title_of(Path(folder)),
    )
    options = MetricOptions(
        source_language=settings.source_language,
        target_language=settings.target_language,
        model=settings.model,
        precision=precision,
        cached=cached,
        trusted=trusted,
    )
    chosen, not_scored = create_metrics(settings.metrics, options)
    measured = []
    for metric in chosen:
        found, reason = measure_ready(job.sets, job.choices, metric)
        measured += found
        if reason is not None and job.sets:
            not_scored[metric.key] = reason
    evaluation = complete_job(job, measured, not_scored)
    return Results(evaluation.scores, make_findings_frame(evaluation.findings), evaluation)


def audit(
    *paths: AnyPath,
    outputs: bool = False,
    checks: Sequence[str] = (),
    without: Sequence[str] = (),
    glossary: AnyPath | None = None,
    source_language: str | None = None,
    target_language: str | None = None,
    encoding: str | None = None,
    paragraphs: str | None = None,
) -> pandas.DataFrame:
    """The findings of documents (files or folders), of every confidence, one a row."""
    from evalkit.auditing import audit_paths
    from evalkit.frames import make_findings_frame

    found = audit_paths(
        [Path(path) for path in paths],
        outputs=outputs,
        checks=checks,
        without=without,
        glossary=None if glossary is None else os.fspath(glossary),
        source_language=source_language,
        target_language=target_language,
        encoding=encoding,
        paragraphs=paragraphs,
    )
    return make_findings_frame(found.findings)


def score(
    *hypotheses: AnyPath,
    references: Sequence[AnyPath] = (),
    source: AnyPath | None = None,
    documents: AnyPath | None = None,
    allow: Sequence[str] = (),
    metrics: Sequence[str] = (),
    model: str | None = None,
    precision: str | None = None,
    cached: bool = True,
    trusted: bool = False,
    source_language: str | None = None,
    target_language: str | None = None,
    encoding: str | None = None,
) -> pandas.DataFrame:
    """Scores of line-aligned hypothesis files against all references: the long frame, corpus and segment rows.

    Raises MetricUnavailableError if a metric that was named cannot run; a default one that cannot is left out.
    """
    from evalkit.errors import MetricUnavailableError
    from evalkit.line_scoring import score_files

    scores = score_files(
        [Path(path) for path in hypotheses],
        [Path(path) for path in _as_list(references)],
        None if source is None else Path(source),
        documents=None if documents is None else Path(documents),
        allowed=allow,
        metrics=_as_list(metrics),
        model=model,
        precision=precision,
        cached=cached,
        trusted=trusted,
        source_language=source_language,
        target_language=target_language,
        encoding=encoding,
    )
    if metrics and scores.not_scored:
        raise MetricUnavailableError("; ".join(f"{key} not scored: {why}" for key, why in scores.not_scored.items()))
    return scores.frame


def _as_list(value: Any) -> list[Any]:
    """One value, or several, as a list."""
    return [value] if isinstance(value, (str, os.PathLike)) else list(value)
