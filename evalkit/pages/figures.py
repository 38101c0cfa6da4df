"""Plots as values: each is a table, which stands on the page for who sees no plot, and the data that the page's script
draws from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from evalkit.data.showing import show_text
from evalkit.pages.embedding import embed_json
from evalkit.tables.columns import Cell, Column
from evalkit.tables.phrases import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One plot: its kind is the name by which the script knows how to draw it. Numbers are on the scale people read."""

    kind: str
    title: Phrase
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Phrase | None = None
    options: tuple[tuple[str, Any], ...] = ()
    """What the script has to know beside the rows, for JSON."""

    @property
    def is_wide(self) -> bool:
        """Whether it needs the whole width of the page."""
        return self.kind in ("points", "documents")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The figures of a page by group, each with its number on the page, and their data and that of the points as
    JSON."""

    groups: Mapping[str, Sequence[tuple[int, Figure]]]
    data: Markup
    points: Markup | None

    @property
    def has_figures(self) -> bool:
        """Whether anything is drawn."""
        return any(self.groups.values())


def make_sheet(groups: Mapping[str, Sequence[Figure]], points: Mapping[str, Any] | None = None) -> Sheet:
    """The figures numbered through all groups. Without a figure of points their data is left out."""
    numbered: dict[str, list[tuple[int, Figure]]] = {}
    figures: list[Figure] = []
    for name, group in groups.items():
        numbered[name] = list(enumerate(group, start=len(figures)))
        figures += group
    shows_points = any(figure.kind == "points" for figure in figures)
    return Sheet(
        groups=numbered,
        data=embed_json(describe_figures(figures)),
        points=embed_json(points) if shows_points and points is not None else None,
    )


def describe_figures(figures: Sequence[Figure]) -> Sequence[Mapping[str, Any]]:
    """The figures as values for JSON, in order."""
    return [
        {
            "kind": figure.kind,
            "columns": [column.key for column in figure.columns],
            "rows": [[_round(cell) for cell in row] for row in figure.rows],
            **dict(figure.options),
        }
        for figure in figures
    ]


def _round(cell: Cell) -> Cell:
    if isinstance(cell, float):
        return round(cell, 4)
    return show_text(cell) if isinstance(cell, str) else cell
