"""Hard-wrapped text: lines that were broken to fit a width are recognised, and joined to paragraphs that know where
each line stands.

A line is full if the first word of the next would not have fitted behind it. Where half of the lines end in
mid-sentence and those are full up to the same width, somebody's editor has broken them, and a line is no paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evalkit.data import Passage, Piece, joint_of
from evalkit.languages import get_language

_Line = tuple[int, str]
"""A line's number in its file, and its text."""

_NARROWEST, _WIDEST = 40, 160
"""Columns: what is narrower is verse or a list, and nobody wraps text wider."""
_FEWEST = 3
"""Full lines that are to be seen, at least."""
_FULL = 0.8
"""The share of the lines that end in mid-sentence which must be full."""
_UNFINISHED = 0.2
"""The share of all lines with another behind them that must end in mid-sentence."""
_HANGING = 4
"""Columns by which punctuation that may not open a line shortens the one before."""
_FIRST_WORD = re.compile(r"\S+")
_LATIN = re.compile(r"[^\W\u3000-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrap:
    """Where a text was found to be hard-wrapped: its first broken line, the width in columns, and how many of its
    breaks show it."""

    line: int
    width: int
    full: int
    breaks: int


def find_wrap(blocks: Iterable[Sequence[_Line]], language: str) -> Wrap | None:
    """Whether blocks of lines in one language are hard-wrapped, to a number of columns or of characters; ``None`` where
    they are not, or where there is too little to tell."""
    pairs = [pair for block in blocks for pair in pairwise(block)]
    unfinished = [pair for pair in pairs if _goes_on(pair[0][1], pair[1][1], language)]
    if len(unfinished) < max(_FEWEST, _UNFINISHED * len(pairs)):
        return None
    texts = {text.strip() for pair in pairs for _, text in pair}
    # No text is narrower than it has characters.
    if max(map(len, texts)) > _WIDEST or not _NARROWEST <= max(map(measure, texts)) <= _WIDEST:
        return None
    for size in (measure, len):
        width = max(map(size, texts))
        full = [pair for pair in unfinished if _is_full(pair[0][1], pair[1][1], width, size)]
        if len(full) >= max(_FEWEST, _FULL * len(unfinished)):
            return Wrap(line=full[0][0][0], width=width, full=len(full), breaks=len(pairs))
    return None


def measure(text: str) -> int:
    """The width of a text in columns of a fixed-width font: two for a wide character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _is_full(line: str, following: str, width: int, size: Callable[[str], int]) -> bool:
    word = _FIRST_WORD.search(following)
    first = word[0] if word else ""
    if measure(first[:1]) == 2:
        return size(line.strip()) + _HANGING >= width
    return size(line.strip()) + 1 + size(first) > width


def _goes_on(line: str, following: str, language: str) -> bool:
    """Whether the next line goes on with the sentence."""
    first = following.lstrip()[:1]
    if first.isupper() or first.istitle():
        return False
    stripped = line.rstrip()
    return not any(match.end() == len(stripped) for match in get_language(language).sentence_end.finditer(stripped))


def join_block(block: Sequence[_Line], language: str, *, path: str) -> Passage:
    """The lines as one paragraph, white space at their ends left out; the passage knows the line and column of each of
    them."""
    text, pieces = "", []
    for number, line in block:
        part = line.strip()
        text += _choose_joint(text, part, language)
        column = len(line) - len(line.lstrip()) + 1
        pieces.append(Piece(start=len(text), end=len(text) + len(part), line=number, column=column))
        text += part
    first = pieces[0]
    kept = tuple(pieces) if len(pieces) > 1 else ()
    return Passage(text=text, path=path, line=first.line, column=first.column, pieces=kept)


def _choose_joint(before: str, behind: str, language: str) -> str:
    """What a line break stands for: a space, or nothing between characters that are written without, and behind a
    word's own hyphen."""
    if not before:
        return ""
    if re.search(r"\w[-‐]$", before) and behind[:1].islower():
        return ""
    if joint_of(language) == "" and before[-1].isdigit() and behind[0].isdigit():
        return ""
    latin = _LATIN.match(before[-1]) and _LATIN.match(behind[0])
    return " " if latin else joint_of(language)


def list_blocks(lines: Sequence[str]) -> Iterator[list[_Line]]:
    """The runs of lines between blank ones, numbered from 1."""
    block: list[_Line] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append((number, line))
        elif block:
            yield block
            block = []
