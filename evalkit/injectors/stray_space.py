"""A space is put before a comma, a semicolon or a closing bracket, or behind an opening one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "stray-space"
SIDE = "target"
_GAP = re.compile(r"(?<=[A-Za-z])(?=[,;)] )|(?<= \()(?=[A-Za-z])")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each such gap in text of Latin letters."""
    for found in _GAP.finditer(text):
        yield Chance(start=found.start(), end=found.start(), replacement=" ")
