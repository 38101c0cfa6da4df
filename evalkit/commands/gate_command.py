"""``evalkit gate``."""

from __future__ import annotations

from pathlib import Path

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
    "--alpha", type=click.FloatRange(0, 1), default=0.05, show_default=True, help="A drop counts where p is below this."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json", "junit"]),
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
    form: str,
    junit: Path | None,
) -> int:
    """Whether the run in folder RUN (of evalkit score --output) holds up beside another; exit status 3 where it does
    not.

    A drop fails that is larger than allowed and beyond chance. Runs with other signatures or on other texts are
    refused.
    """
    from evalkit.files.whole_writes import write_beside
    from evalkit.runs.gate_reports import write_json, write_junit, write_markdown
    from evalkit.runs.gating import judge_run, parse_counts, parse_limits
    from evalkit.runs.runs import read_run

    if not drops and not findings:
        raise click.UsageError("name a --max-drop or --max-new-findings; without a condition every run would pass")
    outcomes = judge_run(
        read_run(run),
        read_run(baseline),
        max_drops=parse_limits(drops, option="--max-drop"),
        max_new_findings=parse_counts(findings, option="--max-new-findings"),
        alpha=alpha,
    )
    if junit is not None:
        write_beside(junit, write_junit(outcomes).encode("utf-8", "backslashreplace"))
    write = {"markdown": write_markdown, "json": write_json, "junit": write_junit}[form]
    click.echo(write(outcomes), nl=False)
    return 0 if all(one.passed for one in outcomes) else 3
