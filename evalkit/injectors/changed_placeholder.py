"""A placeholder of the target loses its marks: {name} becomes name, %s becomes s, #NUMBER# becomes NUMBER."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "different-placeholder"
SIDE = "target"
_HOLDER = re.compile(r"\{[A-Za-z_]\w*\}|(?<![\w%])%s\b|#[A-Z][A-Z_]+#|</?[a-z]+>")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each placeholder that the source has too."""
    for found in _HOLDER.finditer(text):
        if found[0] in counterpart:
            yield Chance(start=found.start(), end=found.end(), replacement=found[0].strip("{}%#<>"), elsewhere=True)
