"""An American or British spelling is exchanged for the other: organization and colour become organisation and color."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "mixed-varieties"
PER_DOCUMENT = 1
_ENDINGS = (
    (re.compile(r"(?<=[a-z]{3}al)(i)(s)(e[ds]?|ing|ation)\b"), "iz"),
    (re.compile(r"(?<=[a-z]{3}al)(i)(z)(e[ds]?|ing|ation)\b"), "is"),
    (re.compile(r"\b(?:col|hon|lab|neighb|fav|behavi|harb)(o)(u)(r)s?\b"), "o"),
    (re.compile(r"\b(?:col|hon|lab|neighb|fav|behavi|harb)(o)()(r)s?\b"), "ou"),
    (re.compile(r"\b(?:cent|theat|lit|fib)(e)()(r)s?\b"), "re"),
)


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each word in -alise or -alize, and each in -our or -or of a few; centre and theatre in one direction."""
    for pattern, other in _ENDINGS:
        for found in pattern.finditer(text):
            end = found.end(3) if other == "re" else found.end(2)
            yield Chance(start=found.start(1), end=end, replacement=other)
