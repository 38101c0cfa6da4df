"""Excel workbooks (.xlsx) with named columns: each row pairs a source cell with a target cell, and is never aligned
anew.

Read is the first sheet whose first filled row names both columns: ``source`` and ``target``, or the languages by code
or name (``zh``, ``en-GB``, 中文, English), or as ``source_column`` and ``target_column`` in ``evalkit.toml`` say; other
columns are left alone. A formula counts as the value that was last saved with it.

The line is the row's number; the column counts code points in the row as it would be pasted into plain text, its cells
parted by tabs. ``location`` names the cell (row 7, column B). A line break inside a cell parts two paragraphs of it. An
empty cell beside a filled one is an omission, unless a whole column is empty.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.data import Passage
from evalkit.errors import NoDocumentError, ReadingError
from evalkit.files.archives import open_archive
from evalkit.files.columns import Columns, letter_column, name_columns, require_columns
from evalkit.files.pairs import Pair, cut_lines, make_document
from evalkit.files.settings import Settings
from evalkit.files.sides import OneSide
from evalkit.readers import Contents

if TYPE_CHECKING:
    import openpyxl

EXTENSIONS = (".xlsx",)
HOLDS_BOTH_SIDES = True

_KIND = "an Excel workbook (.xlsx)"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A sheet's rows as text from row 1 on, and where its header stands."""

    title: str
    rows: Sequence[Sequence[str]]
    header: int

    @property
    def names(self) -> Sequence[str]:
        """The names of the columns."""
        return self.rows[self.header]


def read(
    path: Path,
    *,
    settings: Settings,
    shown: str | None = None,
    folder: str = "",
    name: str | None = None,
    side: OneSide | None = None,
) -> Contents:
    """The one document that a workbook is. Raises ReadingError for what is no workbook or too large, and
    NoDocumentError for one without a sheet whose columns are known."""
    shown = path.as_posix() if shown is None else shown
    sheets = _read_sheets(path, shown)
    if not sheets:
        raise NoDocumentError(f"{shown}: the workbook is empty. Fill it or remove the file.")
    sheet, columns = _choose_sheet(sheets, settings, shown)
    where = "" if sheet is sheets[0] else f"sheet “{sheet.title}”, "
    pairs = list(_list_pairs(sheet, columns, shown, where))
    if not any(pair.source or pair.target for pair in pairs):
        raise ReadingError(
            f"{shown}: the sheet “{sheet.title}” has no rows below its names. Fill it or remove the file."
        )
    document = make_document(
        pairs, name=path.stem if name is None else name, folder=folder, path=shown, settings=settings
    )
    others = [other.title for other in sheets if other is not sheet and _find_columns(other, settings, shown)]
    notes = [f"{shown}: only the sheet “{sheet.title}” is read; {', '.join(others)} left out."] if others else []
    lines = tuple("\t".join(row) for row in sheet.rows)
    return Contents(documents=(document,), lines={shown: lines}, warnings=tuple(notes))


def _read_sheets(path: Path, shown: str) -> list[_Sheet]:
    """The sheets that hold anything."""
    import openpyxl

    open_archive(path, shown=shown, kind=_KIND).close()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that openpyxl does not know
            workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
            try:
                return [found for title in workbook.sheetnames if (found := _read_sheet(workbook, title))]
            finally:
                workbook.close()
    except Exception as error:
        reason = str(error).split("\n")[0] or type(error).__name__
        raise ReadingError(f"{shown}: this is not {_KIND}: {reason}. Save it anew from Excel.") from error


def _read_sheet(workbook: openpyxl.Workbook, title: str) -> _Sheet | None:
    worksheet: Any = workbook[title]
    if not hasattr(worksheet, "iter_rows"):  # a sheet that is a chart
        return None
    worksheet.reset_dimensions()
    rows = [["" if cell is None else str(cell) for cell in row] for row in worksheet.iter_rows(values_only=True)]
    header = next((number for number, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    return None if header is None else _Sheet(title=title, rows=rows, header=header)


def _choose_sheet(sheets: Sequence[_Sheet], settings: Settings, shown: str) -> tuple[_Sheet, Columns]:
    for sheet in sheets:
        columns = _find_columns(sheet, settings, shown)
        if columns is not None:
            return sheet, columns
    first = sheets[0]
    return first, require_columns(first.names, settings, shown=shown, line=first.header + 1)


def _find_columns(sheet: _Sheet, settings: Settings, shown: str) -> Columns | None:
    """The columns of a sheet; ``None`` where they are not known, or known twice."""
    try:
        return name_columns(sheet.names, settings, shown=shown, line=sheet.header + 1)
    except ReadingError:
        return None


def _list_pairs(sheet: _Sheet, columns: Columns, shown: str, where: str) -> Iterator[Pair]:
    for number, row in enumerate(sheet.rows[sheet.header + 1 :], start=sheet.header + 2):
        source, target = (_list_passages(row, number, position, shown, where) for position in columns)
        yield Pair(source=source, target=target)


def _list_passages(row: Sequence[str], number: int, position: int, shown: str, where: str) -> tuple[Passage, ...]:
    if position >= len(row):
        return ()
    column = sum(len(cell) + 1 for cell in row[:position]) + 1
    location = f"{where}row {number}, column {letter_column(position)}"
    return cut_lines(row[position], path=shown, line=number, column=column, location=location)
