"""What the script of a document's page works with: its findings, the decisions so far, and the lines of its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from evalkit.data import Document, Evaluation, Finding, Place, Repair
from evalkit.file_names import name_files


def describe_page(evaluation: Evaluation, document: Document, findings: Sequence[Finding]) -> Mapping[str, Any]:
    """The data of a page as values for JSON; ``findings`` are numbered as in the page.

    ``files`` are those of the document that are plain text; an edit names one of them by its position, a line that counts from 1, and
    offsets in code points that count from 0. A finding is ``applied`` where its safe suggestion was, unless a person says otherwise.
    """
    repairs = [repair for repair in evaluation.repairs if repair.document == document.name]
    files = {repair.path: number for number, repair in enumerate(repairs)}
    applied = {finding.fingerprint for repair in repairs for finding in repair.applied}
    return {
        "title": evaluation.title,
        "document": document.name,
        "stem": name_files([document.name])[document.name],
        "files": [_describe_file(repair) for repair in repairs],
        "findings": [_describe_finding(finding, files, finding.fingerprint in applied) for finding in findings],
        "decisions": {
            finding.fingerprint: {"state": decision.state, "note": decision.note}
            for finding in findings
            if (decision := evaluation.decisions.get(finding.fingerprint))
        },
    }


def _describe_file(repair: Repair) -> Mapping[str, Any]:
    path = PurePosixPath(repair.path)
    return {"path": repair.path, "name": f"{path.stem}.corrected{path.suffix}", "lines": repair.before.split("\n")}


def _describe_finding(finding: Finding, files: Mapping[str, int], applied: bool) -> Mapping[str, Any]:
    return {
        "fingerprint": finding.fingerprint,
        "check": finding.check,
        "system": finding.system,
        "text": finding.place.text,
        "applied": applied and finding.safe,
        "edits": [
            _describe_edit(place, files)
            for place in (finding.place, *finding.places)
            if finding.system is None and _can_edit(place, files)
        ],
    }


def _can_edit(place: Place, files: Mapping[str, int]) -> bool:
    """Whether a suggestion can be written: in a file of text, inside one of its lines."""
    return (
        place.suggestion is not None
        and place.path in files
        and place.line == place.end_line
        and place.column < place.end_column
    )


def _describe_edit(place: Place, files: Mapping[str, int]) -> Mapping[str, Any]:
    return {
        "file": files[place.path],
        "line": place.line,
        "start": place.column - 1,
        "end": place.end_column - 1,
        "suggestion": place.suggestion,
    }
