"""Every corpus, document and segment score, one a row, unrounded, each with its signature."""

from __future__ import annotations

from evalkit.comparing.line_scores import LineScores
from evalkit.explaining.explaining import Explanation


def render(scores: LineScores, *, explanation: Explanation | None = None, styled: bool = False) -> str:
    """The long frame as CSV."""
    text: str = scores.frame.to_csv(index=False)
    return text
