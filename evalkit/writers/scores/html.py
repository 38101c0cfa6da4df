"""One self-contained page to look at: verdict, systems by metrics, all pairs, plots, explanations, every segment."""

from __future__ import annotations

from evalkit.comparing.line_scores import LineScores
from evalkit.explaining.explaining import Explanation


def render(scores: LineScores, *, explanation: Explanation | None = None, styled: bool = False) -> str:
    """The page; it needs no network and no other file."""
    from evalkit.pages.benchmark_page import render_benchmark

    return f"{render_benchmark(scores, explanation)}\n"
