"""Texts and what belongs together in them: passages, documents, facts, beads, segments, the sets that are scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

Side = Literal["source", "target", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a passage that stands in one run in the file: ``text[start:end]`` begins at this line and column."""

    start: int
    end: int
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of text, and where it stands: inside one line of a file, unless ``pieces`` say where each stretch of it
    stands.

    Pieces follow each other in the text; a character between two of them stands for a line break of the file.
    ``location`` names the place in a format whose lines nobody counts, e.g. “row 7, column B”.
    """

    text: str
    path: str
    line: int
    column: int = 1
    location: str | None = None
    pieces: tuple[Piece, ...] = ()

    def place(self, start: int, end: int, *, side: Side, suggestion: str | None = None) -> Place:
        """The place of ``text[start:end]``; offsets are code points of this passage. Its text breaks where the file's
        line does."""
        behind = [piece for piece in self.stretches if piece.end > start] or [self.stretches[-1]]
        touched = [piece for piece in behind if piece.start < end] or behind[:1]
        first, last = touched[0], touched[-1]
        begin = max(start, first.start)
        stop = max(begin, min(end, last.end))
        return Place(
            side=side,
            path=self.path,
            line=first.line,
            column=first.column + begin - first.start,
            end_line=last.line,
            end_column=last.column + stop - last.start,
            text=self._show(touched, begin, stop),
            suggestion=suggestion,
            location=self.location,
        )

    def _show(self, pieces: Sequence[Piece], begin: int, stop: int) -> str:
        texts = [self.text[max(begin, piece.start) : min(stop, piece.end)] for piece in pieces]
        breaks = ["\n" if one.line != other.line else "" for one, other in pairwise(pieces)]
        return texts[0] + "".join(one + text for one, text in zip(breaks, texts[1:], strict=True))

    def find(self, line: int, column: int) -> int | None:
        """The offset in the text of what stands at that line and column, the end included; ``None`` where it is not in
        this passage."""
        for piece in self.stretches:
            if piece.line == line and 0 <= column - piece.column <= piece.end - piece.start:
                return piece.start + column - piece.column
        return None

    def cut(self, start: int, end: int) -> Passage:
        """``text[start:end]`` as a passage of its own."""
        pieces = tuple(
            Piece(
                start=max(piece.start - start, 0),
                end=min(piece.end, end) - start,
                line=piece.line,
                column=piece.column + max(start - piece.start, 0),
            )
            for piece in self.stretches
            if piece.start < end and piece.end > start
        )
        place = self.place(start, end, side="both")
        text, line, column = self.text[start:end], place.line, place.column
        return replace(self, text=text, line=line, column=column, pieces=pieces if len(pieces) > 1 else ())

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines of the file that the passage stands in."""
        return tuple(dict.fromkeys(piece.line for piece in self.stretches))

    @property
    def stretches(self) -> tuple[Piece, ...]:
        """The pieces; one, where the passage stands in one run."""
        return self.pieces or (Piece(start=0, end=len(self.text), line=self.line, column=self.column),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands in a file, what stands there, and what could stand there instead (``None``: no proposal;
    empty: delete)."""

    side: Side
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    suggestion: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryEntry:
    """A term of the source, the renderings that the user's glossary allows for it, and those that it forbids."""

    source: str
    targets: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Document:
    """A text that exists in one or two languages: its paragraphs (non-blank lines) on each side, in file order.

    ``path`` is the path as the user gave it, or below the folder that was given; ``folder`` is that folder, or empty.
    Languages are two-letter codes (``zh``, ``en``). A side may be empty. ``paths`` names every file the document was
    read from. ``beads`` are the pairs that the file itself gives (rows of a table, translation units), in the order of
    the text; what none of them names is yet to be aligned.
    """

    name: str
    folder: str
    paths: tuple[str, ...]
    source_language: str
    target_language: str
    source: tuple[Passage, ...]
    target: tuple[Passage, ...]
    beads: tuple[Bead, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A number or date that a text states: ``value`` compares equal across languages when both say the same; offsets
    are code points.

    ``value`` is hashable and canonical, e.g. ``("number", Decimal("24801"))`` or ``("date", None, 3, 11)`` (year,
    month, day, with ``None`` where the text does not say). :mod:`evalkit.languages.values` lists all forms, and says when two
    that are not equal still agree. ``unit`` is the unit of measurement behind a number: what it measures, and how many
    of that dimension's base unit it is.
    """

    kind: Literal["number", "date"]
    value: tuple[Any, ...]
    start: int
    end: int
    text: str
    approximate: bool = False
    unit: tuple[str, Fraction] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person's name in a text and the ways it may be read: one tuple of Latin-script readings for each character of
    the name.

    ``surname_length`` says how many of the first characters are the surname. ``confidence`` is the probability that
    this is a person.
    """

    text: str
    start: int
    end: int
    readings: tuple[tuple[str, ...], ...]
    surname_length: int
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One fact of the source that was looked for in the target.

    ``verified``: the target states it. ``differs``: the target states something else in its place (``target`` says
    what). ``not-found``: nothing in the target answers to it, which proves nothing. Offsets are code points of the two
    joined texts that were compared; those of a side where nothing was found are ``None``.
    """

    kind: Literal["number", "date", "name", "latin"]
    source: str | None
    target: str | None
    verdict: Literal["verified", "differs", "not-found"]
    source_span: tuple[int, int] | None = None
    target_span: tuple[int, int] | None = None
    expected: str | None = None
    """What the target would have to say where it differs, in the target's writing; ``None`` where that cannot be
    told."""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bead:
    """Which units of the source (0-based) belong to which units of the target. An empty side is an omission or an
    addition."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segment:
    """What is translated as one: source passages, the hypothesis under audit or score, and references by name.

    An empty tuple means that there is no such text (which is not the same as an empty text). A document's existing
    rendering under audit is a hypothesis without a reference. ``index`` counts the document's segments from 0, in the
    order of the text.
    """

    document: Document
    index: int
    source: tuple[Passage, ...] = ()
    hypothesis: tuple[Passage, ...] = ()
    references: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)
    confidence: float = 1.0
    anchors: tuple[Anchor, ...] = ()
    system: str | None = None

    def passages(self, side: Side) -> tuple[Passage, ...]:
        """The passages of one side; the target side is the hypothesis."""
        return self.source if side == "source" else self.hypothesis

    def language(self, side: Side) -> str:
        """The language code of one side."""
        return self.document.source_language if side == "source" else self.document.target_language

    @property
    def source_text(self) -> str:
        """The source passages as one string."""
        return join_passages(self.source, language=self.document.source_language)

    @property
    def hypothesis_text(self) -> str:
        """The hypothesis passages as one string."""
        return join_passages(self.hypothesis, language=self.document.target_language)

    def place_span(self, start: int, end: int, *, side: Side, suggestion: str | None = None) -> Place:
        """The place of a span of a side's joined text: in the passage where it starts, up to that passage's end at
        most."""
        passages, language = self.passages(side), self.language(side)
        for count, passage in enumerate(passages, start=1):
            before = len(join_passages(passages[:count], language=language)) - len(passage.text)
            if start < before + len(passage.text):
                last = min(end - before, len(passage.text))
                return passage.place(start - before, last, side=side, suggestion=suggestion)
        raise IndexError(f"{start} is behind the end of the {side} text")

    def reference_text(self, name: str) -> str:
        """The passages of the reference of that name as one string."""
        return join_passages(self.references[name], language=self.document.target_language)


def join_passages(passages: Sequence[Passage], *, language: str) -> str:
    """The passages' texts as one string: with a space between them, or without in a language that writes none between
    sentences."""
    if len(passages) == 1:
        return passages[0].text
    return joint_of(language).join(passage.text for passage in passages)


def joint_of(language: str) -> str:
    """What stands between two sentences of one text in a language: a space, or nothing."""
    return "" if language in WRITTEN_WITHOUT_SPACES else " "


WRITTEN_WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "my", "km"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EvalSet:
    """One system's output for one language pair: its scored segments in document order, each with the references' names
    it has."""

    system: str
    source_language: str
    target_language: str
    segments: tuple[Segment, ...]
