"""Plain text with one paragraph a line: both languages in blocks of any order, one after the other, or in two columns;
or one language.

A paragraph is a non-blank line. Sides are told by the script of each line, never by its position. The text is in two
columns if most lines hold one language before a tab and the other behind it; then every non-blank line must hold
exactly one tab. A text in one language only is all target if that is the target language, all source otherwise.

Hard-wrapped text, whose lines an editor broke to fit a width, is recognised and refused unless ``paragraphs``
(``--paragraphs``) says what a paragraph is: with ``blank-line`` the lines between two blank ones are joined, and
positions stay those of the file; with ``line`` each line is one all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from evalkit.data import Document, Passage
from evalkit.errors import ReadingError
from evalkit.files.decoding import decode_file
from evalkit.files.no_lines import require_lines
from evalkit.files.settings import FILE_NAME, Settings
from evalkit.files.sides import OneSide, can_tell_sides, tell_side, tell_sides
from evalkit.files.wrapping import find_wrap, join_block, list_blocks
from evalkit.readers import Contents

EXTENSIONS = (".txt",)

Told = tuple[OneSide, Passage]


def read(
    path: Path,
    *,
    settings: Settings,
    shown: str | None = None,
    folder: str = "",
    name: str | None = None,
    side: OneSide | None = None,
) -> Contents:
    """The one document that a text file is. Raises ReadingError for what :mod:`evalkit.files.decoding` refuses, for
    columns that break, for hard-wrapped text, and where the two languages share a script and ``side`` is not given."""
    text = decode_file(path, settings.encoding, shown=shown)
    require_lines(text.path, text.lines)
    told = _tell_passages(text.lines, text.path, settings, side)
    document = Document(
        name=path.stem if name is None else name,
        folder=folder,
        paths=(text.path,),
        source_language=settings.source_language,
        target_language=settings.target_language,
        source=tuple(passage for told_side, passage in told if told_side == "source"),
        target=tuple(passage for told_side, passage in told if told_side == "target"),
    )
    return Contents(documents=(document,), texts={text.path: text}, warnings=text.notes)


def _tell_passages(lines: Sequence[str], shown: str, settings: Settings, side: OneSide | None) -> list[Told]:
    languages = settings.source_language, settings.target_language
    if side is not None:
        return _tell_paragraphs(lines, [side] * len(lines), shown, settings)
    if not can_tell_sides(*languages):
        stem = shown.rsplit("/", 1)[-1].removesuffix(".txt")
        raise ReadingError(
            f"{shown}: the two languages, {' and '.join(languages)}, cannot be told apart by script in one file. "
            f"Give each its own file: {stem}.{languages[0]}.txt and {stem}.{languages[1]}.txt."
        )
    columns = _tell_columns(lines, languages)
    if columns is not None:
        return list(_split_columns(lines, columns, shown, languages))
    return _tell_paragraphs(lines, tell_sides(lines, *languages), shown, settings)


def _tell_paragraphs(
    lines: Sequence[str], sides: Sequence[OneSide | None], shown: str, settings: Settings
) -> list[Told]:
    """The paragraphs with their sides; ``sides`` has one for each non-blank line."""
    if settings.paragraphs == "blank-line":
        return list(_join_blocks(lines, sides, shown, settings))
    if settings.paragraphs is None:
        _refuse_wrapped(lines, sides, shown, settings)
    return [
        (told, Passage(text=line, path=shown, line=number))
        for number, (line, told) in enumerate(zip(lines, sides, strict=True), start=1)
        if told and line.strip()
    ]


def _join_blocks(
    lines: Sequence[str], sides: Sequence[OneSide | None], shown: str, settings: Settings
) -> Iterator[Told]:
    for block in list_blocks(lines):
        told = [sides[number - 1] for number, _ in block]
        side: OneSide = "source" if 2 * told.count("source") >= len(told) else "target"
        if (others := len(told) - told.count(side)) > 1 and 4 * others >= len(told):
            other = next(number for number, _ in block if sides[number - 1] != side)
            raise ReadingError(
                f"{shown}:{other}: this line is in another language than others of its paragraph, which goes from line {block[0][0]} to "
                f"{block[-1][0]}, for paragraphs end at a blank line. Part the languages by one."
            )
        yield side, join_block(block, _language(side, settings), path=shown)


def _refuse_wrapped(lines: Sequence[str], sides: Sequence[OneSide | None], shown: str, settings: Settings) -> None:
    both: tuple[OneSide, OneSide] = ("source", "target")
    runs = [
        (told, list(run)) for block in list_blocks(lines) for told, run in groupby(block, lambda one: sides[one[0] - 1])
    ]
    for side in both:
        wrap = find_wrap([run for told, run in runs if told == side], _language(side, settings))
        if wrap is not None:
            raise ReadingError(
                f"{shown}:{wrap.line}: the text looks hard-wrapped: {wrap.full} lines end in mid-sentence where the next word would "
                f"not have fitted into a width of {wrap.width}. Expected a paragraph a line. With --paragraphs blank-line, what stands between blank lines is a "
                f"paragraph; with --paragraphs line, every line is one all the same. Or set paragraphs in {FILE_NAME}."
            )


def _language(side: OneSide, settings: Settings) -> str:
    return settings.source_language if side == "source" else settings.target_language


def _tell_columns(lines: Sequence[str], languages: tuple[str, str]) -> tuple[OneSide, OneSide] | None:
    """The sides of the first and the second column; ``None`` for a text that is not in columns."""
    paragraphs = [line for line in lines if line.strip()]
    cells = [line.split("\t") for line in paragraphs if "\t" in line]
    pairs = [(tell_side(cell[0], *languages), tell_side(cell[-1], *languages)) for cell in cells]
    orders: tuple[tuple[OneSide, OneSide], ...] = (("source", "target"), ("target", "source"))
    best = max(orders, key=lambda order: sum(_fits(pair, order) for pair in pairs))
    in_columns = best in pairs and 2 * sum(_fits(pair, best) for pair in pairs) > len(paragraphs)
    return best if in_columns else None


def _fits(pair: tuple[OneSide | None, OneSide | None], columns: tuple[OneSide, OneSide]) -> bool:
    return all(told in (None, column) for told, column in zip(pair, columns, strict=True))


def _split_columns(
    lines: Sequence[str], columns: tuple[OneSide, OneSide], shown: str, languages: tuple[str, str]
) -> Iterator[Told]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != 2:
            raise ReadingError(
                f"{shown}:{number}: {len(cells) - 1} tabs; expected one, as on the other lines, between the two languages. "
                "A paragraph that only one language has stands before or behind its tab."
            )
        first, second = cells
        if (tell_side(first, *languages), tell_side(second, *languages)) == columns[::-1]:
            raise ReadingError(
                f"{shown}:{number}: the two columns are the other way round than on most lines. Swap what is before and behind the tab."
            )
        if first.strip():
            yield columns[0], Passage(text=first, path=shown, line=number)
        if second.strip():
            yield columns[1], Passage(text=second, path=shown, line=number, column=len(first) + 2)
