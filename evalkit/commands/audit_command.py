"""``evalkit audit``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from evalkit.auditing import Audit, audit_paths
from evalkit.commands.options import SHOWN_CONFIDENCE, check_options, encoding_option, language_options
from evalkit.commands.terminal import choose_style, say
from evalkit.data import SEVERITIES, Finding
from evalkit.listing import list_finding
from evalkit.records import make_record


@click.command(name="audit", epilog="Example: evalkit audit seeds --format jsonl --fail-on major")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "jsonl"]), default="text", help="How to print the findings."
)
@click.option("--outputs", is_flag=True, help="Audit the folder's system outputs and further references too.")
@click.option("--all", "everything", is_flag=True, help=f"Show findings of confidence below {SHOWN_CONFIDENCE} too.")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="Exit with status 3 if a shown finding is that severe.")
@check_options
@language_options
@encoding_option
def command(
    paths: Sequence[Path],
    form: str,
    outputs: bool,
    everything: bool,
    fail_on: str | None,
    checks: tuple[str, ...],
    without: tuple[str, ...],
    source_language: str | None,
    target_language: str | None,
    encoding: str | None,
) -> int:
    """Finds what is wrong in documents: files, or folders of them.

    Findings of low confidence are counted and left out unless --all is given.
    """
    audit = audit_paths(
        paths,
        outputs=outputs,
        checks=checks,
        without=without,
        source_language=source_language,
        target_language=target_language,
        encoding=encoding,
    )
    shown = [found for found in audit.findings if everything or found.confidence >= SHOWN_CONFIDENCE]
    for warning in audit.warnings:
        say(f"note: {warning}")
    if audit.ignored:
        say(f"note: no documents, and ignored: {', '.join(audit.ignored)}")
    _print_findings(audit, shown, form)
    say(_count(shown, len(audit.findings) - len(shown), len(audit.documents)))
    severe = fail_on is not None and any(
        SEVERITIES.index(found.severity) >= SEVERITIES.index(fail_on) for found in shown
    )
    return 3 if severe else 0


def _print_findings(audit: Audit, shown: Sequence[Finding], form: str) -> None:
    if form == "jsonl":
        for finding in shown:
            click.echo(json.dumps(make_record(finding), ensure_ascii=False))
        return
    folders = {document.name: document.folder for document in audit.documents}
    style = choose_style()
    for finding in shown:
        folder = folders.get(finding.document, "")
        click.echo(list_finding(finding, audit.lines, prefix=f"{folder}/" if folder else "", style=style))


def _count(shown: Sequence[Finding], hidden: int, documents: int) -> str:
    text = f"{_number(len(shown), 'finding')} in {_number(documents, 'document')}"
    if hidden:
        text += f"; {_number(hidden, 'more')} of lower confidence, shown with --all"
    return f"{text}."


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 or noun == "more" else f"{count} {noun}s"
