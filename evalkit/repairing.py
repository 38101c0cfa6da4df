"""Repairing: findings in, corrected texts out.

Only suggestions are applied, by default those that are safe; where two overlap, the first in the text is applied and the other left. Nothing
else of a file changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff

from evalkit.data import Finding, Passage, Place, Repair

Accept = Callable[[Finding], bool]


def is_safe(finding: Finding) -> bool:
    """Whether a finding's suggestions may be applied without a person looking."""
    return finding.safe


@dataclass(frozen=True, slots=True)
class Edit:
    """``line[start:end]`` of a file becomes ``replacement``; the line counts from 1, start and end are offsets from 0 in code points."""

    path: str
    line: int
    start: int
    end: int
    replacement: str
    finding: Finding


def collect_edits(findings: Iterable[Finding], accept: Accept = is_safe) -> list[Edit]:
    """The edits that the accepted findings' suggestions amount to, in the order of the text, without overlaps."""
    wanted = [
        Edit(place.path, place.line, place.column - 1, place.end_column - 1, place.suggestion, finding)
        for finding in findings
        if accept(finding)
        for place in (finding.place, *finding.places)
        if place.suggestion is not None and _is_inside_one_line(place)
    ]
    edits: list[Edit] = []
    for edit in sorted(wanted, key=lambda edit: (edit.path, edit.line, edit.start, edit.end)):
        previous = edits[-1] if edits else None
        if (
            previous is None
            or (edit.path, edit.line) != (previous.path, previous.line)
            or (edit.start >= previous.end and edit.start > previous.start)
        ):
            edits.append(edit)
    return edits


def repair_passage(passage: Passage, edits: Sequence[Edit]) -> Passage:
    """The passage with the edits that lie inside it applied."""
    text, first = passage.text, passage.column - 1
    for edit in reversed(edits):
        start, end = edit.start - first, edit.end - first
        if edit.path == passage.path and edit.line == passage.line and start >= 0 and end <= len(passage.text):
            text = text[:start] + edit.replacement + text[end:]
    return replace(passage, text=text)


def repair_content(content: str, edits: Sequence[Edit]) -> str:
    """A file's text with the edits of that file applied; every other character, line ends included, stays."""
    by_line: dict[int, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_line[edit.line].append(edit)
    lines = content.split("\n")
    for number, line_edits in by_line.items():
        for edit in reversed(line_edits):
            line = lines[number - 1]
            lines[number - 1] = line[: edit.start] + edit.replacement + line[edit.end :]
    return "\n".join(lines)


def make_repair(
    document: str, path: str, content: str, findings: Sequence[Finding], accept: Accept = is_safe
) -> Repair:
    """What repairing makes of one file: its text before and after, and the findings whose suggestions were applied."""
    edits = [edit for edit in collect_edits(findings, accept) if edit.path == path]
    applied = tuple({edit.finding.fingerprint: edit.finding for edit in edits}.values())
    return Repair(document=document, path=path, before=content, after=repair_content(content, edits), applied=applied)


def diff_repair(repair: Repair) -> str:
    """The repair as a unified diff; empty where nothing changed."""
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in unified_diff(
            _keep_ends(repair.before),
            _keep_ends(repair.after),
            fromfile=f"a/{repair.path}",
            tofile=f"b/{repair.path}",
        )
    )


def _keep_ends(content: str) -> list[str]:
    lines = [f"{line}\n" for line in content.split("\n")]
    lines[-1] = lines[-1][:-1]
    return [line for line in lines if line]


def _is_inside_one_line(place: Place) -> bool:
    return place.line == place.end_line and place.end_column > place.column
