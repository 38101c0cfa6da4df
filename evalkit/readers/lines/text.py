"""Plain text: one segment a line, blank lines too, split at ``\\n`` only; a line end at the end of the file opens no
further line."""

from __future__ import annotations

from pathlib import Path

from evalkit.data import Passage
from evalkit.data.test_sets import LineText
from evalkit.errors import ReadingError
from evalkit.files.decoding import decode_bytes
from evalkit.files.no_lines import require_lines
from evalkit.readers.lines import describe_notes, name_of

SUFFIXES: tuple[str, ...] = ()


def read(path: Path, data: bytes, *, column: str | None, encoding: str | None) -> list[LineText]:
    """The file's lines as one text, whose role it does not say."""
    if column is not None:
        raise ReadingError(
            f"{path}: plain text has no column “{column}”. Name the file alone, or a .tsv, .csv or .jsonl file."
        )
    shown = path.as_posix()
    text = decode_bytes(data, encoding, shown=shown)
    require_lines(shown.removesuffix(".gz"), text.lines)
    lines = tuple(Passage(text=line, path=shown, line=number) for number, line in enumerate(text.lines, start=1))
    return [LineText(name=name_of(path), path=shown, lines=lines, notes=describe_notes(text))]
