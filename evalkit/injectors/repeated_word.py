"""A word is written twice: of the the city."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "repeated-word"
SIDE = "target"
_SMALL = re.compile(r"(?<= )(the|a|an|of|to|in|and|for|with|from|on|by)(?= [A-Za-z])")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each article, preposition and “and” inside a sentence."""
    for found in _SMALL.finditer(text):
        yield Chance(start=found.end(), end=found.end(), replacement=f" {found[0]}")
