"""One of several curly quotations of a paragraph becomes straight, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "mixed-quotes"
_CURLY = re.compile('“([^“”"]+)”')
_STRAIGHT = re.compile('"([^“”"]+)"')


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each quotation but the first, where all are of one kind."""
    for pattern, other, opening, closing in ((_CURLY, '"', '"', '"'), (_STRAIGHT, "“", "“", "”")):
        if other not in text:
            for found in list(pattern.finditer(text))[1:]:
                yield Chance(start=found.start(), end=found.end(), replacement=f"{opening}{found[1]}{closing}")
