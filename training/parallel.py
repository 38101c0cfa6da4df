"""The parallel text that the measurements read: WMT22 test sets, one segment a line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

Side = Literal["source", "target"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A source line and a target line that belong together, and their languages."""

    source: str
    target: str
    languages: tuple[str, str]

    def text(self, side: Side) -> str:
        """The line of one side."""
        return self.source if side == "source" else self.target

    def write(self, side: Side, text: str) -> Pair:
        """The pair with another line on one side."""
        return replace(self, source=text) if side == "source" else replace(self, target=text)

    def is_english(self, side: Side) -> bool:
        """Whether that side is English."""
        return self.languages[side == "target"] == "en"


def read_pairs(data: Path, languages: tuple[str, str], reference: str, *, half: int | None = None) -> list[Pair]:
    """The pairs of a test set with one of its references: all, or the first or second half of the lines."""
    folder = data / "wmt22" / "-".join(languages)
    source = _read_lines(folder / f"source.{languages[0]}")
    target = _read_lines(folder / f"reference.{reference}.{languages[1]}")
    middle = len(source) // 2
    chosen = {None: slice(None), 1: slice(middle), 2: slice(middle, None)}[half]
    return [Pair(source=one, target=other, languages=languages) for one, other in zip(source, target, strict=True)][
        chosen
    ]


def _read_lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
