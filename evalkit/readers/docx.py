"""Word documents (.docx): each paragraph is one, told to a side by its script; where most of the text stands in a table
of two languages, its rows are pairs.

A row of such a table pairs its source cell with its target cell and is never aligned anew; its columns are told by
their names (``source`` and ``target``, or the languages) or by their script, and what stands beside them is aligned
between the rows. In any other document the cells of tables are paragraphs like others. A line break inside a paragraph
parts it in two.

Tracked changes count as accepted, fields as what they show. Pictures, text boxes, comments, notes, headers and footers
are not read; where they hold text, that is said. The line is the number of the paragraph in the document, empty ones
and those in tables included; the column counts code points in it. ``location`` names it (paragraph 12; table 1, row 3,
column 2).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.data import Document, Passage
from evalkit.errors import ReadingError
from evalkit.files.archives import open_archive, read_member
from evalkit.files.columns import Columns, name_columns, tell_columns
from evalkit.files.markup import find_child, name_of, parse_xml
from evalkit.files.pairs import Pair, cut_lines, make_document
from evalkit.files.settings import Settings
from evalkit.files.sides import OneSide, can_tell_sides, tell_sides
from evalkit.readers import Contents

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

EXTENSIONS = (".docx",)

_KIND = "a Word document (.docx)"
_MAIN = "word/document.xml"
_TEXTS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_NOT_TEXT = frozenset(
    [
        "pPr",
        "rPr",
        "tblPr",
        "trPr",
        "tcPr",
        "sdtPr",
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "rt",
        "drawing",
        "pict",
        "object",
        "txbxContent",
        "Fallback",
    ]
)
_ASIDE = re.compile(r"word/(comments|footnotes|endnotes|header\d*|footer\d*)\.xml")
_WORD = re.compile(rb"<w:t(?: [^>]*)?>\s*[^<\s\d]")
_TEXT_BOX = re.compile(rb"<w:txbxContent[ >]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paragraph:
    """A paragraph with its number in the document."""

    text: str
    line: int
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row of a table: the paragraphs of each cell, a cell that spans several columns followed by empty ones."""

    cells: tuple[tuple[_Paragraph, ...], ...]

    @property
    def texts(self) -> list[str]:
        """The text of each cell."""
        return ["\n".join(paragraph.text for paragraph in cell) for cell in self.cells]


Block = _Paragraph | tuple[_Row, ...]


def read(
    path: Path,
    *,
    settings: Settings,
    shown: str | None = None,
    folder: str = "",
    name: str | None = None,
    side: OneSide | None = None,
) -> Contents:
    """The one document that a Word file is. Raises ReadingError for what is none, is too large or holds no text, and
    where the two languages share a script and neither ``side`` nor a table's names tell them apart."""
    shown = path.as_posix() if shown is None else shown
    with open_archive(path, shown=shown, kind=_KIND) as archive:
        root = parse_xml(read_member(archive, _MAIN, shown=shown, kind=_KIND), shown=f"{shown} ({_MAIN})")
        notes = list(_say_unread(archive, shown))
    body = find_child(root, "body")
    blocks = [] if body is None else list(_list_blocks(body))
    paragraphs = list(_list_paragraphs(blocks))
    if not any(paragraph.text.strip() for paragraph in paragraphs):
        raise ReadingError(f"{shown}: the document holds no text. Fill it or remove the file.")
    name = path.stem if name is None else name
    pairs = _pair_rows(blocks, settings, shown) if side is None else None
    if pairs is None:
        pairs = _tell_paragraphs(paragraphs, settings, shown, side)
    document: Document = make_document(pairs, name=name, folder=folder, path=shown, settings=settings)
    lines = tuple(paragraph.text for paragraph in paragraphs)
    return Contents(documents=(document,), lines={shown: lines}, warnings=tuple(notes))


def _say_unread(archive: zipfile.ZipFile, shown: str) -> Iterator[str]:
    """What is not read, where it holds text."""
    unread = []
    for member in archive.namelist():
        found = _ASIDE.fullmatch(member)
        if found and _WORD.search(read_member(archive, member, shown=shown, kind=_KIND)):
            unread.append(re.sub(r"\d+", "", found[1]).removesuffix("s") + "s")
    if _TEXT_BOX.search(read_member(archive, _MAIN, shown=shown, kind=_KIND)):
        unread.append("text boxes")
    if unread:
        yield f"{shown}: its {', '.join(dict.fromkeys(unread))} hold text, which is not read."


def _find(element: Element, wanted: Collection[str]) -> Iterator[Element]:
    """The nearest elements of those names below an element, in document order."""
    waiting = list(reversed(element))
    while waiting:
        one = waiting.pop()
        if name_of(one) in wanted:
            yield one
        elif name_of(one) not in _NOT_TEXT:
            waiting += reversed(one)


def _list_blocks(body: Element) -> Iterator[Block]:
    """The paragraphs and tables of the body; paragraphs are counted from 1 through both."""
    line = tables = 0
    for element in _find(body, {"p", "tbl"}):
        if name_of(element) == "p":
            line += 1
            yield _Paragraph(text=_read_text(element), line=line, location=f"paragraph {line}")
            continue
        tables += 1
        rows = []
        for number, row in enumerate(_find(element, {"tr"}), start=1):
            rows.append(_read_row(row, line, f"table {tables}, row {number}"))
            line += sum(len(cell) for cell in rows[-1].cells)
        yield tuple(rows)


