"""``evalkit eval``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from evalkit.checking import choose_checks
from evalkit.commands.options import (
    check_options,
    encoding_option,
    glossary_option,
    language_options,
    metric_options,
    paragraphs_option,
)
from evalkit.commands.terminal import print_table, say, show_progress
from evalkit.data import QUOTES_NORMALISED, Evaluation, MetricOptions
from evalkit.evaluating import Job, complete_job, prepare_job, title_of
from evalkit.metrics import Metric
from evalkit.reading import read_folder
from evalkit.reporting import require_folder, write_report
from evalkit.scoring import Measured, create_metrics, measure_ready
from evalkit.settings import load_settings
from evalkit.showing import count_of
from evalkit.suspicions import warn_of_metrics


@click.command(name="eval", epilog="Example: evalkit eval seeds --output reports")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option(
    "--output", default="reports", show_default=True, type=click.Path(path_type=Path), help="The folder for the report."
)
@metric_options
@check_options
@glossary_option
@language_options
@encoding_option
@paragraphs_option
def command(
    folder: Path,
    output: Path,
    metrics: tuple[str, ...],
    model: str | None,
    precision: str | None,
    cached: bool,
    trusted: bool,
    checks: tuple[str, ...],
    without: tuple[str, ...],
    glossary: str | None,
    source_language: str | None,
    target_language: str | None,
    encoding: str | None,
    paragraphs: str | None,
) -> int:
    """The whole job on a folder of documents: pairs, checks, repairs and scores them, and writes one report.

    outputs/SYSTEM/NAME.txt in the folder are scored, references/WHO/NAME.txt are further references, evalkit.toml holds settings.
    """
    settings = load_settings(
        folder,
        metrics=metrics,
        model=model,
        checks=checks,
        without=without,
        glossary=glossary,
        source_language=source_language,
        target_language=target_language,
        encoding=encoding,
        paragraphs=paragraphs,
    )
    require_folder(output)
    job = prepare_job(
        read_folder(folder, settings), choose_checks(settings.checks, settings.without), title=title_of(folder)
    )
    for warning in job.warnings:
        say(f"note: {warning}")
    if job.manifest["ignored"]:
        say(f"note: ignored, being no documents: {', '.join(job.manifest['ignored'])}")
    options = MetricOptions(
        source_language=settings.source_language,
        target_language=settings.target_language,
        model=settings.model,
        precision=precision,
        cached=cached,
        trusted=trusted,
    )
    chosen, refused = create_metrics(settings.metrics, options)
    for warning in warn_of_metrics(chosen):
        say(f"note: {warning}")
    evaluation = _score_and_write(job, chosen, refused, output)
    _print_summary(evaluation)
    return 1 if settings.metrics and evaluation.not_scored else 0


def _score_and_write(job: Job, metrics: Sequence[Metric], refused: dict[str, str], output: Path) -> Evaluation:
    """Measures quick metrics, writes the report, then measures the slow ones and writes it again: a report is there early."""
    slow = [metric for metric in metrics if metric.is_slow and job.sets]
    measured, failed = _measure(job, [metric for metric in metrics if not metric.is_slow])
    waiting = {metric.key: "it is still being scored; the report is completed when it is done" for metric in slow}
    evaluation = complete_job(job, measured, {**refused, **failed, **waiting})
    index = write_report(evaluation, output)
    say(f"Report: {index}")
    if slow:
        more, failed_too = _measure(job, slow)
        evaluation = complete_job(job, [*measured, *more], {**refused, **failed, **failed_too})
        write_report(evaluation, output)
        say(f"Report completed: {index}" if more else f"Report: {index}, now with the reason why it is not complete")
    return evaluation


def _measure(job: Job, metrics: Iterable[Metric]) -> tuple[list[Measured], dict[str, str]]:
    measured: list[Measured] = []
    failed: dict[str, str] = {}
    for metric in metrics:
        with show_progress(f"scoring {metric.key}") as progress:
            found, reason = measure_ready(job.sets, job.choices, metric, progress=progress, announce=say)
        measured += found
        if reason is not None and job.sets:
            failed[metric.key] = reason
    return measured, failed


def _print_summary(evaluation: Evaluation) -> None:
    own = [finding for finding in evaluation.findings if finding.system is None]
    others = len(evaluation.findings) - len(own)
    repaired = sum(len(repair.applied) for repair in evaluation.repairs)
    click.echo(
        f"{count_of(len(evaluation.documents), 'document')}, {count_of(len(evaluation.sets), 'system')}, "
        f"{count_of(len(own), 'finding')}, {repaired} of them repaired"
        + (f"; {count_of(others, 'finding')} in outputs and further references." if others else ".")
    )
    if evaluation.sets:
        _print_scores(evaluation)
    for key, reason in evaluation.not_scored.items():
        click.echo(f"{key} not scored: {reason}")


def _print_scores(evaluation: Evaluation) -> None:
    """A row for each system and reference, a column for each metric, on the scale that people read."""
    factors = evaluation.manifest["shown_factors"]
    frame = evaluation.scores
    corpus = frame[frame["document"].isna() & ~frame["reference"].str.endswith(QUOTES_NORMALISED)]
    headings = [key if factor == 1 else f"{key} ×{factor:g}" for key, factor in factors.items()]
    rows: list[list[str]] = []
    for (system, reference), group in corpus.groupby(["system", "reference"], sort=False):
        values = {row.metric: row.value * factors[row.metric] for row in group.itertuples()}
        rows.append([str(system), str(reference), *(f"{values[key]:.2f}" if key in values else "–" for key in factors)])
    print_table(["system", "against", *headings], rows, texts=2)
