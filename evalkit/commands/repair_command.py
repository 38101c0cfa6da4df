"""``evalkit repair``."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import click

from evalkit.auditing import Audit, audit_paths
from evalkit.commands.options import check_options, encoding_option, language_options
from evalkit.commands.terminal import say
from evalkit.data import Finding, Repair
from evalkit.decoding import decode_file, encode_text
from evalkit.errors import ReportError, UnknownNameError
from evalkit.plugins import list_names
from evalkit.repairing import diff_repair, make_repair
from evalkit.reporting import write_beside


@click.command(
    name="repair",
    epilog="Examples: evalkit repair seeds    evalkit repair seeds --output repaired    evalkit repair seeds --accept dropped-apostrophe",
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--output", type=click.Path(path_type=Path), help="Write corrected copies into this folder.")
@click.option("--in-place", is_flag=True, help="Correct the files themselves; each is kept as NAME.bak first.")
@click.option("--diff", is_flag=True, help="Print a unified diff; this is what happens unless files are to be written.")
@click.option(
    "--accept",
    metavar="CHECK|FINGERPRINT",
    multiple=True,
    help="Apply the suggestions of this check, or of this finding, though they are not safe. Repeatable.",
)
@check_options
@language_options
@encoding_option
def command(
    paths: Sequence[Path],
    output: Path | None,
    in_place: bool,
    diff: bool,
    accept: tuple[str, ...],
    checks: tuple[str, ...],
    without: tuple[str, ...],
    source_language: str | None,
    target_language: str | None,
    encoding: str | None,
) -> None:
    """Applies safe suggestions, and those accepted, to copies of documents; nothing else of a file changes."""
    if output is not None and in_place:
        raise click.UsageError("--output and --in-place exclude each other")
    audit = audit_paths(
        paths,
        checks=checks,
        without=without,
        source_language=source_language,
        target_language=target_language,
        encoding=encoding,
    )
    _require_known(accept, audit.findings)
    repairs = _make_repairs(audit, frozenset(accept))
    if diff or (output is None and not in_place):
        for repair in repairs:
            click.echo(diff_repair(repair), nl=False)
    for repair in repairs:
        if output is not None or in_place:
            _write(repair, audit, output, encoding)
    say(_summarise(repairs, audit.findings))


def _make_repairs(audit: Audit, accepted: frozenset[str]) -> list[Repair]:
    def accept(finding: Finding) -> bool:
        return finding.safe or finding.fingerprint in accepted or finding.check in accepted

    return [
        make_repair(document.name, path, audit.contents[path], audit.findings, accept)
        for document in audit.documents
        for path in document.paths
    ]


def _require_known(accept: Sequence[str], findings: Sequence[Finding]) -> None:
    known = {finding.fingerprint for finding in findings} | set(list_names("checks"))
    for name in accept:
        if name not in known:
            kind = "finding with the fingerprint" if re.fullmatch("[0-9a-f]{16}", name) else "check or finding"
            raise UnknownNameError(
                f"--accept: these documents have no {kind} “{name}”; see evalkit audit --format jsonl."
            )


def _write(repair: Repair, audit: Audit, output: Path | None, encoding: str | None) -> None:
    folder = next(document.folder for document in audit.documents if document.name == repair.document)
    path = Path(folder) / repair.path
    content = encode_text(repair.after, decode_file(path, encoding))
    target = path if output is None else output / path.name
    if output is None and repair.before == repair.after:
        return
    if output is None:
        shutil.copy2(path, path.with_name(f"{path.name}.bak"))
    elif target.exists() and target.samefile(path):
        raise ReportError(f"{target}: this is the document itself; name another folder, or use --in-place.")
    write_beside(target, content)
    say(f"wrote {target}")


def _summarise(repairs: Sequence[Repair], findings: Sequence[Finding]) -> str:
    applied = sum(len(repair.applied) for repair in repairs)
    proposed = sum(found.place.suggestion is not None for found in findings)
    return f"{applied} of {len(findings)} findings repaired; {proposed - applied} more have a suggestion that a person must accept."
