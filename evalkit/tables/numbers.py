"""Numbers as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


def format_number(value: float | None, places: int = 2) -> str:
    """A number as people read it; a dash where there is none."""
    return "–" if value is None else f"{round(value, places) + 0.0:.{places}f}".replace("-", "−")


def format_signed(value: float | None, places: int = 2) -> str:
    """A difference with its sign; zero has none."""
    if value is None:
        return "–"
    rounded = round(value, places)
    return f"{rounded:+.{places}f}".replace("-", "−") if rounded else f"{0:.{places}f}"


def format_percent(value: float) -> str:
    """A share as a whole percentage that is never rounded up to certainty."""
    return f"{min(round(100 * value), 99 if value < 1 else 100)} %"
