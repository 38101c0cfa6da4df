"""A word or number in Latin letters is typed in full width: 2021 becomes ２０２１, and a comma ，."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "full-width-character"
_TYPED = re.compile(r"(?<=[A-Za-z]),(?= )|\b[A-Z][a-z]{2,}\b|(?<![\d.,])\d{2,4}(?![\d%]|[.,]\d)")
_HAN = re.compile("[\u4e00-\u9fff]")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each capitalised word, comma and number of a paragraph without ideographs."""
    for found in _TYPED.finditer(text) if not _HAN.search(text) else ():
        wide = "".join(unicodedata.lookup(f"FULLWIDTH {unicodedata.name(one)}") for one in found[0])
        yield Chance(start=found.start(), end=found.end(), replacement=wide)
