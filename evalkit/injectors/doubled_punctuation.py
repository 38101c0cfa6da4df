"""A comma or the mark that ends a sentence is written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "doubled-punctuation"
SIDE = "target"
_MARK = re.compile(r"(?<=[a-z])[,.;](?= [A-Za-z])|(?<=[\u4e00-\u9fff])[，。、；](?=[\u4e00-\u9fff])")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each comma, semicolon, enumeration comma and full stop between words."""
    for found in _MARK.finditer(text):
        yield Chance(start=found.end(), end=found.end(), replacement=found[0])
