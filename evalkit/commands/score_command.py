"""``evalkit score``."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evalkit.commands.options import encoding_option, language_options, metric_options
from evalkit.commands.terminal import say, show_progress
from evalkit.comparing.resampling import FORMER_TESTS, SAMPLES, choose_sampling
from evalkit.reading.refusing import ALLOWANCES

if TYPE_CHECKING:
    from evalkit.comparing.line_scores import LineScores
    from evalkit.data import Finding
    from evalkit.explaining.explaining import Explanation

FORMATS = ("table", "json", "csv", "markdown", "latex", "sacrebleu", "html")
_FORMER = ("bootstrap", "randomization")


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
    "--documents",
    type=click.Path(path_type=Path),
    help="A file with the document of each line: its name, or domain, tab and name.",
)
@click.option("--baseline", metavar="SYSTEM", help="Compare every other system with this one, instead of all pairs.")
@click.option(
    "--test",
    type=click.Choice([*SAMPLES, *_FORMER]),
    metavar="|".join(SAMPLES),
    default="studentised-bootstrap",
    show_default=True,
    help="The paired test; sacrebleu's two are its own p-values, about half of two-sided ones for bs.",
)
@click.option("--samples", type=int, help="How many resamples.  [default: 1000, of randomizations 10000]")
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
    "--allow",
    "allowed",
    type=click.Choice(list(ALLOWANCES)),
    multiple=True,
    help=f"Score all the same what is refused as almost surely a mistake: {'; '.join(f'{name}, {what}' for name, what in ALLOWANCES.items())}. Repeatable.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Say why: parts of the test set, documents, segments, words, style, whose reference.",
)
@click.option(
    "--findings",
    "defects",
    is_flag=True,
    help="Check every output and reference, and say what their defects go with in points. Takes some 5 seconds for 2,000 segments of a system.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Keep a run in this folder: scores, texts, statistics, with --findings these too; see evalkit report and evalkit gate.",
)
@click.option(
    "--write-metrics-eval",
    "layout",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Write texts and scores into this new folder, laid out as mt-metrics-eval has them.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    help="How to print the scores. With --output, html is index.html in that folder.",
)
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
    defects: bool,
    output: Path | None,
    layout: Path | None,
    form: str,
    **options: Any,
) -> int:
    """Scores system outputs against references, segment by segment, with intervals, ranks and comparisons.

    HYPOTHESES are files, folders or globs: text of one segment a line (also .gz), .tsv, .csv and .jsonl with named
    columns (FILE#COLUMN names another), WMT XML, SGM, or a folder laid out as mt-metrics-eval has it. What cannot be
    scored truly is refused before any work.

    csv holds every corpus, document and segment score; the others hold the corpus scores, with 95 % bootstrap
    intervals.
    """
    from evalkit.jobs.scoring_lines import score_files
    from evalkit.runs.keeping_metrics_eval import keep_metrics_eval
    from evalkit.runs.runs import PAGE
    from evalkit.writers.scores import render_scores

    _require_folders(output, layout)
    chosen = _choose_test(test)
    with show_progress("scoring") as progress:
        scores = score_files(
            references=references,
            source=source,
            sampling=choose_sampling(test=chosen, samples=samples, seed=seed, unit=unit),
            progress=progress,
            announce=say,
            **options,
        )
    say_notes(scores)
    shown = require_place(form, explain, defects, kept=output is not None)
    findings = _check(scores) if defects and (shown or output is not None) else None
    explanation = explain_run(scores, findings, why=explain) if shown and (explain or defects) else None
    text = render_scores(scores, form, explanation=explanation, styled=sys.stdout.isatty())
    pages = {PAGE: text.encode("utf-8", "backslashreplace")} if form == "html" else {}
    if output is not None:
        say(f"Run: {_keep(scores, findings, output, pages)}")
    if layout is not None:
        keep_metrics_eval(scores, layout)
        say(f"Texts and scores: {layout}")
    if output is None or not pages:
        click.echo(text, nl=False)
    return 1 if options["metrics"] and scores.not_scored else 0


def _choose_test(test: str) -> Any:
    """The test of that name; a former name is said to be one."""
    chosen = FORMER_TESTS.get(test, test)
    if chosen != test:
        say(f"note: --test {test} is called {chosen} now; the default is another test, see docs/scores.md.")
    return chosen


def say_notes(scores: LineScores) -> None:
    """Says what the user should know, and what was not scored."""
    for warning in scores.warnings:
        say(f"note: {warning}")
    for key, reason in scores.not_scored.items():
        say(f"{key} not scored: {reason}")


def _require_folders(output: Path | None, layout: Path | None) -> None:
    """Refuses now what could not be written after the work."""
    from evalkit.files.whole_writes import require_new_folder
    from evalkit.runs.run_writing import require_run_folder

    if output is not None:
        require_run_folder(output)
    if layout is not None:
        require_new_folder(layout)


def _check(scores: LineScores) -> Sequence[Finding]:
    """What all checks find in the outputs."""
    from evalkit.auditing.checking import choose_checks
    from evalkit.comparing.defects import check_outputs

    with show_progress("checking") as progress:
        return check_outputs(scores.sets, choose_checks(), progress)


def explain_run(scores: LineScores, findings: Sequence[Finding] | None, *, why: bool) -> Explanation:
    """What explains the scores: with ``why`` the scores themselves, with findings these too."""
    from evalkit.auditing.checking import choose_checks
    from evalkit.explaining.explaining import Explanation, add_defects, explain_scores

    explanation = explain_scores(scores) if why else Explanation()
    return explanation if findings is None else add_defects(explanation, scores, findings, choose_checks())


def require_place(form: str, explain: bool, defects: bool, *, kept: bool) -> bool:
    """Whether the format has a place for what was asked for; a note where it has none. ``kept``: a run is kept all the
    same."""
    from evalkit.writers.scores import EXPLAINED

    asked = " and ".join(name for name, given in (("--explain", explain), ("--findings", defects)) if given)
    if not asked or form in EXPLAINED:
        return True
    run = " The run has what evalkit report needs for it." if kept else ""
    say(f"note: {form} has no place for {asked}; {', '.join(EXPLAINED)} have.{run}")
    return False


def _keep(scores: LineScores, findings: Sequence[Finding] | None, folder: Path, pages: Mapping[str, bytes]) -> Path:
    """Writes the run, and the pages into its folder."""
    from evalkit.runs.run_writing import write_run

    return write_run(scores, findings, folder, pages)
