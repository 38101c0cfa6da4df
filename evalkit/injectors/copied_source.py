"""A paragraph of the target is the source, left as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "copied-source"
SIDE = "target"
PER_DOCUMENT = 1
_LATIN, _HAN = re.compile("[A-Za-z]"), re.compile("[\u4e00-\u9fff]")
_SHORTEST = 10


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """The whole of a paragraph whose counterpart is in the other script."""
    for own, other in ((_LATIN, _HAN), (_HAN, _LATIN)):
        if (
            len(own.findall(text)) >= _SHORTEST
            and len(other.findall(counterpart)) >= _SHORTEST
            and not other.search(text)
        ):
            yield Chance(start=0, end=len(text), replacement=counterpart, anywhere=True)
