"""Delimited text (CSV as RFC 4180 has it, and TSV): rows of cells that know where each stretch of their text stands in
the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from evalkit.data import Passage, Piece
from evalkit.errors import ReadingError

DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True, kw_only=True)
class DelimitedCell:
    """A cell as it is written: ``raw`` without the quotes around it, at a line and column of the file. Doubled quotes
    stand for one."""

    raw: str
    line: int
    column: int
    quoted: bool = False

    @property
    def text(self) -> str:
        """What the cell says."""
        return self.raw.replace('""', '"') if self.quoted else self.raw

    def list_passages(self, *, path: str, location: str) -> tuple[Passage, ...]:
        """One passage for each non-blank line of the cell, each in its own line of the file."""
        passages, column = [], self.column
        for line, raw in enumerate(self.raw.split("\n"), start=self.line):
            if raw.strip():
                passages.append(self._make_passage(raw.removesuffix("\r"), path, line, column, location))
            column = 1
        return tuple(passages)

    def _make_passage(self, raw: str, path: str, line: int, column: int, location: str) -> Passage:
        pieces: list[Piece] = []
        start = done = 0
        for doubled in re.finditer('""', raw) if self.quoted else ():
            end = start + doubled.start() + 1 - done
            pieces.append(Piece(start=start, end=end, line=line, column=column + done))
            start, done = end, doubled.end()
        if pieces and done < len(raw):
            pieces.append(Piece(start=start, end=start + len(raw) - done, line=line, column=column + done))
        text = raw.replace('""', '"') if self.quoted else raw
        kept = tuple(pieces) if len(pieces) > 1 else ()
        return Passage(text=text, path=path, line=line, column=column, location=location, pieces=kept)


@dataclass(slots=True)
class _Cursor:
    """Where reading stands: the offset in the content, the line there, and the offset where that line starts."""

    offset: int = 0
    line: int = 1
    line_start: int = 0
    row: list[DelimitedCell] = field(default_factory=list)

    def pass_lines(self, content: str, end: int) -> None:
        breaks = content.count("\n", self.offset, end)
        if breaks:
            self.line += breaks
            self.line_start = content.rindex("\n", self.offset, end) + 1
        self.offset = end


def split_rows(
    content: str, delimiter: str, *, quoting: bool, strict: bool, shown: str
) -> Iterator[list[DelimitedCell]]:
    """The rows of a table, blank ones as one empty cell. Without ``quoting`` a quote is a character like any other.

    Raises ReadingError, if ``strict``, for a quote that opens a cell and does not close it.
    """
    mark = re.escape(delimiter)
    quoted = re.compile(rf'"((?:[^"]|"")*)"(?={mark}|\r?\n|\r?\Z)')
    plain = re.compile(rf"[^{mark}\n]*")
    cursor = _Cursor()
    while cursor.offset < len(content):
        found = quoted.match(content, cursor.offset) if quoting else None
        if found is None and quoting and strict and content[cursor.offset] == '"':
            raise ReadingError(
                f"{shown}:{cursor.line}:{cursor.offset - cursor.line_start + 1}: a quote opens this cell and none closes it; expected "
                "one at its end, and quotes inside it doubled. Save the table anew as CSV."
            )
        yield from _take_cell(content, cursor, found or plain.match(content, cursor.offset), delimiter)  # type: ignore[arg-type]
    if cursor.row:
        yield [*cursor.row, DelimitedCell(raw="", line=cursor.line, column=cursor.offset - cursor.line_start + 1)]


def _take_cell(content: str, cursor: _Cursor, found: re.Match[str], delimiter: str) -> Iterator[list[DelimitedCell]]:
    """Adds a cell to the cursor's row, and yields the row where it ends."""
    quoted = bool(found.re.groups)
    raw, start = (found[1], found.start(1)) if quoted else (found[0], found.start())
    cell = DelimitedCell(raw=raw, line=cursor.line, column=start - cursor.line_start + 1, quoted=quoted)
    cursor.pass_lines(content, found.end())
    behind = content[cursor.offset : cursor.offset + 1]
    if behind == delimiter:
        cursor.row.append(cell)
        cursor.pass_lines(content, cursor.offset + 1)
        return
    end = content.find("\n", cursor.offset)
    cursor.row.append(cell if quoted else DelimitedCell(raw=raw.removesuffix("\r"), line=cell.line, column=cell.column))
    cursor.pass_lines(content, len(content) if end < 0 else end + 1)
    row, cursor.row = cursor.row, []
    yield row


def read_rows(content: str, delimiter: str, *, shown: str) -> list[list[DelimitedCell]]:
    """All rows. In text between tabs, quotes are quoting only where that makes the rows fit, or where a quoted cell
    holds doubled ones."""
    if delimiter != "\t":
        return list(split_rows(content, delimiter, quoting=True, strict=True, shown=shown))
    literal = list(split_rows(content, delimiter, quoting=False, strict=False, shown=shown))
    quoted = list(split_rows(content, delimiter, quoting=True, strict=False, shown=shown))
    doubled = any(cell.quoted and '""' in cell.raw for row in quoted for cell in row)
    return quoted if doubled or (_is_even(quoted) and not _is_even(literal)) else literal


def _is_even(rows: Sequence[Sequence[DelimitedCell]]) -> bool:
    return len({len(row) for row in rows if len(row) > 1 or row[0].raw}) == 1
