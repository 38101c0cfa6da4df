"""A term of the user's glossary is rendered otherwise than the glossary says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from evalkit.injectors import Chance, Paragraph, RenderedTerm

CHECK = "glossary-violation"
SIDE = "target"


def find_together(paragraphs: Sequence[Paragraph], terms: Sequence[RenderedTerm]) -> Iterator[Mapping[int, Chance]]:
    """Each paragraph that has one rendering of a term, once, and whose counterpart has the term."""
    for number, paragraph in enumerate(paragraphs):
        for source, targets in terms:
            found = [place for target in targets for place in _find(target, paragraph.text)]
            if source in paragraph.counterpart and len(found) == 1:
                (start, end), new = found[0], "something" if paragraph.text.isascii() else "某物"
                yield {number: Chance(start=start, end=end, replacement=new, elsewhere=True)}


def _find(target: str, text: str) -> Iterator[tuple[int, int]]:
    bound = r"\b" if target.isascii() else ""
    yield from (found.span() for found in re.finditer(rf"{bound}{re.escape(target)}{bound}", text))
