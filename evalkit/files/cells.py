"""Cells of tables that people open in a spreadsheet: text stays text and numbers stay numbers."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from evalkit.data.showing import show_text

CellValue = str | int | float | bool | None

# What spreadsheets read as the start of a formula, the full-width forms included (OWASP, “CSV Injection”).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guard_formula(cell: CellValue) -> CellValue:
    """A text that a spreadsheet would run gets an apostrophe before it; all else, numbers included, is itself."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return None if isinstance(cell, float) and math.isnan(cell) else cell


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> None:
    """A UTF-8 file with byte-order mark, as spreadsheets expect it, whose text cells are guarded and show what is
    invisible."""
    with path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
        write_rows(file, header, rows)


def write_rows(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> None:
    """The same into an open file."""
    writer = csv.writer(file)
    writer.writerow(header)
    for row in rows:
        guarded = (guard_formula(cell) for cell in row)
        writer.writerow([show_text(cell) if isinstance(cell, str) else cell for cell in guarded])


def unguard_formula(cell: str) -> str:
    """The text that :func:`guard_formula` guarded."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell
