"""A full-width mark between Chinese characters becomes its half-width form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "half-width-punctuation"
_MARK = re.compile("(?<=[\u4e00-\u9fff])[，；？！](?=[\u4e00-\u9fff])")
_HALF = {"，": ",", "；": ";", "？": "?", "！": "!"}


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each comma, semicolon, question or exclamation mark between two characters."""
    for found in _MARK.finditer(text):
        yield Chance(start=found.start(), end=found.end(), replacement=_HALF[found[0]])
