"""A table for a terminal: best first, the best of each metric bold, those not proven worse marked with ≈."""

from __future__ import annotations

import io

from evalkit.benchmark.board import (
    Cell,
    describe_comparison,
    describe_power,
    describe_sampling,
    make_rows,
    title_metric,
)
from evalkit.benchmark.explained import explain_in_words
from evalkit.benchmark.explaining import Explanation
from evalkit.line_scoring import LineScores
from evalkit.ranking import estimate_agreement


def render(scores: LineScores, *, explanation: Explanation | None = None, styled: bool = False) -> str:
    """The table, the comparisons with a baseline where one was named, and the signatures."""
    if not scores.metrics:
        return ""
    notes = [
        *_list_comparisons(scores),
        _describe_size(scores),
        describe_sampling(scores),
        *describe_power(scores),
        "Signatures:",
        *(f"  {key}|{signature}" for key, signature in scores.signatures.items()),
    ]
    explained = [] if explanation is None else ["", *explain_in_words(scores, explanation)]
    return _draw(scores, styled=styled) + "\n" + "".join(f"{note}\n" for note in [*notes, *explained])


def _draw(scores: LineScores, *, styled: bool) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("system", no_wrap=True)
    for metric in scores.metrics.values():
        for heading in (title_metric(metric), "95 % interval", "rank"):
            table.add_column(heading, justify="right", no_wrap=True)
    for row in make_rows(scores):
        cells = [text for key in scores.metrics for text in _show(row.cells.get(key))]
        table.add_row(row.system, *(Text(text, style="bold" if text.startswith("*") else "") for text in cells))
    stream = io.StringIO()
    width = None if styled else 10_000
    Console(file=stream, width=width, highlight=False, force_terminal=styled).print(table)
    return stream.getvalue()


def _show(cell: Cell | None) -> tuple[str, str, str]:
    if cell is None:
        return "–", "", ""
    mark = "*" if cell.best else "≈" if cell.tied else ""
    return f"{mark}{cell.score:.2f}", f"{cell.interval[0]:.2f}–{cell.interval[1]:.2f}", cell.shown_rank


def _list_comparisons(scores: LineScores) -> list[str]:
    if scores.comparisons is scores.pairs and len(scores.systems) > 3:
        return []
    return [
        describe_comparison(
            one,
            scores.metrics[one.metric],
            estimate_agreement(one.metric, one.difference, signature=scores.signatures[one.metric]),
        )
        for one in scores.comparisons
    ]


def _describe_size(scores: LineScores) -> str:
    sizes = sorted({len(measured.samples) for measured in scores.measured})
    marks = " * best, ≈ not proven worse." if len(scores.systems) > 1 else ""
    return f"{', '.join(map(str, sizes))} segments, target language {scores.language}.{marks}"
