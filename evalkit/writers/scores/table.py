"""A table for a terminal: best first, the best of each metric bold, those not proven worse marked with ≈."""

from __future__ import annotations

import shutil

from evalkit.comparing.line_scores import LineScores
from evalkit.data.showing import count_of
from evalkit.explaining.explaining import Explanation
from evalkit.tables.board import (
    ScoreCell,
    describe_agreement,
    describe_draws,
    describe_power,
    list_comparisons,
    make_rows,
    name_systems,
    title_metric,
)
from evalkit.tables.drawing import BEST, draw_table, wrap_lines
from evalkit.tables.explained import explain_in_words


def render(
    scores: LineScores, *, explanation: Explanation | None = None, styled: bool = False, width: int | None = None
) -> str:
    """The table, the comparisons with a baseline where one was named, and the signatures.

    ``width`` is the terminal's, in which the table and its notes are fitted; where it is not given, it is asked for if
    the text is styled, and else there is no limit, so that a program that reads the table finds a system in each line.
    """
    if not scores.metrics:
        return ""
    if width is None and styled:
        width = shutil.get_terminal_size().columns
    notes = [
        *list_comparisons(scores),
        _describe_size(scores),
        describe_draws(scores),
        *describe_power(scores),
        *describe_agreement(scores),
    ]
    lines = [
        *_draw(scores, width=width, styled=styled),
        "",
        *(line for note in notes for line in wrap_lines(note, width=width, indent="  ")),
        "Signatures:",
        *(f"  {key}|{signature}{name_systems(systems)}" for key, signature, systems in scores.signatures_listed),
    ]
    if explanation is not None:
        lines += ["", *explain_in_words(scores, explanation, width=width, styled=styled)]
    return "".join(f"{line}\n" for line in lines)


def _draw(scores: LineScores, *, width: int | None, styled: bool) -> list[str]:
    headings = [
        "system",
        *(heading for metric in scores.metrics.values() for heading in (title_metric(metric), "95 % interval", "rank")),
    ]
    rows = [
        (row.system, *(text for key in scores.metrics for text in _show(row.cells.get(key))))
        for row in make_rows(scores)
    ]
    return draw_table(headings, rows, width=width, styled=styled, group=3, break_headings=False)


def _show(cell: ScoreCell | None) -> tuple[str, str, str]:
    if cell is None:
        return "–", "", ""
    mark = BEST if cell.best else "≈" if cell.tied else ""
    return f"{mark}{cell.score:.2f}", f"{cell.interval[0]:.2f}–{cell.interval[1]:.2f}", cell.shown_rank


def _describe_size(scores: LineScores) -> str:
    sizes = sorted({len(measured.samples) for measured in scores.measured})
    counted = (
        f"{', '.join(map(str, sizes[:-1]))} or {sizes[-1]} segments" if sizes[1:] else count_of(sizes[0], "segment")
    )
    marks = f" {BEST} best, ≈ not proven worse." if len(scores.systems) > 1 and scores.too_few is None else ""
    return f"{counted}, target language {scores.language}.{marks}"
