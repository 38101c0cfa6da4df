"""The full stop that ends a paragraph of the target becomes a question mark."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "different-end-mark"
SIDE = "target"


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """The last full stop of a paragraph whose counterpart is a statement too."""
    stripped = text.rstrip()
    if stripped.endswith(".") and counterpart.rstrip().endswith((".", "。")):
        yield Chance(start=len(stripped) - 1, end=len(stripped), replacement="?", anywhere=True)
