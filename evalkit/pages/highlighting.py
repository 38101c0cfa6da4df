"""Findings drawn into the text they are about: a passage becomes runs, each of which may belong to several findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from evalkit.data import SEVERITIES, Finding, Passage, Place, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """A stretch of a passage, in code points, that a finding is about; ``anchor`` is the id of this place in the
    page."""

    start: int
    end: int
    finding: int
    anchor: str
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRun:
    """A stretch of text that the same findings cover, from the shortest to the longest, and the severity of the
    shortest.

    ``anchors`` are the ids of the places that begin here; a ``quiet`` run is covered only by findings about the whole
    passage.
    """

    text: str
    findings: tuple[int, ...] = ()
    severity: Severity | None = None
    anchors: tuple[str, ...] = ()
    quiet: bool = False


LocatedPlaces = Mapping[tuple[str, int], Sequence[tuple[Place, Highlight]]]


def name_anchor(finding: int, place: int) -> str:
    """The id in the page of a finding's n-th place."""
    return f"place-{finding}-{place}"


def locate_places(findings: Iterable[Finding]) -> LocatedPlaces:
    """Every place of every finding, by the file and line it touches; the findings are numbered in their order."""
    located: dict[tuple[str, int], list[tuple[Place, Highlight]]] = defaultdict(list)
    for number, finding in enumerate(findings):
        for position, place in enumerate((finding.place, *finding.places)):
            mark = Highlight(
                start=0, end=0, finding=number, anchor=name_anchor(number, position), severity=finding.severity
            )
            for line in range(place.line, place.end_line + 1) if not is_whole_document(place) else ():
                located[place.path, line].append((place, mark))
    return located


def is_whole_document(place: Place) -> bool:
    """Whether a place stands for the whole document: line 1, column 1, empty text."""
    return not place.text and (place.line, place.column, place.end_line, place.end_column) == (1, 1, 1, 1)


def mark_passage(passage: Passage, located: LocatedPlaces) -> tuple[TextRun, ...]:
    """The passage as runs; together they are its text, character for character."""
    marks: dict[str, Highlight] = {}
    for piece in passage.stretches:
        length = piece.end - piece.start
        for place, mark in located.get((passage.path, piece.line), ()):
            start = place.column - piece.column if place.line == piece.line else 0
            end = place.end_column - piece.column if place.end_line == piece.line else length
            if (start < length and end > 0) or 0 <= start == end <= length:
                first = marks.get(mark.anchor, replace(mark, start=piece.start + max(start, 0)))
                marks[mark.anchor] = replace(first, end=piece.start + min(end, length))
    return split_runs(passage.text, list(marks.values()))


def split_runs(text: str, marks: Sequence[Highlight]) -> tuple[TextRun, ...]:
    """``text`` cut at every boundary of a mark; an empty mark becomes an empty run, where something is missing."""
    bounds = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    starting = defaultdict(list)
    for mark in marks:
        starting[mark.start].append(mark)
    runs: list[TextRun] = []
    active: list[Highlight] = []
    for start, end in zip(bounds, [*bounds[1:], len(text)], strict=True):
        empty = [mark for mark in starting[start] if mark.end == start]
        runs += [_make_run("", [mark], start, len(text)) for mark in empty]
        active = [mark for mark in (*active, *starting[start]) if mark.end > start]
        if end > start:
            runs.append(_make_run(text[start:end], active, start, len(text)))
    return tuple(runs)


def _make_run(text: str, marks: Sequence[Highlight], start: int, length: int) -> TextRun:
    ordered = sorted(marks, key=lambda mark: (mark.end - mark.start, -SEVERITIES.index(mark.severity)))
    return TextRun(
        text=text,
        findings=tuple(dict.fromkeys(mark.finding for mark in ordered)),
        severity=ordered[0].severity if ordered else None,
        anchors=tuple(mark.anchor for mark in ordered if mark.start == start),
        quiet=bool(text) and bool(ordered) and ordered[0].end - ordered[0].start == length,
    )
