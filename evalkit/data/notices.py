"""What is told of many at once, cut to what fits on a screen."""

from __future__ import annotations

from collections.abc import Sequence

_SHOWN = 12


def fit_on_screen(lines: Sequence[str]) -> list[str]:
    """The first dozen of the lines, and how many more there are."""
    return [*lines[:_SHOWN], *([f"… and {len(lines) - _SHOWN} more."] if len(lines) > _SHOWN else [])]
