"""An invisible character is put between two words or inside one: a zero-width space, a soft hyphen, a mark that turns
the direction."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "invisible-character"
_GAP = re.compile(r"(?<=[a-z]{2})(?=[a-z]{2})|(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
_INVISIBLE = "\u200b\u202e\u200e\u2060"


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each gap between two letters or ideographs, each with another of them."""
    for number, found in enumerate(_GAP.finditer(text)):
        yield Chance(start=found.start(), end=found.start(), replacement=_INVISIBLE[number % len(_INVISIBLE)])
