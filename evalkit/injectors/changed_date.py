"""The day of a date of the target is changed: March 11 becomes March 13, 3月11日 becomes 3月13日."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "different-number"
SIDE = "target"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(rf"(?:{_MONTHS}) (\d{{1,2}})\b(?!:)|\b(\d{{1,2}}) (?:{_MONTHS})\b|(?<=月)(\d{{1,2}})(?=日)")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each day of a month; none where the other side has nothing to compare."""
    for found in _DAY.finditer(text) if counterpart else ():
        group = next(number for number in (1, 2, 3) if found[number])
        day = int(found[group])
        yield Chance(start=found.start(group), end=found.end(group), replacement=str(day + 2 if day < 27 else day - 2))
