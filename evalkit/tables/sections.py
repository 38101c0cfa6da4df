"""What the sections of an explanation are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalkit.comparing.line_scores import LineScores
from evalkit.data.metric import Metric
from evalkit.explaining.explaining import Explanation
from evalkit.tables.drawing import draw_table, wrap_lines

INDENT = "  "


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Page:
    """The scores, what is known about why, the systems best first, how wide the terminal is (``None``: no limit), and
    whether it shows bold."""

    scores: LineScores
    explanation: Explanation
    systems: tuple[str, ...]
    width: int | None = None
    styled: bool = False

    @property
    def metric(self) -> Metric:
        """The metric that stands for all."""
        return next(iter(self.scores.metrics.values()))

    def draw(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        """A table as wide as the page less the indent of sections."""
        return draw_table(headings, rows, width=self._room, styled=self.styled)

    def wrap(self, text: str, indent: str = INDENT) -> list[str]:
        """A paragraph as wide as the page less the indent of sections; its second and further lines are indented."""
        return wrap_lines(text, width=self._room, indent=indent)

    @property
    def _room(self) -> int | None:
        return None if self.width is None else self.width - len(INDENT)
