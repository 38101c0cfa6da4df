"""What the script of a document's page works with: its findings, the decisions so far, and the lines of its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from evalkit.data import Document, Evaluation, Finding, Place, Repair
from evalkit.data.showing import DELETE
from evalkit.files.file_names import name_files


def describe_page(evaluation: Evaluation, document: Document, findings: Sequence[Finding]) -> Mapping[str, Any]:
    """The data of a page as values for JSON; ``findings`` are numbered as in the page.

    ``files`` are those of the document that are plain text; an edit names one of them by its position, a line that
    counts from 1, and offsets in code points that count from 0. A finding is ``applied`` where its safe suggestion was,
    unless a person says otherwise; ``editable`` where a person may write another replacement: at one place, which
    stands in the document and not in an output.
    """
    repairs = [repair for repair in evaluation.repairs if repair.document == document.name]
    files = {repair.path: number for number, repair in enumerate(repairs)}
    applied = {finding.fingerprint for repair in repairs for finding in repair.applied}
    return {
        "title": evaluation.title,
        "document": document.name,
        "delete": DELETE,
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
    editable = _is_editable(finding)
    return {
        "fingerprint": finding.fingerprint,
        "check": finding.check,
        "system": finding.system,
        "text": finding.place.text,
        "suggestion": finding.place.suggestion,
        "editable": editable,
        "applied": applied and finding.safe,
        "edits": [
            _describe_edit(place, files)
            for place in (finding.place, *finding.places)
            if finding.system is None
            and _can_edit(place, files)
            and (place.suggestion is not None or (editable and place is finding.place))
        ],
    }


def _is_editable(finding: Finding) -> bool:
    """Whether a decision may carry a replacement of the reviewer's own: several places keep each the one that was
    proposed there."""
    alone = all(place.suggestion is None for place in finding.places)
    return finding.system is None and alone and _is_inside_line(finding.place)


def _can_edit(place: Place, files: Mapping[str, int]) -> bool:
    """Whether a replacement can be written: in a file of text, inside one of its lines."""
    return place.path in files and _is_inside_line(place)


def _is_inside_line(place: Place) -> bool:
    return place.line == place.end_line and place.column < place.end_column


def _describe_edit(place: Place, files: Mapping[str, int]) -> Mapping[str, Any]:
    return {
        "file": files[place.path],
        "line": place.line,
        "start": place.column - 1,
        "end": place.end_column - 1,
        "suggestion": place.suggestion,
    }
