"""What stands around a place: the passages on its line, and the characters on both sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from evalkit.data import Passage, Place, Segment

Passages = Mapping[tuple[str, int], Sequence[Passage]]
"""The passages that stand on a line of a file."""
CONTEXT = 20
"""So many characters on either side tell one place from another."""


def index_passages(segments: Iterable[Segment]) -> Passages:
    """The passages of segments by every line that they stand in."""
    index: defaultdict[tuple[str, int], list[Passage]] = defaultdict(list)
    for segment in segments:
        for passage in (*segment.source, *segment.hypothesis):
            for line in passage.lines:
                index[passage.path, line].append(passage)
    return index


def surround_place(place: Place, passages: Passages, *, length: int = CONTEXT) -> tuple[str, str]:
    """Up to so many characters of its passage before and behind a place."""
    for passage in passages.get((place.path, place.line), ()):
        start, end = passage.find(place.line, place.column), passage.find(place.end_line, place.end_column)
        if passage.location == place.location and start is not None and end is not None:
            return passage.text[max(0, start - length) : start], passage.text[end : end + length]
    return "", ""
