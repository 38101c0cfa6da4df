"""Editing: replacements in, changed texts out, and where a place stands after them. Nothing else of a text changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from evalkit.data import Bead, Document, Finding, Passage, Piece, Place

Line = tuple[str, int, str | None]
"""Path, line and location: two cells of one row have a location each."""
Position = tuple[Line, int, Line, int]
"""Line, column, end line and end column."""


@dataclass(frozen=True, slots=True)
class Edit:
    """``line[start:end]`` of a file becomes ``replacement``; the line counts from 1, start and end are offsets from 0
    in code points.

    ``finding`` is the one whose suggestion this is, if any.
    """

    path: str
    line: int
    start: int
    end: int
    replacement: str
    finding: Finding | None = None
    location: str | None = None

    @property
    def key(self) -> Line:
        """The line that the edit is in."""
        return self.path, self.line, self.location


Lines = Mapping[Line, Sequence[Edit]]


def sort_edits(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in the order of the text; of two that overlap the first is kept."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.path, edit.line, edit.location or "", edit.start, edit.end)):
        last = kept[-1] if kept else None
        if last is None or edit.key != last.key or (edit.start >= last.end and edit.start > last.start):
            kept.append(edit)
    return kept


def group_edits(edits: Iterable[Edit]) -> Lines:
    """Sorted edits by the line that they are in."""
    grouped: defaultdict[Line, list[Edit]] = defaultdict(list)
    for edit in edits:
        grouped[edit.key].append(edit)
    return dict(grouped)


def edit_content(content: str, edits: Sequence[Edit]) -> str:
    """A file's text with the sorted edits of that file applied; every other character, line ends included, stays."""
    lines = content.split("\n")
    for edit in reversed(edits):
        line = lines[edit.line - 1]
        lines[edit.line - 1] = line[: edit.start] + edit.replacement + line[edit.end :]
    return "\n".join(lines)


def edit_document(document: Document, lines: Lines) -> Document:
    """The document as it would be read from its edited files: a paragraph that is left blank is none."""
    source = [edit_passage(passage, lines) for passage in document.source]
    target = [edit_passage(passage, lines) for passage in document.target]
    return replace(
        document,
        source=tuple(passage for passage in source if passage.text.strip()),
        target=tuple(passage for passage in target if passage.text.strip()),
        beads=tuple(_renumber(bead, _number(source), _number(target)) for bead in document.beads),
    )


def _number(passages: Sequence[Passage]) -> Mapping[int, int]:
    """The new number of each passage that is not blank, by its old one."""
    kept = [old for old, passage in enumerate(passages) if passage.text.strip()]
    return {old: new for new, old in enumerate(kept)}


def _renumber(bead: Bead, source: Mapping[int, int], target: Mapping[int, int]) -> Bead:
    return replace(
        bead,
        source=tuple(source[i] for i in bead.source if i in source),
        target=tuple(target[j] for j in bead.target if j in target),
    )


def edit_passage(passage: Passage, lines: Lines) -> Passage:
    """The passage with the edits that lie inside it applied, where it then stands in the edited file."""
    pieces = passage.pieces or (Piece(start=0, end=len(passage.text), line=passage.line, column=passage.column),)
    if not any((passage.path, piece.line, passage.location) in lines for piece in pieces):
        return passage
    text, behind, edited = "", 0, []
    for piece in pieces:
        edits = lines.get((passage.path, piece.line, passage.location), ())
        text += passage.text[behind : piece.start]
        start, behind = len(text), piece.end
        text += _edit_stretch(passage.text[piece.start : piece.end], edits, piece.column - 1)
        column = _carry_end(piece.column - 1, edits) + 1
        edited.append(Piece(start=start, end=len(text), line=piece.line, column=column))
    text += passage.text[behind:]
    return replace(passage, text=text, column=edited[0].column, pieces=tuple(edited) if passage.pieces else ())


def _edit_stretch(text: str, edits: Sequence[Edit], first: int) -> str:
    for edit in reversed(edits):
        start, end = edit.start - first, edit.end - first
        if start >= 0 and end <= len(text):
            text = text[:start] + edit.replacement + text[end:]
    return text


def carry_place(place: Place, lines: Lines) -> Position:
    """Where a place stands when the edits were made; what was replaced in it belongs to it, what was put beside it does
    not."""
    first = (place.path, place.line, place.location)
    last = (place.path, place.end_line, place.location)
    start = _carry_start(place.column - 1, lines.get(first, ()))
    end = _carry_end(place.end_column - 1, lines.get(last, ()))
    return first, start + 1, last, (max(start, end) if first == last else end) + 1


def carry_edit(edit: Edit, lines: Lines) -> tuple[int, int]:
    """The offsets of what stands in the place of one edit's text, once all edits were made; for many,
    :func:`carry_edits`."""
    start = _carry_start(edit.start, [one for one in lines[edit.key] if one is not edit])
    return start, start + len(edit.replacement)


def carry_edits(lines: Lines) -> Mapping[Line, Sequence[tuple[int, int]]]:
    """For each edit of sorted edits by line, the offsets of what stands in the place of its text, once all edits were
    made."""
    carried: dict[Line, list[tuple[int, int]]] = {}
    for line, edits in lines.items():
        moved, spans = 0, []
        for edit in edits:
            start = edit.start + moved
            spans.append((start, start + len(edit.replacement)))
            moved += len(edit.replacement) - (edit.end - edit.start)
        carried[line] = spans
    return carried


def _carry_start(offset: int, edits: Sequence[Edit]) -> int:
    return _carry(offset, edits, [edit for edit in edits if edit.end <= offset])


def _carry_end(offset: int, edits: Sequence[Edit]) -> int:
    return _carry(offset, edits, [edit for edit in edits if edit.end <= offset and edit.start < offset])


def _carry(offset: int, edits: Sequence[Edit], before: Sequence[Edit]) -> int:
    moved = offset + sum(len(edit.replacement) - (edit.end - edit.start) for edit in before)
    for edit in edits:
        if edit.start < offset < edit.end:
            return moved - max(0, offset - edit.start - len(edit.replacement))
    return moved
