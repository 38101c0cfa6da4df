"""A letter is replaced by its Cyrillic twin: Chоngqing with a Cyrillic о."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "homoglyph"
_TWINS = {"a": "а", "c": "с", "e": "е", "o": "о", "p": "р", "x": "х"}
_INSIDE = re.compile(r"(?<=[A-Za-z]{2})[aceopx](?=[a-z])")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each such letter inside a word."""
    for found in _INSIDE.finditer(text):
        yield Chance(start=found.start(), end=found.end(), replacement=_TWINS[found[0]])
