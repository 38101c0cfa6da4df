"""Which two columns of a table are the source and the target: told by their names, or by the script of what stands in
them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from evalkit.errors import NoDocumentError, ReadingError
from evalkit.files.settings import FILE_NAME, Settings
from evalkit.files.sides import OneSide, can_tell_sides, tell_side
from evalkit.languages import get_language, is_language

Columns = tuple[int, int]
"""The positions, from 0, of the source and of the target column."""
_NAMES = {
    "source": frozenset({"source", "source text", "original", "原文", "源文", "源文本"}),
    "target": frozenset({"target", "target text", "translation", "译文", "譯文", "目标文本"}),
}
_BRACKETED = re.compile(r"^(.*?)\s*[(（\[]\s*(.*?)\s*[)）\]]\s*$")


def name_columns(header: Sequence[str], settings: Settings, *, shown: str, line: int) -> Columns | None:
    """The columns that a header names: as ``source_column`` and ``target_column`` of the settings say, else ``source``
    and ``target``, else by the languages' codes or names. ``None`` where one of them is not named.

    Raises NoDocumentError where a column that the settings name is missing, and ReadingError where two columns may be
    the same side.
    """
    found = [_name_column(header, side, settings, shown=shown, line=line) for side in ("source", "target")]
    source, target = found
    return None if source is None or target is None else (source, target)


def require_columns(header: Sequence[str], settings: Settings, *, shown: str, line: int) -> Columns:
    """The same; NoDocumentError, which lists the names there are, where a side is not named."""
    columns = name_columns(header, settings, shown=shown, line=line)
    if columns is None:
        raise NoDocumentError(
            f"{shown}:{line}: the columns are called {_list(header)}; expected source and target, or the languages "
            f"({settings.source_language} and {settings.target_language}, or their names). Rename them, or set source_column and "
            f"target_column in {FILE_NAME}."
        )
    return columns


def tell_columns(rows: Sequence[Sequence[str]], settings: Settings) -> Columns | None:
    """The columns that one side's script fills: four of five of the cells that tell, and half of the rows; ``None``
    unless there is one a side."""
    languages = settings.source_language, settings.target_language
    if not rows or not can_tell_sides(*languages):
        return None
    filled: dict[OneSide, list[int]] = {"source": [], "target": []}
    for position in range(max(len(row) for row in rows)):
        told = Counter(tell_side(row[position], *languages) for row in rows if position < len(row))
        for side, positions in filled.items():
            if told[side] >= 0.8 * (told["source"] + told["target"]) and 2 * told[side] >= len(rows):
                positions.append(position)
    if len(filled["source"]) != 1 or len(filled["target"]) != 1:
        return None
    return filled["source"][0], filled["target"][0]


def letter_column(position: int) -> str:
    """The name that a spreadsheet gives to a column, counted from 0: A, B, …, Z, AA."""
    letters = ""
    while position >= 0:
        letters = chr(ord("A") + position % 26) + letters
        position = position // 26 - 1
    return letters


def _name_column(header: Sequence[str], side: OneSide, settings: Settings, *, shown: str, line: int) -> int | None:
    asked = settings.source_column if side == "source" else settings.target_column
    names = [name.strip().casefold() for name in header]
    if asked is None:
        found = _find_usual(names, side, settings)
    else:
        found = [number for number, name in enumerate(names) if name == asked.casefold()]
        if not found:
            raise NoDocumentError(
                f"{shown}:{line}: there is no column “{asked}”, which {side}_column asks for; the columns are called {_list(header)}. "
                f"Correct {side}_column in {FILE_NAME}."
            )
    if len(found) > 1:
        several = " and ".join(f"{letter_column(number)} (“{header[number].strip()}”)" for number in found)
        raise ReadingError(
            f"{shown}:{line}: columns {several} may both be the {side}; expected one. Set {side}_column in {FILE_NAME}."
        )
    return next(iter(found), None)


def _find_usual(names: Sequence[str], side: OneSide, settings: Settings) -> list[int]:
    """The columns called as a side usually is, else those called as its language."""
    language = settings.source_language if side == "source" else settings.target_language
    usual = [number for number, name in enumerate(names) if name in _NAMES[side]]
    return usual or [number for number, name in enumerate(names) if _names_language(name, language)]


def _names_language(name: str, code: str) -> bool:
    """Whether a column's name, in lower case, is that of a language: ``zh``, ``zh-cn``, ``中文``, ``english (us)``,
    ``text [en]``."""
    language = get_language(code)
    known = {one.casefold() for one in (language.name, *language.other_names)}
    bracketed = _BRACKETED.match(name)
    return any(one in known or is_language(one, code) for one in (name, *(bracketed.groups() if bracketed else ())))


def _list(header: Sequence[str]) -> str:
    return ", ".join(f"“{name.strip()}”" for name in header if name.strip()) or "nothing"
