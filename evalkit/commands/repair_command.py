"""``evalkit repair``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from shutil import copymode
from typing import Any

import click

from evalkit.auditing.checking import check_segments
from evalkit.commands.options import audit_options
from evalkit.commands.terminal import say
from evalkit.data import Decision, Finding, Repair
from evalkit.data.places import index_passages
from evalkit.errors import UnknownNameError
from evalkit.files.decoding import DecodedText
from evalkit.files.whole_writes import write_beside
from evalkit.jobs.auditing import Audit, audit_paths
from evalkit.plugins import list_names
from evalkit.review.attaching import make_decision
from evalkit.review.copies import encode_copy, find_obstacle, keep_backup, name_copies, write_copy
from evalkit.review.repairing import (
    Plan,
    diff_repair,
    edit_segments,
    has_suggestion,
    make_repair,
    match_findings,
    plan_repairs,
)
from evalkit.review.storing import add_decisions, change_decisions


@click.command(
    name="repair",
    epilog="\b\nExamples:\n  evalkit repair seeds\n  evalkit repair seeds --output repaired\n  evalkit repair seeds --accept dropped-apostrophe",
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="Write corrected copies into this folder."
)
@click.option("--in-place", is_flag=True, help="Correct the files themselves; each is kept as NAME.bak first.")
@click.option("--diff", is_flag=True, help="Print a unified diff; this is what happens unless files are to be written.")
@click.option(
    "--accept",
    metavar="CHECK|FINGERPRINT",
    multiple=True,
    help="Apply the suggestions of this check, or of this finding, though they are not safe. Repeatable.",
)
@audit_options
def command(
    paths: Sequence[Path], output: Path | None, in_place: bool, diff: bool, accept: tuple[str, ...], **options: Any
) -> int:
    """Applies safe suggestions, and those accepted here or with evalkit decide, to copies of documents; nothing else of
    a file changes.

    What was repaired is audited again: a repair that gives rise to a new finding is held back. Where the repaired words
    show that others have the same fault, those are named.
    """
    if output is not None and in_place:
        raise click.UsageError("--output and --in-place exclude each other")
    audit = audit_paths(paths, **options)
    _require_known(accept, audit.found)
    refused = _list_refused(audit)
    documents = [document for document in audit.documents if refused.keys().isdisjoint(document.paths)]
    plan = _plan(replace(audit, documents=tuple(documents)), frozenset(accept))
    repairs = {
        path: make_repair(document.name, path, audit.texts[path].content, plan)
        for document in documents
        for path in document.paths
    }
    names = {document.name for document in documents}
    writes = in_place or output is not None
    if diff or not writes:
        for path, repair in repairs.items():
            _print_diff(repair, audit.texts[path])
    if writes:
        _write(repairs, audit, output)
        _keep_decisions(audit, plan, output, names)
    for reason in refused.values():
        say(f"evalkit: {reason}.")
    _summarise(plan, audit, names)
    return 1 if refused else 0


def _print_diff(repair: Repair, text: DecodedText) -> None:
    # As bytes, for click takes terminal sequences out of text that goes into a pipe, and the diff would not fit the file.
    content = diff_repair(repair, mark="\ufeff" if text.bom else "")
    click.echo(content.encode("utf-8", "backslashreplace"), nl=False)
    if content and not _is_utf8(text):
        say(
            f"note: {repair.path} is in {text.encoding}, and its diff is shown in UTF-8, so “patch” cannot apply it; use --output or --in-place."
        )


def _is_utf8(text: DecodedText) -> bool:
    return text.encoding.replace("_", "-").lower() in ("utf-8", "utf8", "ascii", "utf-8-sig")


def _plan(audit: Audit, accepted: frozenset[str]) -> Plan:
    rejected = {finding.fingerprint for finding in audit.heeded.rejected}

    def accept(finding: Finding) -> bool:
        named = finding.fingerprint in accepted or (finding.check in accepted and finding.fingerprint not in rejected)
        return named or audit.heeded.accept(finding)

    names = {document.name for document in audit.documents}
    findings = [one for one in (*audit.findings, *audit.heeded.rejected) if one.document in names]
    return plan_repairs(audit.documents, findings, audit.checks, accept)


def _require_known(accept: Sequence[str], findings: Sequence[Finding]) -> None:
    known = {finding.fingerprint for finding in findings} | set(list_names("checks"))
    for name in accept:
        if name not in known:
            kind = "finding with the fingerprint" if re.fullmatch("[0-9a-f]{16}", name) else "check or finding"
            raise UnknownNameError(
                f"--accept: these documents have no {kind} “{name}”; see evalkit audit --format jsonl."
            )


def _list_refused(audit: Audit) -> dict[str, str]:
    obstacles = {
        path: find_obstacle(Path(document.folder) / path, audit.texts.get(path))
        for document in audit.documents
        for path in document.paths
    }
    return {path: reason for path, reason in obstacles.items() if reason is not None}


def _write(repairs: Mapping[str, Repair], audit: Audit, output: Path | None) -> None:
    folders = {path: Path(document.folder) for document in audit.documents for path in document.paths}
    files = {path: folders[path] / path for path in repairs}
    contents = {path: encode_copy(files[path], repair.after, audit.texts[path]) for path, repair in repairs.items()}
    copies = name_copies(list(files.values()), output) if output is not None else {}
    for path, repair in repairs.items():
        file = files[path]
        if output is not None:
            write_copy(copies[file], contents[path], original=file)
            say(f"wrote {copies[file].as_posix()}")
        elif repair.before != repair.after:
            kept = keep_backup(file)
            write_beside(file, contents[path])
            copymode(kept, file)
            say(f"wrote {file.as_posix()}, kept as {kept.name}")


def _keep_decisions(audit: Audit, plan: Plan, output: Path | None, names: Set[str]) -> None:
    """The decisions go with the repaired files, so that nothing is asked again: beside the documents, or beside the
    copies."""
    changes = _renew_decisions(audit, plan)
    if output is not None:
        renewed = {**audit.heeded.decisions, **changes}
        kept = {key: one for key, one in renewed.items() if one is not None and one.document in names}
        written = [path for path in (add_decisions(output, kept),) if path is not None]
    else:
        written = change_decisions(audit.documents, changes, moved=audit.heeded.moved) if changes else []
    for path in written:
        say(f"wrote {path.as_posix()}")


def _renew_decisions(audit: Audit, plan: Plan) -> dict[str, Decision | None]:
    """What was accepted and is repaired now is fixed; what else was decided stays so, though the words around it may
    have changed."""
    decisions = audit.heeded.decisions
    if not decisions:
        return {}
    applied = {finding.fingerprint for finding in plan.applied}
    segments = edit_segments(audit.documents, audit.checks, plan.edits)
    passages = index_passages(segments)
    changes: dict[str, Decision | None] = {
        fingerprint: replace(decisions[fingerprint], state="fixed") for fingerprint in applied & decisions.keys()
    }
    decided = [finding for finding in audit.found if finding.fingerprint in decisions.keys() - applied]
    found = check_segments(segments, audit.checks)
    for fingerprint, finding in match_findings(decided, found, plan.edits).items():
        if finding.fingerprint != fingerprint:
            before = decisions[fingerprint]
            after = make_decision(finding, before.state, passages, note=before.note)
            changes |= {fingerprint: None, finding.fingerprint: replace(after, suggestion=before.suggestion)}
    return changes


def _summarise(plan: Plan, audit: Audit, names: Set[str]) -> None:
    """What became of the findings; ``names`` are the documents whose files can be written."""
    by_fingerprint = {finding.fingerprint: finding for finding in audit.findings}
    for fingerprint, reason in plan.held.items():
        place = by_fingerprint[fingerprint].place
        say(
            f"note: {place.path}:{place.line}:{place.column}: {by_fingerprint[fingerprint].check} was not repaired: {reason}."
        )
    for finding in plan.revealed:
        say(
            f"note: {finding.place.path}:{finding.place.line}: the repaired text shows another {finding.check}, “{finding.place.text}”; audit it again."
        )
    done = {finding.fingerprint for finding in plan.applied} | plan.held.keys()
    waiting = [one for one in audit.findings if one.place.suggestion is not None and one.fingerprint not in done]
    refused = sum(one.document not in names for one in waiting)
    parts = [f"{len(plan.applied)} of {len(audit.findings)} findings repaired{_count_accepted(plan, audit)}"]
    parts[0] += f", {len(plan.held)} held back" if plan.held else ""
    if bare := sum(_is_accepted(one, audit) and not has_suggestion(one) for one in audit.findings):
        parts.append(f"{bare} accepted without a suggestion, to be mended by hand")
    if refused:
        parts.append(f"{refused} have a suggestion in a file that cannot be written back")
    if refused < len(waiting):
        parts.append(f"{len(waiting) - refused} more have a suggestion that a person must accept")
    say(f"{'; '.join(parts)}.")


def _count_accepted(plan: Plan, audit: Audit) -> str:
    accepted = sum(_is_accepted(finding, audit) for finding in plan.applied)
    return f" ({accepted} accepted, {len(plan.applied) - accepted} safe)" if 0 < accepted < len(plan.applied) else ""


def _is_accepted(finding: Finding, audit: Audit) -> bool:
    decision = audit.heeded.decisions.get(finding.fingerprint)
    return decision is not None and decision.state == "accepted"
