"""The apostrophe of a contraction is dropped: don't becomes dont, and they've becomes theyve."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "dropped-apostrophe"
# “its”, “well”, “wed”, “ill”, “id” and the like are words themselves, so nothing is lost to see.
_CONTRACTION = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|had|would|could|should|ca|wo)n(['’])t|(?:you|they|we|I)(['’])ve|(?:you|they)(['’])re)\b",
    re.IGNORECASE,
)
_ALSO_WORDS = frozenset({"cant", "wont"})


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each contraction that is no word without its apostrophe."""
    for found in _CONTRACTION.finditer(text):
        mark = next(group for group in (1, 2, 3) if found[group])
        if found[0].replace(found[mark], "").lower() not in _ALSO_WORDS:
            yield Chance(start=found.start(mark), end=found.end(mark), replacement="")
