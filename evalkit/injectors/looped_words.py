"""A run of words of the target is written four times in a row, as a system that cannot stop does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "repeated-passage"
SIDE = "target"
_RUN = re.compile("\\b[a-z]+ [a-z]+ [a-z]+ |[\u4e00-\u9fff]{6}")
_TIMES = 4


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each run of three words, or of six ideographs."""
    for found in _RUN.finditer(text):
        yield Chance(start=found.start(), end=found.end(), replacement=found[0] * _TIMES)
