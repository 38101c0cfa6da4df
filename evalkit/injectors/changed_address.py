"""A web or mail address of the target loses a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "different-address"
SIDE = "target"
_ADDRESS = re.compile(r"(?:https?://|www\.)[\w./-]{4,}\w|[\w.]+@[\w-]+\.\w+")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each address that the other side has too."""
    for found in _ADDRESS.finditer(text):
        if found[0] in counterpart:
            yield Chance(start=found.start(), end=found.end(), replacement=found[0][:-2] + found[0][-1])
