"""Two neighbouring letters of a word change places: committee becomes comimttee."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "misspelling"
_WORD = re.compile(r"(?<![\w'’-])[a-z]{7,}(?![\w'’-])")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each word of seven lower-case letters or more whose third and fourth letter differ."""
    for found in _WORD.finditer(text):
        word = found[0]
        if word[2] != word[3]:
            yield Chance(start=found.start(), end=found.end(), replacement=word[:2] + word[3] + word[2] + word[4:])
