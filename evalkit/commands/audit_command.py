"""``evalkit audit``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from evalkit.commands.options import audit_options
from evalkit.commands.terminal import choose_style, say
from evalkit.data import SEVERITIES, SHOWN_CONFIDENCE, Finding
from evalkit.errors import ReportError
from evalkit.files.whole_writes import write_beside
from evalkit.jobs.auditing import Audit, audit_paths
from evalkit.plugins import list_names, load_plugin
from evalkit.review.baselines import describe_baseline, read_baseline, write_baseline


@click.command(name="audit", epilog="Example: evalkit audit seeds --format jsonl --fail-on major")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(list_names("formats")), default="text", help="How to give the findings."
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write them into this file.")
@click.option("--outputs", is_flag=True, help="Audit the folder's system outputs and further references too.")
@click.option("--all", "everything", is_flag=True, help=f"Show findings of confidence below {SHOWN_CONFIDENCE} too.")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="Exit with status 3 if a shown finding is that severe.")
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="Leave out what is in this baseline: only new findings count."
)
@click.option(
    "--write-baseline",
    "baseline_output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write all findings as a baseline.",
)
@audit_options
def command(
    paths: Sequence[Path],
    form: str,
    output: Path | None,
    outputs: bool,
    everything: bool,
    fail_on: str | None,
    baseline: Path | None,
    baseline_output: Path | None,
    **options: Any,
) -> int:
    """Finds what is wrong in documents: files, or folders of them.

    Findings of low confidence are counted and left out unless --all is given. What was rejected with evalkit decide is
    left out.
    """
    if getattr(load_plugin("formats", form), "TO_FILE", False) and output is None:
        raise click.UsageError(f"--format {form} needs --output FILE")
    known = None if baseline is None else read_baseline(baseline)
    audit = audit_paths(paths, outputs=outputs, **options)
    _require_no_document(output, audit)
    _require_no_document(baseline_output, audit)
    _say_notes(audit, outputs and not any(path.is_dir() for path in paths))
    new = audit.findings
    if known is not None:
        new = tuple(filter(known.is_new, audit.findings))
        names = {check.name for check in audit.checks}
        say(f"note: {describe_baseline(known, audit.found, checks=names, today=_today())}.")
    shown = tuple(found for found in new if everything or found.confidence >= SHOWN_CONFIDENCE)
    _give(replace(audit, findings=shown), form, output)
    if baseline_output is not None:
        _write_baseline(baseline_output, audit)
    say(_count(audit, shown, len(new) - len(shown), is_new=known is not None))
    return 3 if fail_on is not None and _is_as_severe(shown, fail_on) else 0


def _say_notes(audit: Audit, asks_outputs_of_files: bool) -> None:
    for warning in audit.warnings:
        say(f"note: {warning}")
    if asks_outputs_of_files:
        say("note: --outputs: a file has no outputs beside it; name its folder.")
    if audit.ignored:
        say(f"note: ignored, being no documents: {', '.join(audit.ignored)}")


def _require_no_document(path: Path | None, audit: Audit) -> None:
    """Raises ReportError where a file to be written is one that was read."""
    if path is None or not path.exists():
        return
    for document in audit.documents:
        for own in document.paths:
            if (Path(document.folder) / own).exists() and path.samefile(Path(document.folder) / own):
                raise ReportError(
                    f"{path.as_posix()}: this is a document that is audited; name another file to write to."
                )


def _today() -> date:
    return date.today()


def _write_baseline(path: Path, audit: Audit) -> None:
    write_baseline(path, audit.findings, today=_today())
    say(f"wrote {path.as_posix()} with {len(audit.findings)} findings")


def _give(audit: Audit, form: str, output: Path | None) -> None:
    module = load_plugin("formats", form)
    if output is not None:
        write_beside(output, getattr(module, "FILE_MARK", b"") + b"".join(module.render(audit)))
        say(f"wrote {output.as_posix()}")
        return
    parts: Iterable[bytes] = module.render(audit, choose_style()) if form == "text" else module.render(audit)
    for part in parts:
        click.echo(part, nl=False)
    sys.stdout.flush()


def _is_as_severe(findings: Iterable[Finding], severity: str) -> bool:
    least = SEVERITIES.index(severity)
    return any(SEVERITIES.index(finding.severity) >= least for finding in findings)


def _count(audit: Audit, shown: Sequence[Finding], hidden: int, *, is_new: bool) -> str:
    stale = sum(standing == "stale" for standing in audit.standings.values())
    parts = [
        f"{_number(len(shown), 'new finding' if is_new else 'finding')} in {_number(len(audit.documents), 'document')}"
    ]
    if hidden:
        parts.append(f"{hidden} more of lower confidence, shown with --all")
    if audit.heeded.rejected:
        parts.append(f"{_number(len(audit.heeded.rejected), 'rejected one')} left out")
    if stale:
        parts.append(f"{_number(stale, 'decision')} without a finding, see evalkit decide")
    return "; ".join(parts) + "."


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
