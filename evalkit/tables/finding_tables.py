"""Tables of findings that people read and give back: the columns of the workbook and of the CSV file, and their cells.

Both carry a decision and a note for each finding, in whose cells a reviewer answers; :mod:`evalkit.review.answers`
reads them again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from evalkit.data import Decision, Finding, Place, Segment
from evalkit.data.frames import FINDINGS
from evalkit.data.places import Passages, index_passages, surround_place
from evalkit.data.records import make_record
from evalkit.data.showing import DELETE, LONGEST_CELL, show_text, show_visibly
from evalkit.files.cells import CellValue

DECISIONS = ("open", "accepted", "rejected")
CSV_COLUMNS = (*FINDINGS, "decision", "note")
_CREATED = datetime(2000, 1, 1)
_CONTEXT = 60
_MAYBE_EMPTY = frozenset({"system", "location", "group"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookColumn:
    """A column of the workbook: its title, the field of a finding's record, its width in characters."""

    title: str
    field: str
    width: int
    wrapped: bool = False


WORKBOOK_COLUMNS = (
    WorkbookColumn(title="Decision", field="decision", width=11),
    WorkbookColumn(title="Note", field="note", width=26, wrapped=True),
    WorkbookColumn(title="Document", field="document", width=20, wrapped=True),
    WorkbookColumn(title="System", field="system", width=14),
    WorkbookColumn(title="Side", field="side", width=8),
    WorkbookColumn(title="Line", field="line", width=6),
    WorkbookColumn(title="Column", field="column", width=8),
    WorkbookColumn(title="Where", field="location", width=14),
    WorkbookColumn(title="Severity", field="severity", width=10),
    WorkbookColumn(title="Check", field="check", width=24),
    WorkbookColumn(title="Text", field="text", width=32, wrapped=True),
    WorkbookColumn(title="Suggestion", field="suggestion", width=32, wrapped=True),
    WorkbookColumn(title="Context", field="context", width=48, wrapped=True),
    WorkbookColumn(title="Message", field="message", width=56, wrapped=True),
    WorkbookColumn(title="Further places", field="places", width=32, wrapped=True),
    WorkbookColumn(title="Confidence", field="confidence", width=11),
    WorkbookColumn(title="Safe", field="safe", width=7),
    WorkbookColumn(title="Category", field="category", width=30, wrapped=True),
    WorkbookColumn(title="File", field="path", width=28, wrapped=True),
    WorkbookColumn(title="Cause", field="group", width=18),
    WorkbookColumn(title="Fingerprint", field="fingerprint", width=18),
)


def make_csv_row(finding: Finding, decision: Decision | None = None) -> Sequence[CellValue]:
    """The cells of :data:`CSV_COLUMNS`; further places are ``side line:column text → suggestion``."""
    record = _make_record(finding, decision, between="; ")
    return [record[name] for name in CSV_COLUMNS]


def write_workbook(
    findings: Sequence[Finding], decisions: Mapping[str, Decision], segments: Sequence[Segment]
) -> bytes:
    """A workbook of one row a finding: frozen header, filters, and a list of decisions to choose from in every row.

    The words of a finding stand in their context, as ``segments`` have it. Columns that no finding fills are hidden.
    """
    import xlsxwriter

    file = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    workbook = xlsxwriter.Workbook(file, options)
    # The same findings give the same bytes.
    workbook.set_properties({"created": _CREATED})
    sheet = workbook.add_worksheet("Findings")
    _write_header(workbook, sheet, rows=len(findings))
    plain, wrapped = (workbook.add_format({"valign": "top", "text_wrap": wrap}) for wrap in (False, True))
    marked = workbook.add_format({"bold": True, "font_color": "#C00000"})
    passages = index_passages(segments)
    filled: set[str] = set()
    for row, finding in enumerate(findings, start=1):
        record = _make_workbook_record(finding, decisions.get(finding.fingerprint))
        filled |= {field for field, value in record.items() if value not in (None, "")}
        for number, column in enumerate(WORKBOOK_COLUMNS):
            if column.field == "context":
                parts = [marked if one is None else one for one in _make_context(finding, passages)]
                if parts:
                    sheet.write_rich_string(row, number, *parts, wrapped)
            else:
                _write_cell(sheet, row, number, record[column.field], wrapped if column.wrapped else plain)
    for number, column in enumerate(WORKBOOK_COLUMNS):
        if column.field in _MAYBE_EMPTY - filled:
            sheet.set_column(number, number, column.width, None, {"hidden": True})
    workbook.close()
    return file.getvalue()


def _make_workbook_record(finding: Finding, decision: Decision | None) -> dict[str, Any]:
    record = _make_record(finding, decision, between="\n")
    record["safe"] = "yes" if finding.safe else "no"
    return record | {name: show_visibly(record[name]) for name in ("text", "suggestion") if record[name]}


def _make_context(finding: Finding, passages: Passages) -> list[str | None]:
    """What stands before, in and behind the words of a finding, ``None`` before what is to be marked; empty where nothing
    stands there."""
    before, behind = surround_place(finding.place, passages, length=_CONTEXT)
    if not before and not behind:
        return []
    before = f"…{before}" if len(before) == _CONTEXT else before
    behind = f"{behind}…" if len(behind) == _CONTEXT else behind
    texts = [show_text(before), None, show_visibly(finding.place.text), show_text(behind)]
    return [text for text in texts if text != ""] if finding.place.text else []


def _make_record(finding: Finding, decision: Decision | None, *, between: str) -> dict[str, Any]:
    record = make_record(finding)
    record["suggestion"] = DELETE if record["suggestion"] == "" else record["suggestion"]
    record["places"] = between.join(_show_place(place, finding.place.path) for place in finding.places)
    record["decision"] = decision.state if decision and decision.state in DECISIONS else "open"
    record["note"] = decision.note if decision else ""
    return record


def _show_place(place: Place, path: str) -> str:
    where = "" if place.path == path else f"{place.path} "
    proposal = "" if place.suggestion is None else f" → {place.suggestion or DELETE}"
    return f"{where}{place.side} {place.line}:{place.column} {place.text}{proposal}"


def _write_header(workbook: Any, sheet: Any, *, rows: int) -> None:
    bold = workbook.add_format({"bold": True, "bottom": 1, "valign": "top"})
    for number, column in enumerate(WORKBOOK_COLUMNS):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.title, bold)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(rows, 1), len(WORKBOOK_COLUMNS) - 1)
    if rows:
        sheet.data_validation(1, 0, rows, 0, {"validate": "list", "source": list(DECISIONS)})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_cell(sheet: Any, row: int, column: int, value: Any, cell_format: Any) -> None:
    if isinstance(value, (int, float)):
        sheet.write_number(row, column, value, cell_format)
    elif value:
        shown = "\n".join(show_text(line) for line in str(value).split("\n"))
        sheet.write_string(row, column, shown[:LONGEST_CELL], cell_format)
    else:
        sheet.write_blank(row, column, None, cell_format)
