"""``evalkit score``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evalkit.benchmark.refusing import ALLOWANCES
from evalkit.commands.options import encoding_option, language_options, metric_options
from evalkit.commands.terminal import say, show_progress
from evalkit.resampling import choose_sampling

if TYPE_CHECKING:
    from evalkit.line_scoring import LineScores

_FORMATS = ("table", "json", "csv", "markdown", "latex", "sacrebleu")
_TESTS = {"bootstrap": "paired-bootstrap", "randomization": "paired-randomization"}


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
@click.option(
    "--documents", type=click.Path(path_type=Path), help="The document of each line: its name, or domain, tab and name."
)
@click.option("--baseline", metavar="SYSTEM", help="Compare every other system with this one, instead of all pairs.")
@click.option(
    "--test", type=click.Choice(list(_TESTS)), default="bootstrap", show_default=True, help="The paired test."
)
@click.option("--samples", type=int, help="How many resamples.  [default: 1000, for randomization 10000]")
@click.option("--seed", type=int, help="The seed of the resamples.  [default: SACREBLEU_SEED, else 12345]")
@click.option(
    "--resample",
    "unit",
    type=click.Choice(["segment", "document"]),
    default="segment",
    show_default=True,
    help="What is drawn: segments, or whole documents.",
)
@click.option(
    "--allow", "allowed", type=click.Choice(list(ALLOWANCES)), multiple=True, help="Score all the same. Repeatable."
)
@click.option(
    "--explain", is_flag=True, help="Say why: buckets, documents, worst segments, style, references (table, json)."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Keep a run in this folder: scores, texts, findings; see evalkit gate.",
)
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table", help="How to print the scores.")
@metric_options
@language_options
@encoding_option
def command(
    references: tuple[Path, ...],
    source: Path | None,
    test: str,
    samples: int | None,
    seed: int | None,
    unit: Any,
    explain: bool,
    output: Path | None,
    form: str,
    **options: Any,
) -> int:
    """Scores system outputs against references, segment by segment, with intervals, ranks and comparisons.

    HYPOTHESES are files, folders or globs: text of one segment a line (also .gz), .tsv, .csv and .jsonl with named columns (FILE#COLUMN names
    another), WMT XML, SGM, or a folder laid out as mt-metrics-eval has it. What cannot be scored truly is refused before any work.

    csv holds every corpus, document and segment score; the others hold the corpus scores, with 95 % bootstrap intervals.
    """
    from evalkit.benchmark.explaining import explain_scores
    from evalkit.benchmark.formats import render_scores
    from evalkit.line_scoring import score_files

    test_name: Any = _TESTS[test]
    with show_progress("scoring") as progress:
        scores = score_files(
            references=references,
            source=source,
            sampling=choose_sampling(test=test_name, samples=samples, seed=seed, unit=unit),
            progress=progress,
            announce=say,
            **options,
        )
    for warning in scores.warnings:
        say(f"note: {warning}")
    for key, reason in scores.not_scored.items():
        say(f"{key} not scored: {reason}")
    if output is not None:
        say(f"Run: {_keep(scores, output)}")
    explanation = explain_scores(scores) if explain else None
    click.echo(render_scores(scores, form, explanation=explanation, styled=sys.stdout.isatty()), nl=False)
    return 1 if options["metrics"] and scores.not_scored else 0


def _keep(scores: LineScores, folder: Path) -> Path:
    """Checks the outputs and writes the run."""
    from evalkit.benchmark.runs import write_run
    from evalkit.checking import check_segments, choose_checks

    segments = [segment for one in scores.sets for segment in one.segments]
    return write_run(scores, check_segments(segments, choose_checks()), folder)
