"""One document's page: source and rendering side by side with their findings, the systems' outputs below each
segment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import quote

from evalkit.data import (
    AS_IS,
    REPAIRED,
    SEVERITIES,
    Anchor,
    Document,
    Evaluation,
    Finding,
    Passage,
    Place,
    Segment,
    Severity,
)
from evalkit.files.file_names import name_files
from evalkit.pages import render_page
from evalkit.pages.cards import Card, Deck, deal_cards
from evalkit.pages.document_data import describe_page
from evalkit.pages.embedding import embed_json
from evalkit.pages.highlighting import LocatedPlaces, TextRun, locate_places, mark_passage
from evalkit.pages.packing import pack_drawn
from evalkit.pages.verdicts import describe_document
from evalkit.tables.phrases import Phrase
from evalkit.tables.scoreboard import Scoreboard

LOW_CONFIDENCE = 0.8
"""An alignment below this confidence is marked as uncertain."""
_PACKED_FROM = 1000
"""From so many outputs on, they travel deflated and are drawn where the reader is; source and rendering always stand in
the page."""
_BLOCK_SIZE = 40
"""The outputs of so many rows are unpacked together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownText:
    """A passage ready to be drawn; ``whole`` is the severity of a finding about all of it."""

    line: int
    runs: tuple[TextRun, ...]
    whole: Severity | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSegmentScore:
    """A metric's score of one output of one segment, against the existing rendering and against its repair where that
    differs."""

    metric: str
    value: float
    repaired: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What one system wrote for a segment."""

    system: str
    texts: tuple[ShownText, ...]
    scores: tuple[ShownSegmentScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRow:
    """One aligned segment."""

    number: int
    source: tuple[ShownText, ...]
    target: tuple[ShownText, ...]
    confidence: float
    anchors: tuple[Anchor, ...]
    outputs: tuple[Output, ...]

    @property
    def state(self) -> str:
        """Whether both sides are there; an uncertain alignment is a state of its own."""
        if not self.source or not self.target:
            return "unmatched"
        return "uncertain" if self.confidence < LOW_CONFIDENCE else "matched"

    @property
    def findings(self) -> tuple[int, ...]:
        """The findings of its outputs, each once."""
        texts = (text for output in self.outputs for text in output.texts)
        return tuple(dict.fromkeys(number for text in texts for run in text.runs for number in run.findings))

    @property
    def verified(self) -> tuple[Anchor, ...]:
        """The facts that both sides state alike."""
        return tuple(anchor for anchor in self.anchors if anchor.verdict == "verified")


def _count_outputs(rows: Sequence[SegmentRow]) -> int:
    return sum(len(row.outputs) for row in rows)


def render_document(
    evaluation: Evaluation, document: Document, scoreboard: Scoreboard, files: Sequence[tuple[Phrase, str]]
) -> str:
    """The page of one document; ``files`` are what it links to, each with its path from the page."""
    findings = [finding for finding in evaluation.findings if finding.document == document.name]
    of_document = [finding for finding in findings if finding.system is None]
    numbered = list(enumerate(findings))
    others = [other for other in evaluation.documents if other is not document]
    foreign = set(chain.from_iterable(other.paths for other in others))
    own = deal_cards([one for one in numbered if one[1].system is None], foreign=foreign)
    outputs = deal_cards([one for one in numbered if one[1].system is not None])
    rows = make_rows(evaluation, document, locate_places(findings), scoreboard)
    packed = _count_outputs(rows) >= _PACKED_FROM
    return render_page(
        "document.html.j2",
        evaluation=evaluation,
        document=document,
        verdict=describe_document(of_document),
        rows=rows,
        packed=packed,
        block_size=_BLOCK_SIZE,
        pack_drawn=pack_drawn,
        systems=list_systems(rows, scoreboard),
        own=own,
        outputs=outputs,
        cards=_find_cards(own, outputs),
        elsewhere=locate_elsewhere(evaluation, {place for card in _list_cards(own) for place in card.elsewhere}),
        choices=list_choices(findings),
        data=embed_json(
            {**describe_page(evaluation, document, findings), "rows": locate_outputs(rows) if packed else {}}
        ),
        counts=count_severities(of_document),
        scoreboard=scoreboard,
        scores=scoreboard.document_scores(document.name),
        files=files,
    )


def list_systems(rows: Sequence[SegmentRow], scoreboard: Scoreboard) -> Sequence[tuple[int, str]]:
    """The systems that have an output of one of these rows, each with its position among all."""
    present = {output.system for row in rows for output in row.outputs}
    return [(position, system) for position, system in enumerate(scoreboard.systems) if system in present]


def locate_outputs(rows: Sequence[SegmentRow]) -> Mapping[str, int]:
    """The row of each place in an output, by the place's id in the page: where a packed one is to be found."""
    return {
        anchor: row.number
        for row in rows
        for output in row.outputs
        for text in output.texts
        for run in text.runs
        for anchor in run.anchors
    }


