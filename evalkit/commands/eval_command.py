"""``evalkit eval``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from evalkit.auditing.suspicions import warn_of_metrics
from evalkit.commands.options import (
    check_options,
    encoding_option,
    glossary_option,
    language_options,
    metric_options,
    paragraphs_option,
)
from evalkit.commands.terminal import print_table, say, show_progress
from evalkit.data import QUOTES_NORMALISED, Evaluation
from evalkit.data.showing import count_of
from evalkit.files.whole_writes import require_folder, write_report
from evalkit.jobs.evaluating import complete_job
from evalkit.jobs.folder_evaluation import Start, measure_job, start_evaluation


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
    **options: Any,
) -> int:
    """The whole job on a folder of documents: pairs, checks, repairs and scores them, and writes one report.

    outputs/SYSTEM/NAME.txt in the folder are scored, references/WHO/NAME.txt are further references, evalkit.toml holds
    settings.
    """
    require_folder(output)
    start = start_evaluation(folder, **options)
    told = (*start.job.warnings, *warn_of_metrics(start.metrics))
    _note(told)
    if start.job.manifest["ignored"]:
        say(f"note: ignored, being no documents: {', '.join(start.job.manifest['ignored'])}")
    evaluation = _score_and_write(start, output)
    _note(warning for warning in evaluation.warnings if warning not in told)
    _print_summary(evaluation)
    return 1 if start.settings.metrics and evaluation.not_scored else 0


def _note(warnings: Iterable[str]) -> None:
    for warning in warnings:
        say(f"note: {warning}")


def _score_and_write(start: Start, output: Path) -> Evaluation:
    """Measures quick metrics, writes the report, then measures the slow ones and writes it again: a report is there
    early."""
    job = start.job
    slow = [metric for metric in start.metrics if metric.is_slow and job.sets]
    quick = [metric for metric in start.metrics if not metric.is_slow]
    measured, failed = measure_job(job, quick, show=show_progress, announce=say)
    waiting = {metric.key: "it is still being scored; the report is completed when it is done" for metric in slow}
    evaluation = complete_job(job, measured, {**start.refused, **failed, **waiting})
    index = write_report(evaluation, output)
    say(f"Report: {index}")
    if slow:
        more, failed_too = measure_job(job, slow, show=show_progress, announce=say)
        evaluation = complete_job(job, [*measured, *more], {**start.refused, **failed, **failed_too})
        write_report(evaluation, output)
        say(f"Report completed: {index}" if more else f"Report: {index}, now with the reason why it is not complete")
    return evaluation


def _print_summary(evaluation: Evaluation) -> None:
    own = [finding for finding in evaluation.findings if finding.system is None]
    others = len(evaluation.findings) - len(own)
    repaired = sum(len(repair.applied) for repair in evaluation.repairs)
    click.echo(
        f"{count_of(len(evaluation.documents), 'document')}, {count_of(len(evaluation.sets), 'system')}, "
        f"{count_of(len(own), 'finding')}, {repaired} of them repaired"
        + (f"; {count_of(others, 'finding')} in outputs and further references." if others else ".")
    )
    if not evaluation.scores.empty:
        _print_scores(evaluation)
    for key, reason in evaluation.not_scored.items():
        click.echo(f"{key} not scored: {reason}")


def _print_scores(evaluation: Evaluation) -> None:
    """A row for each system and reference, a column for each metric, on the scale that people read; then what to quote
    the scores with."""
    factors = evaluation.manifest["shown_factors"]
    frame = evaluation.scores
    corpus = frame[frame["document"].isna() & ~frame["reference"].str.endswith(QUOTES_NORMALISED)]
    counts = frame[frame["index"].notna()].groupby(["system", "reference", "metric"], sort=False).size()
    segments = counts.groupby(["system", "reference"], sort=False).max().to_dict()
    headings = [key if factor == 1 else f"{key} ×{factor:g}" for key, factor in factors.items()]
    rows: list[list[str]] = []
    for (system, reference), group in corpus.groupby(["system", "reference"], sort=False):
        values = {row.metric: row.value * factors[row.metric] for row in group.itertuples()}
        shown = (f"{values[key]:.2f}" if key in values else "–" for key in factors)
        rows.append([str(system), str(reference), *shown, str(segments[system, reference])])
    print_table(["system", "against", *headings, "segments"], rows, texts=2)
    for signature in dict.fromkeys(corpus["metric"] + "|" + corpus["signature"]):
        click.echo(signature)
