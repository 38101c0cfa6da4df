"""All findings as a workbook for a reviewer, who decides on each in a column of its own (findings.xlsx)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from evalkit.data import Evaluation, Finding
from evalkit.records import make_record
from evalkit.showing import show_text

DECISIONS = ("open", "accepted", "rejected")
_CREATED = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    title: str
    field: str
    width: int
    wrapped: bool = False


_COLUMNS = (
    _Column(title="Decision", field="decision", width=11),
    _Column(title="Note", field="note", width=26, wrapped=True),
    _Column(title="Document", field="document", width=20, wrapped=True),
    _Column(title="System", field="system", width=14),
    _Column(title="Side", field="side", width=8),
    _Column(title="Line", field="line", width=6),
    _Column(title="Column", field="column", width=8),
    _Column(title="Severity", field="severity", width=10),
    _Column(title="Check", field="check", width=24),
    _Column(title="Text", field="text", width=32, wrapped=True),
    _Column(title="Suggestion", field="suggestion", width=32, wrapped=True),
    _Column(title="Message", field="message", width=56, wrapped=True),
    _Column(title="Further places", field="places", width=32, wrapped=True),
    _Column(title="Confidence", field="confidence", width=11),
    _Column(title="Safe", field="safe", width=7),
    _Column(title="Category", field="category", width=30, wrapped=True),
    _Column(title="File", field="path", width=28, wrapped=True),
    _Column(title="Cause", field="group", width=18),
    _Column(title="Fingerprint", field="fingerprint", width=18),
)
_LONGEST_CELL = 32_000  # a workbook's cell holds 32,767 characters


def write(evaluation: Evaluation, folder: Path) -> list[str]:
    """Write ``findings.xlsx``: frozen header, filters, and a list of decisions to choose from in every row."""
    import xlsxwriter

    workbook = xlsxwriter.Workbook(
        folder / "findings.xlsx", {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    # The same evaluation gives the same bytes.
    workbook.set_properties({"created": _CREATED})
    sheet = workbook.add_worksheet("Findings")
    _write_header(workbook, sheet, rows=len(evaluation.findings))
    plain, wrapped = (workbook.add_format({"valign": "top", "text_wrap": wrap}) for wrap in (False, True))
    for row, finding in enumerate(evaluation.findings, start=1):
        for number, (column, value) in enumerate(zip(_COLUMNS, _make_row(finding), strict=True)):
            _write_cell(sheet, row, number, value, wrapped if column.wrapped else plain)
    workbook.close()
    return ["findings.xlsx"]


def _write_header(workbook: Any, sheet: Any, *, rows: int) -> None:
    bold = workbook.add_format({"bold": True, "bottom": 1, "valign": "top"})
    for number, column in enumerate(_COLUMNS):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.title, bold)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(rows, 1), len(_COLUMNS) - 1)
    if rows:
        sheet.data_validation(1, 0, rows, 0, {"validate": "list", "source": list(DECISIONS)})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _make_row(finding: Finding) -> list[Any]:
    places = "\n".join(f"{p.side} {p.line}:{p.column} {p.text}" for p in finding.places)
    record = {**make_record(finding), "decision": "open", "note": "", "places": places}
    record["safe"] = "yes" if finding.safe else "no"
    record["suggestion"] = "(delete)" if record["suggestion"] == "" else record["suggestion"]
    return [record[column.field] for column in _COLUMNS]


def _write_cell(sheet: Any, row: int, column: int, value: Any, cell_format: Any) -> None:
    if isinstance(value, (int, float)):
        sheet.write_number(row, column, value, cell_format)
    elif value:
        shown = "\n".join(show_text(line) for line in str(value).split("\n"))
        sheet.write_string(row, column, shown[:_LONGEST_CELL], cell_format)
    else:
        sheet.write_blank(row, column, None, cell_format)
