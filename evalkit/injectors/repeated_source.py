"""A paragraph of the source says once more what the one before it says, and the rendering of the two differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evalkit.injectors import Chance, Paragraph, RenderedTerm, repeat_paragraphs

CHECK = "differing-repeat"
SIDE = "source"
_SHORTEST = 30


def find_together(paragraphs: Sequence[Paragraph], terms: Sequence[RenderedTerm]) -> Iterator[Mapping[int, Chance]]:
    """Each two long paragraphs in a row that have different renderings."""
    yield from repeat_paragraphs(paragraphs, shortest=_SHORTEST)
