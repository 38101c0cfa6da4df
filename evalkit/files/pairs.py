"""Pairs that a file itself gives: rows of a table, translation units. They become a document whose beads are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evalkit.data import Bead, Document, Passage
from evalkit.files.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What belongs together; either side may be empty. One that is not ``given`` is text that is yet to be aligned."""

    source: tuple[Passage, ...] = ()
    target: tuple[Passage, ...] = ()
    given: bool = True


def cut_lines(text: str, *, path: str, line: int, column: int = 1, location: str | None = None) -> tuple[Passage, ...]:
    """The non-blank lines of a cell or unit, all of which stand in one line of their file; a line break counts one
    column."""
    passages = []
    for part in text.split("\n"):
        if part.strip():
            passages.append(Passage(text=part, path=path, line=line, column=column, location=location))
        column += len(part) + 1
    return tuple(passages)


def make_document(pairs: Iterable[Pair], *, name: str, folder: str, path: str, settings: Settings) -> Document:
    """The document that pairs of one file make, in their order."""
    source: list[Passage] = []
    target: list[Passage] = []
    beads = []
    for pair in pairs:
        if pair.given and (pair.source or pair.target):
            beads.append(
                Bead(
                    source=tuple(range(len(source), len(source) + len(pair.source))),
                    target=tuple(range(len(target), len(target) + len(pair.target))),
                    confidence=1.0,
                )
            )
        source += pair.source
        target += pair.target
    return Document(
        name=name,
        folder=folder,
        paths=(path,),
        source_language=settings.source_language,
        target_language=settings.target_language,
        source=tuple(source),
        target=tuple(target),
        beads=tuple(beads),
    )
