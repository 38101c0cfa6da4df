"""Every apostrophe inside or behind a word of a text is lost: one conversion dropped them all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from evalkit.injectors import Chance, Paragraph, RenderedTerm, rewrite_sides

CHECK = "lost-characters"
WHOLE = True
_CHARACTER = re.compile(r"(?<=[A-Za-z])['’](?=[A-Za-z])|(?<=[a-z]s)['’](?= [a-z])")
_LEAST = 4


def find_together(paragraphs: Sequence[Paragraph], terms: Sequence[RenderedTerm]) -> Iterator[Mapping[int, Chance]]:
    """The text of a side that has four apostrophes or more, without any."""
    yield from rewrite_sides(paragraphs, _CHARACTER, "", least=_LEAST)
