"""``evalkit gate``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command(
    name="gate",
    epilog="Example: evalkit gate runs/new --baseline runs/old --max-drop comet=0.3 --max-drop bleu=0.5 --max-new-findings major=0",
)
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--baseline", required=True, type=click.Path(path_type=Path), help="The run to hold it against.")
@click.option(
    "--max-drop",
    "drops",
    metavar="METRIC=N",
    multiple=True,
    help="The drop allowed, on the scale people read. Repeatable.",
)
@click.option(
    "--max-new-findings",
    "findings",
    metavar="SEVERITY=N",
    multiple=True,
    help="How many findings may be new. Repeatable.",
)
@click.option(
    "--alpha",
    type=click.FloatRange(0, 0.5, min_open=True),
    default=0.05,
    show_default=True,
    help="How often, at the most, a drop passes that is larger than allowed, or fails that is not.",
)
@click.option(
    "--rename", "renames", metavar="OLD=NEW", multiple=True, help="A system is called otherwise now. Repeatable."
)
@click.option(
    "--allow",
    "allowed",
    metavar="lost-system:NAME",
    multiple=True,
    help="A system of the baseline may be missing. Repeatable.",
)
@click.option(
    "--inconclusive",
    type=click.Choice(["pass", "fail"]),
    help="Exit as if what cannot be told had passed, or failed.  [default: status 4]",
)
@click.option(
    "--resample",
    "unit",
    type=click.Choice(["segment", "document"]),
    default="segment",
    show_default=True,
    help="What is drawn to tell a drop from chance: segments, or whole documents.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json", "junit", "github"]),
    default="markdown",
    help="How to print the verdict.",
)
@click.option("--junit", type=click.Path(path_type=Path), help="Write JUnit XML to this file too.")
def command(
    run: Path,
    baseline: Path,
    drops: tuple[str, ...],
    findings: tuple[str, ...],
    alpha: float,
    renames: tuple[str, ...],
    allowed: tuple[str, ...],
    inconclusive: str | None,
    unit: Any,
    form: str,
    junit: Path | None,
) -> int:
    """Whether the run in folder RUN (of evalkit score --output) holds up beside another: exit status 0 where it does, 3
    where it does not, 4 where nobody can tell.

    A drop passes that is surely no larger than allowed, and fails that surely is. A system that is gone fails. Runs with
    other signatures or on other texts are refused.
    """
    from evalkit.files.whole_writes import write_beside
    from evalkit.runs.gate_limits import parse_counts, parse_limits, parse_lost, parse_renames
    from evalkit.runs.gate_reports import write_github, write_json, write_junit, write_markdown
    from evalkit.runs.gating import decide_status, judge_run, list_new_systems
    from evalkit.runs.runs import read_run

    if not drops and not findings:
        raise click.UsageError("name a --max-drop or --max-new-findings; without a condition every run would pass")
    new, old, renamed = read_run(run), read_run(baseline), parse_renames(renames)
    outcomes = judge_run(
        new,
        old,
        max_drops=parse_limits(drops, option="--max-drop"),
        max_new_findings=parse_counts(findings, option="--max-new-findings"),
        alpha=alpha,
        renamed=renamed,
        allowed_lost=parse_lost(allowed),
        unit=unit,
    )
    more = list_new_systems(new, old, renamed)
    if junit is not None:
        write_beside(junit, write_junit(outcomes, more).encode("utf-8", "backslashreplace"))
    write = {"markdown": write_markdown, "json": write_json, "junit": write_junit, "github": write_github}[form]
    click.echo(write(outcomes, more), nl=False)
    untold = {"pass": 0, "fail": 3, None: 4}[inconclusive]
    return {"passed": 0, "failed": 3, "inconclusive": untold}[decide_status(outcomes)]
