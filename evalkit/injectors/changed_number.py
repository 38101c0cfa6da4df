"""One digit of a number of the target is changed: 24,801 becomes 24,804."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "different-number"
SIDE = "target"
_NUMBER = re.compile(r"(?<![\w.,/:-])\d[\d,]*\d(?:\.\d+)?(?![\w/:-])")
_DATE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2},?)?(?: \d{4})?|\d{1,2} (?=[A-Z])|\d+ *[年月日]"
)


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each number of two digits or more that is no part of a date; none where the other side has nothing to compare."""
    if not counterpart:
        return
    dates = {offset for found in _DATE.finditer(text) for offset in range(*found.span())}
    for found in _NUMBER.finditer(text):
        if found.start() not in dates:
            yield Chance(start=found.start(), end=found.end(), replacement=_change(found[0]))


def _change(number: str) -> str:
    """The number with its last digit that is not 0 three higher, or from 7 on three lower."""
    at = max(offset for offset, digit in enumerate(number) if digit.isdecimal() and (digit != "0" or offset == 0))
    digit = int(number[at])
    return f"{number[:at]}{digit + 3 if digit < 7 else digit - 3}{number[at + 1 :]}"
