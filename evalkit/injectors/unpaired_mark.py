"""One half of a pair of quotation marks or brackets is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "unpaired-punctuation"
SIDE = "target"
_PAIR = re.compile(r"“[^“”]*”|（[^（）]*）|\([^()]*[A-Za-z]{3}[^()]*\)|「[^「」]*」|《[^《》]*》")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """The opening and the closing mark of each pair that holds no other of its kind."""
    for found in _PAIR.finditer(text):
        for offset in (found.start(), found.end() - 1):
            yield Chance(start=offset, end=offset + 1, replacement="", anywhere=True)
