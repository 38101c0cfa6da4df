"""``evalkit report``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evalkit.commands.score_command import FORMATS, explain_run, require_place, say_notes

if TYPE_CHECKING:
    from evalkit.data import Finding
    from evalkit.runs.runs import Run


@click.command(name="report", epilog="Example: evalkit report runs/today --format html --explain > today.html")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--baseline", metavar="SYSTEM", help="Compare with this system instead of as the run did.")
@click.option("--explain", is_flag=True, help="Say why, as evalkit score --explain does.")
@click.option(
    "--findings", "defects", is_flag=True, help="Say what defects go with; the run must have been made with --findings."
)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print the scores."
)
def command(run: Path, baseline: str | None, explain: bool, defects: bool, form: str) -> int:
    """Prints the scores of the run in folder RUN (of evalkit score --output) again, from what the run keeps: nothing is
    scored anew.

    Neither the files that were scored nor COMET's model are needed. Intervals and p-values are the same, for the seed
    is.
    """
    from evalkit.runs.rebuilding import rebuild_scores
    from evalkit.runs.runs import read_run
    from evalkit.writers.scores import render_scores

    kept = read_run(run)
    findings = _restore(kept) if defects else None
    scores = rebuild_scores(kept, baseline=baseline)
    say_notes(scores)
    shown = require_place(form, explain, defects, kept=False)
    explanation = explain_run(scores, findings, why=explain) if shown and (explain or defects) else None
    click.echo(render_scores(scores, form, explanation=explanation, styled=sys.stdout.isatty()), nl=False)
    return 0


def _restore(run: Run) -> list[Finding]:
    """The run's findings; ReadingError where nobody asked for them when it was made."""
    from evalkit.data.records import restore_finding
    from evalkit.errors import ReadingError

    if run.findings is None:
        raise ReadingError(
            f"{run.folder}: the run holds no findings, for the outputs were not checked. Make it again with evalkit score … --findings "
            f"--output {run.folder}."
        )
    return [restore_finding(one) for one in run.findings]