def _read_row(row: Element, line: int, location: str) -> _Row:
    cells: list[tuple[_Paragraph, ...]] = []
    for cell in _find(row, {"tc"}):
        where = f"{location}, column {len(cells) + 1}"
        paragraphs = [_read_text(paragraph) for paragraph in _find(cell, {"p"})]
        cells.append(
            tuple(
                _Paragraph(text=text, line=number, location=where)
                for number, text in enumerate(paragraphs, start=line + 1)
            )
        )
        line += len(paragraphs)
        cells += [()] * (_count_columns(cell) - 1)
    return _Row(cells=tuple(cells))


def _count_columns(cell: Element) -> int:
    """How many columns a cell spans."""
    properties = find_child(cell, "tcPr")
    span = None if properties is None else find_child(properties, "gridSpan")
    value = "" if span is None else next((value for key, value in span.items() if key.endswith("val")), "")
    return min(int(value), 63) if value.isdecimal() and int(value) else 1


def _read_text(paragraph: Element) -> str:
    parts = (_TEXTS.get(name_of(one), one.text or "") for one in _find(paragraph, {"t", *_TEXTS}))
    return "".join(parts)


def _list_paragraphs(blocks: Sequence[Block]) -> Iterator[_Paragraph]:
    for block in blocks:
        if isinstance(block, _Paragraph):
            yield block
        else:
            yield from chain.from_iterable(cell for row in block for cell in row.cells)


def _cut(paragraphs: Sequence[_Paragraph], shown: str) -> tuple[Passage, ...]:
    return tuple(
        chain.from_iterable(
            cut_lines(paragraph.text, path=shown, line=paragraph.line, location=paragraph.location)
            for paragraph in paragraphs
        )
    )


def _tell_paragraphs(
    paragraphs: Sequence[_Paragraph], settings: Settings, shown: str, side: OneSide | None
) -> list[Pair]:
    """Each passage alone, on the side that its script tells, or all on one."""
    passages = _cut(paragraphs, shown)
    languages = settings.source_language, settings.target_language
    if passages and side is None and not can_tell_sides(*languages):
        stem = shown.rpartition("/")[2].removesuffix(".docx")
        raise ReadingError(
            f"{shown}: the two languages, {' and '.join(languages)}, cannot be told apart by script. Give each its own file, "
            f"{stem}.{languages[0]}.docx and {stem}.{languages[1]}.docx, or put all of the text into a table whose columns are called "
            f"{languages[0]} and {languages[1]}."
        )
    sides = [side] * len(passages) if side else tell_sides([passage.text for passage in passages], *languages)
    return [
        Pair(source=(passage,), given=False) if told == "source" else Pair(target=(passage,), given=False)
        for passage, told in zip(passages, sides, strict=True)
    ]


def _pair_rows(blocks: Sequence[Block], settings: Settings, shown: str) -> list[Pair] | None:
    """The pairs of a document most of whose text stands in tables of two languages; ``None`` for any other."""
    known = {
        id(block): columns
        for block in blocks
        if not isinstance(block, _Paragraph) and (columns := _find_columns(block, settings, shown))
    }
    paired = [block for block in blocks if id(block) in known]
    inside, whole = (sum(len(one.text.strip()) for one in _list_paragraphs(some)) for some in (paired, blocks))
    if 2 * inside <= whole:
        return None
    pairs: list[Pair] = []
    for is_paired, stretch in groupby(blocks, lambda block: id(block) in known):
        if not is_paired:
            pairs += _tell_paragraphs(list(_list_paragraphs(list(stretch))), settings, shown, None)
            continue
        for block in stretch:
            assert not isinstance(block, _Paragraph)
            pairs += _pair_cells(block, *known[id(block)], settings, shown)
    return pairs


def _find_columns(rows: tuple[_Row, ...], settings: Settings, shown: str) -> tuple[Columns, bool] | None:
    """The two columns of a table and whether its first row names them; ``None`` for a table that is not of two
    languages."""
    if not rows:
        return None
    try:
        named = name_columns(rows[0].texts, settings, shown=shown, line=1)
    except ReadingError:
        named = None
    if named is not None:
        return named, True
    told = tell_columns([row.texts for row in rows if not _is_spanned(row)], settings)
    return None if told is None else (told, False)


def _pair_cells(
    rows: tuple[_Row, ...], columns: Columns, has_header: bool, settings: Settings, shown: str
) -> Iterator[Pair]:
    for row in rows[1 if has_header else 0 :]:
        if len(row.cells) > max(columns) and not _is_spanned(row):
            source, target = (_cut(row.cells[position], shown) for position in columns)
            yield Pair(source=source, target=target)
        else:
            yield from _tell_paragraphs(list(chain.from_iterable(row.cells)), settings, shown, None)


def _is_spanned(row: _Row) -> bool:
    """Whether one cell takes the whole row, as a heading across the table does; a Word cell has one paragraph at
    least."""
    return len(row.cells) > 1 and not any(row.cells[1:])
