"""The same as the command line, from Python: functions that return frames, and what a notebook shows of them.

Columns and dtypes are declared in :mod:`evalkit.data.frames`; values are unrounded, on the metric's own scale (COMET: 0 to
1).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

    from evalkit.comparing.resampling import DrawnUnit, Test
    from evalkit.tables.results import EvaluationResults, ScoreResults

AnyPath = str | os.PathLike[str]


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
) -> EvaluationResults:
    """The whole job on a folder of documents, without writing anything: ``evalkit.write_report`` writes
    ``.evaluation``.

    ``.scores``: system, reference (``as-is``, ``repaired``, a reference's name, ``all``), document (missing: the whole
    system), index (missing: the whole document), metric, signature, value. ``.comparisons``: metric, system, baseline,
    reference, baseline_reference, difference, interval_low, interval_high, p_value, adjusted_p_value, method, samples,
    seed, verdict; all pairs of systems, and what repairing the reference moves for each system. ``.ranks``: metric,
    system, reference, value, interval_low, interval_high, rank_first, rank_last, cluster, segments, shown_factor,
    higher_is_better, signature; against the existing rendering, or where there is none the first reference.
    ``.findings``: as of :func:`audit`.

    Raises EvalkitError for what cannot be read or paired. What could not be scored is in ``.not_scored``, with the
    reason. A model that is not on this machine is fetched.
    """
    from evalkit.comparing.comparing import resample
    from evalkit.data.frames import make_comparisons_frame, make_findings_frame
    from evalkit.jobs.evaluating import complete_job, select_compared
    from evalkit.jobs.folder_evaluation import measure_job, start_evaluation
    from evalkit.tables.results import EvaluationResults, rank_resamples

    start = start_evaluation(
        Path(folder),
        precision=precision,
        cached=cached,
        trusted=trusted,
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
    measured, failed = measure_job(start.job, start.metrics)
    evaluation = complete_job(start.job, measured, {**start.refused, **failed})
    compared = select_compared(start.job, measured)
    return EvaluationResults(
        scores=evaluation.scores,
        comparisons=make_comparisons_frame(evaluation.comparisons),
        ranks=rank_resamples(resample(compared), evaluation.comparisons),
        not_scored=evaluation.not_scored,
        warnings=tuple(evaluation.warnings),
        findings=make_findings_frame(evaluation.findings),
        evaluation=evaluation,
    )


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
    """The findings of documents (files or folders), of every confidence, one a row.

    document, path, system (missing: the document itself), side (``source``, ``target``, ``both``), line, column,
    end_line, end_column (from 1, in code points, the end exclusive), text, places (the further places, each a dict),
    check, severity, confidence (0 to 1), category, message, suggestion (missing: none; empty: delete), safe, group,
    fingerprint, location.

    Raises EvalkitError for what cannot be read.
    """
    from evalkit.data.frames import make_findings_frame
    from evalkit.jobs.auditing import audit_paths

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
    baseline: str | None = None,
    test: Test = "studentised-bootstrap",
    samples: int | None = None,
    seed: int | None = None,
    resample: DrawnUnit = "segment",
    metrics: Sequence[str] = (),
    model: str | None = None,
    precision: str | None = None,
    cached: bool = True,
    trusted: bool = False,
    source_language: str | None = None,
    target_language: str | None = None,
    encoding: str | None = None,
) -> ScoreResults:
    """Scores of line-aligned hypotheses (files, folders, globs) against all references together.

    ``.scores``: system, reference, document (missing: the whole system), index (missing: the whole document), metric,
    signature, value. ``.comparisons``: metric, system, baseline, reference, baseline_reference, difference,
    interval_low, interval_high, p_value, adjusted_p_value, method, samples, seed, verdict; of all pairs, or of each
    system with ``baseline``. ``.ranks``: metric, system, reference, value, interval_low, interval_high, rank_first,
    rank_last, cluster, segments, shown_factor, higher_is_better, signature; best first. ``.line_scores`` is what
    ``evalkit.explain_scores`` explains and ``evalkit.keep_metrics_eval`` writes.

    Raises ReadingError and PairingError with every reason why texts cannot be scored, MetricUnavailableError if a
    metric that was named cannot run; a default one that cannot is in ``.not_scored``.
    """
    from evalkit.comparing.resampling import choose_sampling
    from evalkit.data.frames import make_comparisons_frame
    from evalkit.errors import MetricUnavailableError
    from evalkit.jobs.scoring_lines import score_files
    from evalkit.tables.results import ScoreResults, rank_resamples

    scores = score_files(
        [Path(path) for path in hypotheses],
        [Path(path) for path in _as_list(references)],
        None if source is None else Path(source),
        documents=None if documents is None else Path(documents),
        allowed=_as_list(allow),
        metrics=_as_list(metrics),
        model=model,
        precision=precision,
        cached=cached,
        trusted=trusted,
        source_language=source_language,
        target_language=target_language,
        encoding=encoding,
        baseline=baseline,
        sampling=choose_sampling(test=test, samples=samples, seed=seed, unit=resample),
    )
    if metrics and scores.not_scored:
        raise MetricUnavailableError("; ".join(f"{key} not scored: {why}" for key, why in scores.not_scored.items()))
    return ScoreResults(
        scores=scores.frame,
        comparisons=make_comparisons_frame(scores.comparisons),
        ranks=rank_resamples(list(scores.resampled.values()), scores.pairs),
        not_scored=scores.not_scored,
        warnings=scores.warnings,
        line_scores=scores,
    )


def _as_list(value: Any) -> list[Any]:
    """One value, or several, as a list."""
    return [value] if isinstance(value, (str, os.PathLike)) else list(value)
