"""Tables and paragraphs for a terminal of some width: what does not fit stands below instead of being cut."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

_GAP = "  "
_NARROWEST = 6
_WORD = re.compile(r"\s*(?:[^\s-]+-*|-+)")
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
BEST = "*"
"""Stands before the best value of a column; such a cell is bold where that can be shown."""


def draw_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    width: int | None = None,
    styled: bool = False,
    group: int = 1,
    break_headings: bool = True,
) -> list[str]:
    """The lines of a table: the first column to the left, the others to the right, headings broken at spaces and
    hyphens unless told otherwise.

    Where the columns are wider together than ``width`` (in terminal cells; ``None``: no limit), the table is drawn in
    parts, one below the other, each with the first column. ``group`` columns always stay together.
    """
    columns = [
        _make_column(heading, [row[number] for row in rows], break_headings) for number, heading in enumerate(headings)
    ]
    parts = _split(columns[0], columns[1:], width, group)
    lines: list[str] = []
    for part in parts:
        lines += [""] if lines else []
        lines += _draw_part([columns[0], *part], styled=styled)
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A column's heading in lines, its cells, and how many terminal cells it is wide."""

    heading: tuple[str, ...]
    cells: tuple[str, ...]
    width: int


def _make_column(heading: str, cells: Sequence[str], break_heading: bool) -> _Column:
    """The heading is broken where its cells are narrower than it, never inside a word."""
    room = max(_NARROWEST, *map(measure_width, (*cells, *(word.strip() for word in _WORD.findall(heading)))))
    lines = tuple(_fill(heading, room)) if break_heading else (heading,)
    return _Column(heading=lines, cells=tuple(cells), width=max(map(measure_width, (*lines, *cells))))


def _fill(heading: str, room: int) -> Iterator[str]:
    line = ""
    for word in _WORD.findall(heading):
        if line and measure_width(line + word) > room:
            yield line
            line = word.strip()
        else:
            line = (line + word) if line else word.strip()
    yield line


def _split(first: _Column, columns: Sequence[_Column], width: int | None, group: int) -> list[list[_Column]]:
    parts: list[list[_Column]] = [[]]
    for start in range(0, len(columns), group):
        own = list(columns[start : start + group])
        taken = first.width + sum(len(_GAP) + column.width for column in (*parts[-1], *own))
        if width is not None and taken > width and parts[-1]:
            parts.append([])
        parts[-1] += own
    return parts


def _draw_part(columns: Sequence[_Column], *, styled: bool) -> list[str]:
    height = max(len(column.heading) for column in columns)
    rows = [
        [(*[""] * (height - len(column.heading)), *column.heading)[line] for column in columns]
        for line in range(height)
    ]
    heading = [_embolden(_join(row, columns), styled) for row in rows]
    cells = zip(*(column.cells for column in columns), strict=True)
    return [*heading, *(_join(row, columns, styled=styled) for row in cells)]


def _join(row: Sequence[str], columns: Sequence[_Column], *, styled: bool = False) -> str:
    padded = [
        _pad(cell, column.width, left=not number, styled=styled)
        for number, (cell, column) in enumerate(zip(row, columns, strict=True))
    ]
    return _GAP.join(padded).rstrip()


def _pad(cell: str, width: int, *, left: bool, styled: bool) -> str:
    space = " " * (width - measure_width(cell))
    shown = _embolden(cell, styled and cell.startswith(BEST))
    return shown + space if left else space + shown


def _embolden(text: str, styled: bool) -> str:
    return f"{_BOLD}{text}{_PLAIN}" if styled and text else text


def measure_width(text: str) -> int:
    """How many cells of a terminal a text takes: a Chinese character takes two."""
    from rich.cells import cell_len

    return cell_len(text)


def mark_best(values: Sequence[float | None], texts: Sequence[str], *, higher_is_better: bool = True) -> list[str]:
    """The texts, those of the best value marked; nothing is best among fewer than two values."""
    known = [value for value in values if value is not None]
    if len(known) < 2 or len(set(known)) < 2:
        return list(texts)
    best = max(known) if higher_is_better else min(known)
    return [f"{BEST}{text}" if value == best else text for value, text in zip(values, texts, strict=True)]


def show_change(value: float, digits: int = 2) -> str:
    """A difference with its sign; what rounds to nothing has none."""
    shown = f"{value:+.{digits}f}"
    return shown[1:] if float(shown) == 0 else shown


def wrap_lines(text: str, *, width: int | None, indent: str = "") -> list[str]:
    """A paragraph in lines of at most ``width``; the second and further ones are indented. Without a width it is one
    line."""
    return (
        [text]
        if width is None
        else textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False) or [""]
    )


def mark_spans(text: str, spans: Sequence[tuple[int, int]], before: str, behind: str) -> str:
    """The text with marks around these spans, which are in order and do not overlap; empty spans have none."""
    bounds = [(start, end) for start, end in spans if end > start]
    starts = [0, *(end for _, end in bounds)]
    pieces = [
        text[left:start] + before + text[start:end] + behind for left, (start, end) in zip(starts, bounds, strict=False)
    ]
    return "".join(pieces) + text[list(accumulate(starts, max))[-1] :]
