"""The columns of a table that people read."""

from __future__ import annotations

from dataclasses import dataclass

from evalkit.tables.phrases import Phrase

Cell = str | int | float | None


_NAMES = frozenset({"system", "check", "document", "metrics", "length", "rank"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its name for the script, its heading, and the decimal places of its numbers (``None``: text, or whole
    numbers)."""

    key: str
    title: Phrase
    places: int | None = None
    signed: bool = False
    names: bool = False
    words: bool = False
    """Whether its texts are words of the interface, which are translated, and not names."""

    sentences: bool = False
    """Whether its texts are made of words of the interface and something else, as sentences are."""

    passages: bool = False
    """Whether its values are the texts of a segment, each with what it is: only the last column's are, and they stand
    below their row."""

    upright: bool = False
    """Whether its heading stands upright, where many columns are to fit."""

    link: str | None = None
    """What stands before a value in the address that it leads to."""

    @property
    def is_text(self) -> bool:
        """Whether it holds names or words, which are set to the left."""
        return self.words or self.sentences or self.names or self.key in _NAMES
