"""A date is written in another way than the document's others: March 11, 2021 becomes 11 March 2021."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "mixed-date-format"
PER_DOCUMENT = 1
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_AMERICAN = re.compile(rf"\b({_MONTH}) (\d{{1,2}}), (\d{{4}})\b")
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each full date."""
    for found in _AMERICAN.finditer(text):
        yield Chance(start=found.start(), end=found.end(), replacement=f"{found[2]} {found[1]} {found[3]}")
    for found in _CHINESE.finditer(text):
        written = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
        yield Chance(start=found.start(), end=found.end(), replacement=written)
