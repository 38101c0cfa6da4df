"""Tables with named columns: ``.tsv`` (quotation marks are text), ``.csv`` (RFC 4180) and ``.jsonl`` (one object a
line).

The columns ``source``, ``reference`` and ``reference.NAME``, ``hypothesis`` and ``hypothesis.NAME``, ``document`` and
``domain`` are known by name (``_`` or ``:`` may stand for the point); any other is named behind a ``#``:
``outputs.tsv#nmt``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evalkit.data import Passage
from evalkit.data.test_sets import LineText, Role
from evalkit.errors import ReadingError
from evalkit.files.decoding import DecodedText, decode_bytes
from evalkit.files.delimited import DelimitedCell, split_rows
from evalkit.readers.lines import describe_notes, name_of, require_texts

SUFFIXES = (".tsv", ".csv", ".jsonl")

_KNOWN = re.compile(r"(source|reference|hypothesis)(?:[._:](.+))?", re.IGNORECASE)
_ABOUT = {"document": "document", "document_id": "document", "doc": "document", "domain": "domain"}

_LONGEST_SHOWN = 30

_Row = tuple[int, Mapping[str, str]]


def read(path: Path, data: bytes, *, column: str | None, encoding: str | None) -> list[LineText]:
    """A text for each column that is known by name, or the one that ``column`` names, which then has no role."""
    text = decode_bytes(data, encoding, shown=path.as_posix())
    rows = list(_list_rows(path, text))
    columns = list(rows[0][1]) if rows else []
    about = {_ABOUT[name.lower()]: name for name in columns if name.lower() in _ABOUT}
    documents = tuple(row[about["document"]] for _, row in rows) if "document" in about else ()
    domains = tuple(row[about["domain"]] for _, row in rows) if "domain" in about else ()
    return require_texts(
        (
            LineText(
                name=name,
                role=role,
                path=f"{path.as_posix()}#{chosen}",
                lines=tuple(Passage(text=row[chosen], path=path.as_posix(), line=number) for number, row in rows),
                documents=documents,
                domains=domains,
                notes=describe_notes(text, count_lines=False),
            )
            for chosen, name, role in _choose_columns(path, columns, column)
        ),
        path,
        "the table has no rows, or no column called source, reference or hypothesis. "
        f"Its first line has: {', '.join(map(_shorten, columns)) or 'nothing'}. Name the columns there, or one behind a #: {path.name}#COLUMN.",
    )


def _choose_columns(path: Path, columns: list[str], column: str | None) -> Iterator[tuple[str, str, Role | None]]:
    """The columns to read, each with the name of its text and its role."""
    if column is not None:
        if column not in columns:
            raise ReadingError(
                f"{path}: there is no column “{column}”. There are: {', '.join(map(_shorten, columns))}."
            )
        yield column, column, None
        return
    for name in columns:
        if found := _KNOWN.fullmatch(name):
            role: Any = found[1].lower()
            yield name, found[2] or (name_of(path) if role == "hypothesis" else role), role


def _shorten(name: str) -> str:
    return name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"


def _list_rows(path: Path, text: DecodedText) -> Iterator[_Row]:
    name = path.name.removesuffix(".gz").lower()
    if name.endswith(".jsonl"):
        yield from _list_objects(path, text)
        return
    tabs = name.endswith(".tsv")
    rows = split_rows(text.content, "\t" if tabs else ",", quoting=not tabs, strict=True, shown=path.as_posix())
    header = _read_header(path, next(rows, []))
    blank = 0
    for cells in rows:
        if len(header) > 1 and len(cells) == 1 and not cells[0].raw:
            blank = blank or cells[0].line
            continue
        if len(cells) != len(header) or blank:
            line = blank or cells[0].line
            raise ReadingError(
                f"{path}:{line}: the row has {0 if blank else len(cells)} cells, but the header has {len(header)}. "
                "Mend the row; in a .csv file a cell with a comma stands in quotation marks."
            )
        yield cells[0].line, {one: cell.text for one, cell in zip(header, cells, strict=True)}


def _read_header(path: Path, cells: Sequence[DelimitedCell]) -> list[str]:
    header = [cell.text.strip() for cell in cells]
    for name in header:
        if header.count(name) > 1:
            raise ReadingError(f"{path}:1: two columns are called “{name}”; one was expected. Rename one.")
    return header


def _list_objects(path: Path, text: DecodedText) -> Iterator[_Row]:
    names: list[str] | None = None
    for number, line in enumerate(text.lines, start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except json.JSONDecodeError as error:
            raise ReadingError(
                f"{path}:{number}:{error.colno}: this is no JSON: {error.msg}. One object a line was expected."
            ) from error
        if not isinstance(found, dict):
            raise ReadingError(
                f'{path}:{number}: one JSON object a line was expected, like {{"source": …, "hypothesis": …}}.'
            )
        names = names or [name for name, value in found.items() if isinstance(value, str)]
        missing = [name for name in names if not isinstance(found.get(name), str)]
        if missing:
            raise ReadingError(
                f"{path}:{number}: “{missing[0]}” is no text here, though it is in the first line. Give every object the same fields."
            )
        yield number, {name: found[name] for name in names}