def list_choices(findings: Sequence[Finding]) -> Mapping[str, Sequence[tuple[str, str]]]:
    """What findings can be filtered by, as (value, words): their checks and severities, the gravest first."""
    checks = sorted({finding.check for finding in findings})
    severities = [name for name in reversed(SEVERITIES) if any(finding.severity == name for finding in findings)]
    return {"checks": [(name, name) for name in checks], "severities": [(name, name) for name in severities]}


def count_severities(findings: Iterable[Finding]) -> Mapping[Severity, int]:
    """How many findings of each severity there are."""
    return Counter(finding.severity for finding in findings)


def _find_cards(*decks: Deck) -> Mapping[int, int]:
    """The number of the card that each finding is on."""
    return {number: card.number for card in _list_cards(*decks) for number in card.findings}


def _list_cards(*decks: Deck) -> Sequence[Card]:
    return [card for deck in decks for top in (*deck.shown, *deck.unsure) for card in (top, *top.explained)]


def locate_elsewhere(evaluation: Evaluation, places: Collection[Place]) -> Mapping[Place, str]:
    """Where each of these places, which stand in other documents, is to be seen: the address of its segment from a
    document's page."""
    files = name_files(document.name for document in evaluation.documents)
    wanted = {(place.path, place.line) for place in places}
    numbers: Counter[str] = Counter()
    found: dict[tuple[str, int], str] = {}
    for segment in evaluation.segments if wanted else ():
        name = segment.document.name
        numbers[name] += 1
        for passage in (*segment.source, *segment.hypothesis):
            for line in passage.lines:
                if (passage.path, line) in wanted:
                    found[passage.path, line] = f"{quote(files[name])}.html#segment-{numbers[name]}"
    return {place: found[place.path, place.line] for place in places if (place.path, place.line) in found}


def make_rows(
    evaluation: Evaluation, document: Document, located: LocatedPlaces, scoreboard: Scoreboard
) -> Sequence[SegmentRow]:
    """The segments of a document with every system's output, numbered as on its page."""
    own = [segment for segment in evaluation.segments if segment.document.name == document.name]
    outputs = [
        segment
        for evaluated in evaluation.sets
        for segment in evaluated.segments
        if segment.document.name == document.name
    ]
    rows = own or _stand_in(outputs)
    placed = _place_outputs(rows, outputs)
    scores = _collect_scores(document.name, scoreboard)
    return [
        SegmentRow(
            number=position + 1,
            source=_draw(segment.source, located),
            target=_draw(segment.hypothesis, located),
            confidence=segment.confidence,
            anchors=segment.anchors,
            outputs=tuple(_make_output(output, located, scores) for output in placed[position]),
        )
        for position, segment in enumerate(rows)
    ]


def _stand_in(outputs: Sequence[Segment]) -> list[Segment]:
    """Rows for a document that has no rendering of its own: each output's source, beside its first reference."""
    first = {segment.index: segment for segment in reversed(outputs)}
    return [
        Segment(
            document=segment.document,
            index=segment.index,
            source=segment.source,
            hypothesis=next(iter(segment.references.values()), ()),
        )
        for _, segment in sorted(first.items())
    ]


def _place_outputs(rows: Sequence[Segment], outputs: Sequence[Segment]) -> Mapping[int, Sequence[Segment]]:
    """The outputs of each row: those of its source passages, and where the source is not known those of its index."""
    by_passage = {(p.path, p.line, p.column): position for position, row in enumerate(rows) for p in row.source}
    by_index = {row.index: position for position, row in enumerate(rows)}
    placed = defaultdict(list)
    for output in outputs:
        found = [by_passage.get((p.path, p.line, p.column)) for p in output.source[:1]]
        position = found[0] if found else by_index.get(output.index)
        if position is not None:
            placed[position].append(output)
    return placed


_Scores = Mapping[tuple[str | None, int], Mapping[str, Mapping[str, float]]]


def _collect_scores(document: str, scoreboard: Scoreboard) -> _Scores:
    """Segment scores by (system, index), then metric, then reference."""
    scores: dict[tuple[str | None, int], dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for system, reference, index, metric, value in scoreboard.list_segment_scores(document):
        scores[system, index][metric][reference] = value
    return scores


def _make_output(segment: Segment, located: LocatedPlaces, scores: _Scores) -> Output:
    by_metric = scores.get((segment.system, segment.index), {})
    return Output(
        system=segment.system or "",
        texts=_draw(segment.hypothesis, located),
        scores=tuple(_pick_score(metric, values) for metric, values in by_metric.items()),
    )


def _pick_score(metric: str, values: Mapping[str, float]) -> ShownSegmentScore:
    value = values.get(AS_IS, next(iter(values.values())))
    repaired = values.get(REPAIRED)
    moved = repaired is not None and abs(repaired - value) >= 0.005
    return ShownSegmentScore(metric=metric, value=value, repaired=repaired if moved else None)


def _draw(passages: Sequence[Passage], located: LocatedPlaces) -> tuple[ShownText, ...]:
    return tuple(_draw_passage(passage, located) for passage in passages)


def _draw_passage(passage: Passage, located: LocatedPlaces) -> ShownText:
    runs = mark_passage(passage, located)
    whole = next((run.severity for run in runs if run.quiet), None)
    return ShownText(line=passage.line, runs=runs, whole=whole)
