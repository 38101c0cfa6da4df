"""A paragraph of the target is cut off in its first quarter."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "unusual-length"
SIDE = "target"
PER_DOCUMENT = 1
_SHORTEST = 80


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """The last three quarters of a long paragraph that has a counterpart."""
    if counterpart and len(text) >= _SHORTEST:
        start = max(text.find(" ", len(text) // 4), len(text) // 4)
        yield Chance(start=start, end=len(text), replacement="", anywhere=True)
