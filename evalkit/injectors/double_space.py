"""A space between two words is doubled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "double-space"
SIDE = "target"
_SPACE = re.compile(r"(?<=[A-Za-z]) (?=[A-Za-z])")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each space between two letters."""
    for found in _SPACE.finditer(text):
        yield Chance(start=found.start(), end=found.end(), replacement="  ")
