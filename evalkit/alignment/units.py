"""What is aligned, and what beads are called on the way."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

Keys = Mapping[Hashable, int]
Rendered = tuple[str, tuple[str, ...]]
"""A word and what may render it, the likeliest first."""
Shape = tuple[int, int]
"""How many units of the source and of the target a bead has."""
Step = tuple[int, int, Shape]
"""A bead of a chain: its first units (or, where it has none, those behind it), and its shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A paragraph or sentence to align: its length in characters, its keys and words, whether it is a heading (never
    merged), and its ending, as :func:`evalkit.alignment.endings.tell_endings` tells it."""

    length: int
    keys: Keys = field(default_factory=dict)
    words: Sequence[Rendered] = ()
    is_heading: bool = False
    ending: tuple[str, str] = ("", "")
