"""A text was read in the wrong encoding, which could not read its typographic marks and accented letters: each is
U+FFFD now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from evalkit.injectors import Chance, Paragraph, RenderedTerm, rewrite_sides

CHECK = "lost-characters"
WHOLE = True
_CHARACTER = re.compile("(?<![\u2e80-\uffef])[“”‘’–—éèáíóúüöäñç](?![\u2e80-\uffef])")
_LEAST = 4


def find_together(paragraphs: Sequence[Paragraph], terms: Sequence[RenderedTerm]) -> Iterator[Mapping[int, Chance]]:
    """The text of a side that has four such characters or more, away from ideographs."""
    yield from rewrite_sides(paragraphs, _CHARACTER, "\ufffd", least=_LEAST)
