"""Tables as text, .csv and .tsv, whose columns are named: each row pairs a source cell with a target cell, and is never
aligned anew.

The first row that is not blank names the columns: ``source`` and ``target``, or the languages by code or name (``zh``,
``en-GB``, 中文, English), or as ``source_column`` and ``target_column`` in ``evalkit.toml`` say; other columns are left
alone. A table of two columns without names is read if each column is in one language's script. Cells are separated by
commas, semicolons, tabs or bars, and quoted as RFC 4180 has it.

Line and column are those of the file as any editor shows it; ``location`` names row and cell as a spreadsheet does (row
7, column B). A line break inside a cell parts two paragraphs of it. An empty cell beside a filled one is an omission,
unless a whole column is empty.
"""

from __future__ import annotations

from pathlib import Path

from evalkit.data import Passage
from evalkit.errors import ReadingError
from evalkit.files.columns import Columns, letter_column, name_columns, require_columns, tell_columns
from evalkit.files.decoding import decode_file
from evalkit.files.delimited import DELIMITERS, DelimitedCell, read_rows
from evalkit.files.pairs import Pair, make_document
from evalkit.files.settings import Settings
from evalkit.files.sides import OneSide
from evalkit.readers import Contents

EXTENSIONS = (".csv", ".tsv")
HOLDS_BOTH_SIDES = True

_Row = list[DelimitedCell]


def read(
    path: Path,
    *,
    settings: Settings,
    shown: str | None = None,
    folder: str = "",
    name: str | None = None,
    side: OneSide | None = None,
) -> Contents:
    """The one document that a table is. Raises ReadingError for what :mod:`evalkit.files.decoding` refuses and for
    quotes that do not close, and NoDocumentError for a table whose columns are not known."""
    text = decode_file(path, settings.encoding, shown=shown)
    delimiter = "\t" if path.suffix.lower() == ".tsv" else _choose_delimiter(text.content, settings, text.path)
    rows = list(enumerate(read_rows(text.content, delimiter, shown=text.path), start=1))
    rows = [(number, row) for number, row in rows if any(cell.raw.strip() for cell in row)]
    columns, has_header = _find_columns([row for _, row in rows], settings, text.path)
    pairs = [
        Pair(
            source=_list_passages(row, number, columns[0], text.path),
            target=_list_passages(row, number, columns[1], text.path),
        )
        for number, row in rows[1 if has_header else 0 :]
    ]
    if not any(pair.source or pair.target for pair in pairs):
        raise ReadingError(f"{text.path}: the table has no rows below its names. Fill it or remove the file.")
    document = make_document(
        pairs, name=path.stem if name is None else name, folder=folder, path=text.path, settings=settings
    )
    return Contents(documents=(document,), lines={text.path: text.lines}, warnings=text.notes)


def _choose_delimiter(content: str, settings: Settings, shown: str) -> str:
    """What parts the names in the first line so that both sides are named; else what stands there most often."""
    first = next(line for line in content.split("\n") if line.strip())
    for delimiter in DELIMITERS:
        header = [name.strip().strip('"') for name in first.split(delimiter)]
        try:
            if name_columns(header, settings, shown=shown, line=1):
                return delimiter
        except ReadingError:
            continue
    return max(DELIMITERS, key=first.count)


def _find_columns(rows: list[_Row], settings: Settings, shown: str) -> tuple[Columns, bool]:
    """The columns, and whether the first row names them."""
    header = [cell.text for cell in rows[0]]
    line = rows[0][0].line
    columns = name_columns(header, settings, shown=shown, line=line)
    if columns is None and max(len(row) for row in rows) == 2:
        told = tell_columns([[cell.text for cell in row] for row in rows], settings)
        if told is not None:
            return told, False
    return columns or require_columns(header, settings, shown=shown, line=line), True


def _list_passages(row: _Row, number: int, position: int, shown: str) -> tuple[Passage, ...]:
    if position >= len(row):
        return ()
    return row[position].list_passages(path=shown, location=f"row {number}, column {letter_column(position)}")
