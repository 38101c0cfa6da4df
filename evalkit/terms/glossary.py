"""The user's glossary: which term of the source has which in the target, and which renderings are forbidden.

CSV and TSV have a row for each term: source term, target term, forbidden variants (separated by “|” or “;”). A header
may name the columns in any order; several rows of one source term are alternatives. In TBX (ISO 30042:2008 and 2019) a
concept's terms of the two languages belong together; a term is forbidden whose administrative status is deprecated,
superseded, forbidden or obsolete.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.data import GlossaryEntry
from evalkit.errors import ReadingError, SettingsError
from evalkit.files.decoding import decode_file
from evalkit.languages import get_language, normalise_code

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_EXPECTED = "Expected columns like “source term”, “target term” and “forbidden variants”, or a TBX file."
_DELIMITERS: Mapping[str, str] = {".csv": ",", ".tsv": "\t", ".txt": "\t"}
_XML = (".tbx", ".xml")
_NAMES = {
    "source": ("source", "source term", "term"),
    "target": ("target", "target term", "translation", "rendering"),
    "forbidden": ("forbidden", "forbidden variants", "forbidden variant", "forbidden terms", "not"),
}
_SEPARATOR = re.compile(r"\s*[|;；]\s*")
_FORBIDDEN = re.compile(r"deprecated|superseded|forbidden|obsolete", re.IGNORECASE)


def read_glossary(
    path: Path, *, source_language: str, target_language: str, encoding: str | None = None
) -> tuple[GlossaryEntry, ...]:
    """The entries of a CSV, TSV or TBX file, one for each source term. Raises ReadingError with path and line for what
    it cannot use."""
    languages = source_language, target_language
    if path.suffix.lower() in _XML:
        rows = list(_read_tbx(path, languages))
    elif path.suffix.lower() in _DELIMITERS:
        rows = list(_read_table(path, languages, encoding))
    else:
        raise ReadingError(f"{path.as_posix()}: a glossary ends in .csv, .tsv or .tbx. {_EXPECTED}")
    if not rows:
        raise ReadingError(f"{path.as_posix()}: no term with a rendering in {' and '.join(languages)}. {_EXPECTED}")
    return _merge(rows)


def _merge(rows: Sequence[GlossaryEntry]) -> tuple[GlossaryEntry, ...]:
    merged: dict[str, GlossaryEntry] = {}
    for row in rows:
        known = merged.get(row.source, GlossaryEntry(source=row.source))
        targets = dict.fromkeys((*known.targets, *row.targets))
        forbidden = dict.fromkeys((*known.forbidden, *row.forbidden))
        merged[row.source] = GlossaryEntry(source=row.source, targets=tuple(targets), forbidden=tuple(forbidden))
    return tuple(merged.values())


def _read_table(path: Path, languages: tuple[str, str], encoding: str | None) -> Iterator[GlossaryEntry]:
    content = _load(path, encoding)
    rows = csv.reader(io.StringIO(content, newline=""), delimiter=_guess_delimiter(content, path), strict=True)
    columns: tuple[int, int, int] | None = None
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if columns is None:
                columns = _name_columns(cells, languages)
                if columns is not None:
                    continue
                columns = (0, 1, 2)
            if any(cells):
                yield _make_entry(cells, columns, f"{path.as_posix()}:{rows.line_num}")
    except csv.Error as error:
        raise ReadingError(f"{path.as_posix()}:{rows.line_num}: not a table: {error}. {_EXPECTED}") from error


def _load(path: Path, encoding: str | None) -> str:
    if not path.is_file():
        raise ReadingError(f"{path.as_posix()}: there is no such glossary. Give the path of a CSV, TSV or TBX file.")
    return decode_file(path, encoding).content


def _guess_delimiter(content: str, path: Path) -> str:
    first = content.split("\n", 1)[0]
    usual = _DELIMITERS[path.suffix.lower()]
    return usual if usual in first else max("\t;,", key=first.count)


def _name_columns(header: Sequence[str], languages: tuple[str, str]) -> tuple[int, int, int] | None:
    """The positions that a header names; -1 for forbidden variants where it has none. ``None`` for a row that is no
    header."""
    names = [cell.casefold().replace("_", " ") for cell in header]
    known = {side: set(words) for side, words in _NAMES.items()}
    for side, code in zip(("source", "target"), languages, strict=True):
        known[side] |= {code, get_language(code).name.casefold()}
    found = {side: next((at for at, name in enumerate(names) if name in words), -1) for side, words in known.items()}
    if found["source"] < 0 or found["target"] < 0:
        return None
    return found["source"], found["target"], found["forbidden"]


def _make_entry(cells: Sequence[str], columns: tuple[int, int, int], where: str) -> GlossaryEntry:
    source, target, forbidden = (cells[at] if 0 <= at < len(cells) else "" for at in columns)
    if not source or not (target or forbidden):
        raise ReadingError(f"{where}: a row without a source term or without a rendering. {_EXPECTED}")
    variants = tuple(variant for variant in _SEPARATOR.split(forbidden) if variant)
    return GlossaryEntry(source=source, targets=(target,) if target else (), forbidden=variants)


def _read_tbx(path: Path, languages: tuple[str, str]) -> Iterator[GlossaryEntry]:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, parse

    if not path.is_file():
        raise ReadingError(f"{path.as_posix()}: there is no such glossary. Give the path of a CSV, TSV or TBX file.")
    try:
        root: Element = parse(path).getroot()
    except ParseError as error:
        raise ReadingError(f"{path.as_posix()}:{error.position[0]}: not well-formed XML. {_EXPECTED}") from error
    except DefusedXmlException as error:
        raise ReadingError(
            f"{path.as_posix()}: refused, for it defines entities of its own. Save it without them."
        ) from error
    for concept in _find(root, "termEntry", "conceptEntry"):
        sources, targets = (list(_list_terms(concept, code)) for code in languages)
        for source, _ in sources:
            allowed = tuple(term for term, forbidden in targets if not forbidden)
            if targets:
                forbidden = tuple(term for term, is_forbidden in targets if is_forbidden)
                yield GlossaryEntry(source=source, targets=allowed, forbidden=forbidden)


def _list_terms(concept: Element, language: str) -> Iterator[tuple[str, bool]]:
    """The terms of one language in a concept, and whether each is forbidden."""
    for section in _find(concept, "langSet", "langSec"):
        if _has_language(section, language):
            for group in _find(section, "tig", "ntig", "termSec"):
                notes = [note.text or "" for note in _find(group, "termNote", "administrativeStatus")]
                forbidden = any(_FORBIDDEN.search(note) for note in notes)
                yield from (("".join(term.itertext()).strip(), forbidden) for term in _find(group, "term"))


def _has_language(section: Element, language: str) -> bool:
    tag = section.get("{http://www.w3.org/XML/1998/namespace}lang") or section.get("lang") or ""
    try:
        return normalise_code(tag) == language
    except SettingsError:
        return False


def _find(element: Element, *names: str) -> Iterator[Element]:
    """The descendants of those names, whatever their namespace."""
    return (child for child in element.iter() if str(child.tag).rpartition("}")[2] in names)
