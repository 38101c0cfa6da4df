"""The values that flow from stage to stage: reading, pairing, checking, repairing, scoring, comparing, reporting.

All are frozen. Text always travels with where it came from: lines and columns count from 1, columns count code points of the file's
line, an end column is exclusive. This module imports no stage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas

Side = Literal["source", "target", "both"]
Severity = Literal["neutral", "minor", "major", "critical"]
AS_IS = "as-is"
"""The name of a document's existing rendering as a reference."""
REPAIRED = "repaired"
"""The name of the same with its safe suggestions applied."""
ALL_REFERENCES = "all"
"""The name of all references together, for metrics that take several."""
QUOTES_NORMALISED = ", quotes normalised"
"""What stands behind a reference's name where quotation marks and apostrophes were made alike on both sides first."""
SHOWN_CONFIDENCE = 0.8
"""Findings of this confidence or more are shown; the others are counted."""
SEVERITIES: tuple[Severity, ...] = ("neutral", "minor", "major", "critical")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a passage that stands in one run in the file: ``text[start:end]`` begins at this line and column."""

    start: int
    end: int
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of text, and where it stands: inside one line of a file, unless ``pieces`` say where each stretch of it stands.

    Pieces follow each other in the text; a character between two of them stands for a line break of the file. ``location`` names the
    place in a format whose lines nobody counts, e.g. “row 7, column B”.
    """

    text: str
    path: str
    line: int
    column: int = 1
    location: str | None = None
    pieces: tuple[Piece, ...] = ()

    def place(self, start: int, end: int, *, side: Side, suggestion: str | None = None) -> Place:
        """The place of ``text[start:end]``; offsets are code points of this passage. Its text breaks where the file's line does."""
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
        """The offset in the text of what stands at that line and column, the end included; ``None`` where it is not in this passage."""
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
    """Where something stands in a file, what stands there, and what could stand there instead (``None``: no proposal; empty: delete)."""

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

    ``path`` is the path as the user gave it, or below the folder that was given; ``folder`` is that folder, or empty. Languages are
    two-letter codes (``zh``, ``en``). A side may be empty. ``paths`` names every file the document was read from. ``beads`` are the
    pairs that the file itself gives (rows of a table, translation units), in the order of the text; what none of them names is yet
    to be aligned.
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
    """A number or date that a text states: ``value`` compares equal across languages when both say the same; offsets are code points.

    ``value`` is hashable and canonical, e.g. ``("number", Decimal("24801"))`` or ``("date", None, 3, 11)`` (year, month, day, with
    ``None`` where the text does not say). :mod:`evalkit.values` lists all forms, and says when two that are not equal still agree.
    """

    kind: Literal["number", "date"]
    value: tuple[Any, ...]
    start: int
    end: int
    text: str
    approximate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person's name in a text and the ways it may be read: one tuple of Latin-script readings for each character of the name.

    ``surname_length`` says how many of the first characters are the surname. ``confidence`` is the probability that this is a person.
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

    ``verified``: the target states it. ``differs``: the target states something else in its place (``target`` says what). ``not-found``:
    nothing in the target answers to it, which proves nothing. Offsets are code points of the two joined texts that were compared;
    those of a side where nothing was found are ``None``.
    """

    kind: Literal["number", "date", "name", "latin"]
    source: str | None
    target: str | None
    verdict: Literal["verified", "differs", "not-found"]
    source_span: tuple[int, int] | None = None
    target_span: tuple[int, int] | None = None
    expected: str | None = None
    """What the target would have to say where it differs, in the target's writing; ``None`` where that cannot be told."""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bead:
    """Which units of the source (0-based) belong to which units of the target. An empty side is an omission or an addition."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segment:
    """What is translated as one: source passages, the hypothesis under audit or score, and references by name.

    An empty tuple means that there is no such text (which is not the same as an empty text). A document's existing rendering under
    audit is a hypothesis without a reference. ``index`` counts the document's segments from 0, in the order of the text.
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
        """The place of a span of a side's joined text: in the passage where it starts, up to that passage's end at most."""
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
    """The passages' texts as one string: with a space between them, or without in a language that writes none between sentences."""
    return joint_of(language).join(passage.text for passage in passages)


def joint_of(language: str) -> str:
    """What stands between two sentences of one text in a language: a space, or nothing."""
    return "" if language in WRITTEN_WITHOUT_SPACES else " "


