"""A large number loses the mark that groups its digits: 24,801 becomes 24801."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "mixed-number-format"
PER_DOCUMENT = 1
_GROUPED = re.compile(r"(?<![\w.,$€£¥-])\d{2,3}(?:,\d{3})+(?![\w.,%-]|, ?\d)")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each number of five digits or more that is grouped by commas."""
    for found in _GROUPED.finditer(text):
        yield Chance(start=found.start(), end=found.end(), replacement=found[0].replace(",", ""))
