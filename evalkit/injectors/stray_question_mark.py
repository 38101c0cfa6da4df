"""A question mark stands where a character was lost: behind a word, or in place of a quotation mark, a dash or an
accented letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "stray-question-mark"
_BEHIND_WORD = re.compile(r"(?<=[a-z]{2})(?= [a-z])")
_LOST = re.compile(r"[“”‘’–—éèáíóúüöäñç]")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each such character, or where there is none each gap between two words."""
    lost = list(_LOST.finditer(text)) if re.search("[a-z] [a-z]", text) else []
    for found in lost or _BEHIND_WORD.finditer(text):
        yield Chance(start=found.start(), end=found.end(), replacement="?")
