"""A paragraph of the target is the rendering of the paragraph before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evalkit.injectors import Chance, Paragraph, RenderedTerm, repeat_paragraphs

CHECK = "copied-rendering"
SIDE = "target"
_SHORTEST = 60


def find_together(paragraphs: Sequence[Paragraph], terms: Sequence[RenderedTerm]) -> Iterator[Mapping[int, Chance]]:
    """Each two long paragraphs in a row that render different texts."""
    yield from repeat_paragraphs(paragraphs, shortest=_SHORTEST)
