"""A name with a capital inside it loses that capital in one of its places: WeChat becomes Wechat."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from evalkit.injectors import Chance, Paragraph, RenderedTerm

CHECK = "inconsistent-capitals"
_NAME = re.compile(r"(?<![\w'’.@/#&-])[A-Z]?[a-z]+[A-Z][a-z]+(?![\w@/-])")


def find_together(paragraphs: Sequence[Paragraph], terms: Sequence[RenderedTerm]) -> Iterator[Mapping[int, Chance]]:
    """Each place of such a name that its side of the document has twice or more."""
    places: defaultdict[tuple[str, str], list[tuple[int, re.Match[str]]]] = defaultdict(list)
    for number, paragraph in enumerate(paragraphs):
        for found in _NAME.finditer(paragraph.text):
            places[paragraph.side, found[0]].append((number, found))
    for (_, name), group in places.items():
        for number, found in group if len(group) > 1 else ():
            yield {number: Chance(start=found.start(), end=found.end(), replacement=name.capitalize())}
