"""Scores and their intervals as one inline SVG, for notebooks: a panel a metric, a line a system, best first. It needs
no library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_NAME, _WIDTH, _VALUE, _LINE, _TOP = 150, 300, 70, 22, 26
_LONGEST = 20
_TICKS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalLine:
    """One system's score, its 95 % interval where there is one, on the scale people read, and its range of ranks."""

    system: str
    value: float
    interval: tuple[float, float] | None
    rank: tuple[int, int] | None


class Svg(str):
    """An SVG image as text, which a notebook shows as the image."""

    __slots__ = ()

    def _repr_svg_(self) -> str:
        return str(self)


def draw_intervals(panels: Sequence[tuple[str, Sequence[IntervalLine]]]) -> Svg:
    """The panels below each other, each with its title, its lines in the order given and a scale of its own."""
    parts, top = [], 0
    for title, lines in panels:
        parts.append(f'<g transform="translate(0,{top})">{_draw_panel(title, lines)}</g>')
        top += _measure_panel(lines)
    width = _NAME + _WIDTH + _VALUE
    return Svg(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top}" width="{width}" height="{top}" role="img" '
        f'aria-label="Scores with 95 % intervals" font-family="sans-serif" font-size="12" fill="currentColor" stroke="none">{"".join(parts)}</svg>'
    )


def _measure_panel(lines: Sequence[IntervalLine]) -> int:
    return _TOP + _LINE * len(lines) + 30


def _draw_panel(title: str, lines: Sequence[IntervalLine]) -> str:
    bounds: list[float] = [bound for line in lines for bound in (*(line.interval or ()), line.value)]
    low, high = min(bounds), max(bounds)
    margin = (high - low or abs(high) or 1.0) * 0.05
    low, high = low - margin, high + margin

    def place(value: float) -> float:
        return _NAME + round(_WIDTH * (value - low) / (high - low), 1)

    bottom = _TOP + _LINE * len(lines)
    drawn = [f'<text x="0" y="14" font-weight="bold">{escape(title)}</text>']
    for tick in choose_ticks(low, high):
        x = place(tick)
        drawn.append(
            f'<line x1="{x}" x2="{x}" y1="{_TOP - 4}" y2="{bottom}" stroke="currentColor" stroke-opacity=".15"/>'
        )
        drawn.append(f'<text x="{x}" y="{bottom + 16}" text-anchor="middle" opacity=".7">{tick:g}</text>')
    for number, line in enumerate(lines):
        y = _TOP + _LINE * number + _LINE / 2
        name = line.system if len(line.system) <= _LONGEST else f"{line.system[: _LONGEST - 1]}…"
        drawn.append(f'<text x="0" y="{y + 4}">{escape(name)}<title>{escape(line.system)}</title></text>')
        if line.interval is not None:
            start, end = map(place, line.interval)
            drawn.append(f'<line x1="{start}" x2="{end}" y1="{y}" y2="{y}" stroke="currentColor" stroke-width="2"/>')
        drawn.append(f'<circle cx="{place(line.value)}" cy="{y}" r="4"/>')
        drawn.append(f'<text x="{_NAME + _WIDTH + 8}" y="{y + 4}">{line.value:.2f}{_show_rank(line.rank)}</text>')
    return "".join(drawn)


def _show_rank(rank: tuple[int, int] | None) -> str:
    if rank is None:
        return ""
    return f" ({rank[0]})" if rank[0] == rank[1] else f" ({rank[0]}–{rank[1]})"


def choose_ticks(low: float, high: float) -> list[float]:
    """A few round numbers between two bounds: multiples of 1, 2 or 5 times a power of ten."""
    power: float = 10.0 ** math.floor(math.log10((high - low) / _TICKS))
    step = next(power * times for times in (1, 2, 5, 10) if (high - low) / (power * times) <= _TICKS + 1)
    return [round(number * step, 10) for number in range(math.ceil(low / step), math.floor(high / step) + 1)]
