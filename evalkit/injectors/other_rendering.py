"""A name that stands in three paragraphs of the target has its head first in one of them: Foreign Affairs Office
becomes Office of Foreign Affairs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from evalkit.injectors import Chance, Paragraph, RenderedTerm

CHECK = "rival-renderings"
SIDE = "target"
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,}){0,3} [A-Z][a-z]{3,}\b(?! [A-Z])")
_LEAST = 3


def find_together(paragraphs: Sequence[Paragraph], terms: Sequence[RenderedTerm]) -> Iterator[Mapping[int, Chance]]:
    """Each place of such a name, inside a sentence."""
    places: defaultdict[str, dict[int, re.Match[str]]] = defaultdict(dict)
    for number, paragraph in enumerate(paragraphs):
        for found in _NAME.finditer(paragraph.text) if paragraph.counterpart else ():
            places[found[0]].setdefault(number, found)
    for name, group in places.items():
        *modifiers, head = name.split(" ")
        for number, found in group.items() if len(group) >= _LEAST else ():
            turned = f"{head} of {' '.join(modifiers)}"
            yield {number: Chance(start=found.start(), end=found.end(), replacement=turned)}
