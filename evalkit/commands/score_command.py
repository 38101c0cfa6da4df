"""``evalkit score``."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from evalkit.commands.options import encoding_option, language_options, metric_options
from evalkit.commands.terminal import say, show_progress
from evalkit.line_scoring import LineScores, score_files


@click.command(
    name="score",
    epilog="Example: evalkit score --reference reference.en --source source.zh --metric bleu --metric chrf systems/*.en",
)
@click.argument("hypotheses", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--reference",
    "references",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A reference. Repeatable: all are used.",
)
@click.option("--source", type=click.Path(path_type=Path), help="The source text; COMET needs it.")
@click.option("--baseline", metavar="SYSTEM", help="Compare every other system with this one (paired bootstrap).")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help="How to print the scores."
)
@metric_options
@language_options
@encoding_option
def command(
    hypotheses: tuple[Path, ...],
    references: tuple[Path, ...],
    source: Path | None,
    baseline: str | None,
    form: str,
    metrics: tuple[str, ...],
    model: str | None,
    source_language: str | None,
    target_language: str | None,
    encoding: str | None,
) -> int:
    """Scores system outputs: text files with one segment a line, as many lines as the references have.

    csv holds every corpus and segment score; table and json hold the corpus scores, with 95 % bootstrap intervals.
    """
    if not references and source is None:
        raise click.UsageError("name a --reference, or for metrics without a reference a --source")
    with show_progress("scoring") as progress:
        scores = score_files(
            hypotheses,
            references,
            source,
            metrics=metrics,
            model=model,
            source_language=source_language,
            target_language=target_language,
            encoding=encoding,
            baseline=baseline,
            progress=progress,
            announce=say,
        )
    for warning in scores.warnings:
        say(f"note: {warning}")
    for key, reason in scores.not_scored.items():
        say(f"{key} not scored: {reason}")
    if form == "json":
        click.echo(json.dumps(describe_scores(scores), ensure_ascii=False, indent=2))
    elif form == "csv":
        scores.frame.to_csv(sys.stdout, index=False)
    else:
        _print_table(scores)
    return 1 if metrics and scores.not_scored else 0


def describe_scores(scores: LineScores) -> dict[str, Any]:
    """The scores as ``evalkit score --format json`` prints them, unrounded."""
    return {
        "language": scores.language,
        "warnings": list(scores.warnings),
        "not_scored": dict(scores.not_scored),
        "systems": [
            {
                "system": system,
                "path": str(path),
                "scores": {
                    measured.metric.key: {
                        "score": measured.score_corpus().value,
                        "metric": measured.metric.key,
                        "signature": measured.score_corpus().signature,
                        "segments": len(measured.samples),
                        "reference": measured.reference,
                        "interval": list(scores.intervals[measured.metric.key, system]),
                    }
                    for measured in scores.measured
                    if measured.system == system
                },
            }
            for system, path in scores.systems.items()
        ],
        "comparisons": [
            {
                "metric": one.metric,
                "system": one.system,
                "baseline": one.baseline,
                "difference": one.difference,
                "interval": list(one.interval) if one.interval else None,
                "p_value": one.p_value,
                "adjusted_p_value": one.adjusted_p_value,
                "method": one.method,
                "samples": one.samples,
                "seed": one.seed,
                "verdict": one.verdict,
            }
            for one in scores.comparisons
        ],
    }


def _print_table(scores: LineScores) -> None:
    from rich.console import Console
    from rich.table import Table

    metrics = list({measured.metric.key: measured.metric for measured in scores.measured}.values())
    if not metrics:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("system", no_wrap=True)
    for metric in metrics:
        shown = "" if metric.shown_factor == 1 else f" ×{metric.shown_factor:g}"
        table.add_column(f"{metric.key}{shown}", justify="right", no_wrap=True)
        table.add_column("95 % interval", justify="right", no_wrap=True)
    cells = {(measured.metric.key, measured.system): measured for measured in scores.measured}
    for system in scores.systems:
        row: list[str] = [system]
        for metric in metrics:
            measured = cells[metric.key, system]
            low, high = (bound * metric.shown_factor for bound in scores.intervals[metric.key, system])
            row += [f"{measured.score_corpus().value * metric.shown_factor:.2f}", f"{low:.2f}–{high:.2f}"]
        table.add_row(*row)
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 10_000, highlight=False)
    console.print(table)
    _print_comparisons(scores)
    click.echo(f"\n{_describe_size(scores)}\nSignatures:")
    for key, signature in _signatures(scores).items():
        click.echo(f"  {key}|{signature}")


def _print_comparisons(scores: LineScores) -> None:
    for one in scores.comparisons:
        p_value = "" if one.p_value is None else f", p = {one.p_value:.4f}"
        interval = "" if one.interval is None else f" [{one.interval[0]:+.3f}, {one.interval[1]:+.3f}]"
        click.echo(
            f"{one.metric}: {one.system} − {one.baseline} = {one.difference:+.3f}{interval}{p_value}: {one.verdict}"
        )


def _describe_size(scores: LineScores) -> str:
    sizes = {len(measured.samples) for measured in scores.measured}
    return f"{', '.join(map(str, sorted(sizes)))} segments, target language {scores.language}."


def _signatures(scores: LineScores) -> Mapping[str, str]:
    return {measured.metric.key: measured.score_corpus().signature for measured in scores.measured}
