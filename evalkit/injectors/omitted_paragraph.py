"""A paragraph of the target is left out."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "unmatched-paragraph"
SIDE = "target"
PER_DOCUMENT = 1
_SHORTEST = 40


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """The whole of a paragraph that has a counterpart and is more than a heading."""
    if counterpart and len(text) >= _SHORTEST:
        yield Chance(start=0, end=len(text), replacement="", elsewhere=True)