WRITTEN_WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "my", "km"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EvalSet:
    """One system's output for one language pair: its scored segments in document order, each with the references' names it has."""

    system: str
    source_language: str
    target_language: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a check reports: the places (the first is the finding's own), which of its messages applies, how sure it is.

    ``severity`` and ``category`` are given where they depart from the check's own. ``safe`` claims that every suggestion in it may be applied without a
    person looking: a measured precision of the replacement of .995 or more, or a proof. ``explains`` lists findings that this fault
    is the cause of. A fault of the whole document stands at line 1, column 1, with an empty text.
    """

    places: tuple[Place, ...]
    message: str
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)
    confidence: float = 1.0
    severity: Severity | None = None
    category: str | None = None
    safe: bool = False
    explains: tuple[Finding, ...] = ()
    about: str | None = None
    """What a fault that collects places is about (a word, a term; empty: the whole side), by which it is known again as places come and go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fault as the user sees it. Fields are those of ``evalkit audit --format jsonl``; ``place`` and ``places`` hold the positions."""

    document: str
    system: str | None
    check: str
    place: Place
    places: tuple[Place, ...]
    message_id: str
    parameters: Mapping[str, str | int | float]
    message: str
    severity: Severity
    confidence: float
    category: str
    safe: bool
    group: str | None
    fingerprint: str


DecisionState = Literal["open", "accepted", "rejected", "fixed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about one finding, with enough of the text to recognise it when the document has changed.

    ``text`` stood there, ``before`` and ``behind`` it up to 20 characters of its line. ``suggestion`` is what an accepted finding is
    repaired with: the check's proposal, or what the reviewer wrote in its place.
    """

    fingerprint: str
    document: str
    system: str | None
    check: str
    text: str
    suggestion: str | None
    before: str
    behind: str
    state: DecisionState
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A short text that a check must flag, or must leave alone. Lines are paragraphs; either side may be empty.

    For a flagged example ``text`` is what must be flagged and ``suggestion`` what must be proposed for it (``None``: no proposal).
    """

    source: str = ""
    target: str = ""
    source_language: str = "zh"
    target_language: str = "en"
    text: str | None = None
    suggestion: str | None = None
    glossary: tuple[GlossaryEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusScore:
    """A corpus score, unrounded, and the signature it must be quoted with."""

    value: float
    signature: str
    segments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One document's text with its safe suggestions applied: the findings that were applied, and the whole file before and after."""

    document: str
    path: str
    before: str
    after: str
    applied: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How far two scores of one metric are apart on the same segments, with a 95 % bootstrap interval.

    Either two systems against one reference, or one system against two references (``reference`` is what ``baseline_reference`` was
    replaced by). ``difference`` is score minus baseline score, on the metric's own scale. ``adjusted_p_value`` is Holm's, over all
    comparisons of the metric.
    """

    metric: str
    system: str
    baseline: str
    reference: str
    baseline_reference: str
    difference: float
    interval: tuple[float, float] | None
    p_value: float | None = None
    adjusted_p_value: float | None = None
    method: str | None = None
    samples: int = 0
    seed: int = 0
    verdict: Literal["better", "worse", "undecided", "identical"] = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far a rendering is from its repaired text: 100 minus the score of the one against the other. A distance, never a cost."""

    document: str | None
    metric: str
    value: float
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one kind of finding moves a score by, on the metric's own scale; a ``None`` system is the mean over all systems.

    By ``repair``: the score against the reference with this check's repairs alone, less the score against it as it is; ``segments`` are
    those whose reference changes. By ``contrast``, where nothing is repaired: the score of the segments with such a finding less
    the score of the others, which says where scores are low and proves no cause. ``difference`` is ``None`` where either are too few.
    """

    check: str
    in_outputs: bool
    way: Literal["repair", "contrast"]
    metric: str
    system: str | None
    segments: int
    difference: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Evaluation:
    """Everything a report may know.

    ``segments`` are the documents' own (source beside the existing rendering as hypothesis); ``sets`` the systems'. ``scores`` is the
    long frame of :mod:`evalkit.frames`. ``not_scored`` maps a metric's key to the reason. ``manifest`` names inputs by hash, versions
    and settings. Its ``shown_factors`` and ``higher_is_better`` say of each metric, in the order in which metrics are shown, what people
    see a score multiplied by and which way is better. ``explanations`` maps a check's name to the first sentence of its docstring.
    """

    title: str
    documents: tuple[Document, ...]
    segments: tuple[Segment, ...]
    sets: tuple[EvalSet, ...]
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]
    scores: pandas.DataFrame
    comparisons: tuple[Comparison, ...]
    distances: tuple[Distance, ...]
    not_scored: Mapping[str, str]
    warnings: tuple[str, ...]
    manifest: Mapping[str, Any]
    explanations: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    """What people decided about findings, by fingerprint; rejected findings are not among ``findings``."""
    effects: tuple[Effect, ...] = ()
    """What each kind of finding moves; see :mod:`evalkit.moving`."""

    @cached_property
    def findings_by_document(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings about documents themselves (not about systems' outputs), by document name, in the order of the text."""
        grouped: dict[str, list[Finding]] = {document.name: [] for document in self.documents}
        for finding in self.findings:
            if finding.system is None:
                grouped[finding.document].append(finding)
        return {name: tuple(found) for name, found in grouped.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What a metric scores: one hypothesis, its source (``None``: unknown) and one reference or more (none: reference-free metrics only)."""

    hypothesis: str
    source: str | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricOptions:
    """What the user may say about metrics: normalised language codes, and a COMET model by name or by checkpoint path.

    ``precision`` is ``single``, ``half`` or ``bfloat16`` (``None``: what suits the machine); ``cached``: scores are taken from the store and
    kept there; ``trusted``: the model's checkpoint may run whatever code it carries.
    """

    source_language: str = "zh"
    target_language: str = "en"
    model: str | None = None
    precision: str | None = None
    cached: bool = True
    trusted: bool = False
