"""A paragraph of the target is the rendering of the paragraph before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from evalkit.injectors import Chance, Paragraph, Term

CHECK = "copied-rendering"
SIDE = "target"
_SHORTEST = 60


def find_together(paragraphs: Sequence[Paragraph], terms: Sequence[Term]) -> Iterator[Mapping[int, Chance]]:
    """Each two long paragraphs in a row that render different texts."""
    for number, (one, other) in enumerate(pairwise(paragraphs), start=1):
        if min(len(one.text), len(other.text)) >= _SHORTEST and "" != one.counterpart != other.counterpart != "":
            yield {number: Chance(start=0, end=len(other.text), replacement=one.text, anywhere=True)}
