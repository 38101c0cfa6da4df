"""A character is lost to U+FFFD, the sign for a byte that could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "replacement-character"
_WORD_CHARACTER = re.compile("[^\\W\\d_]|[“”’]")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each letter, ideograph and curly quotation mark."""
    for found in _WORD_CHARACTER.finditer(text):
        yield Chance(start=found.start(), end=found.end(), replacement="\ufffd")
