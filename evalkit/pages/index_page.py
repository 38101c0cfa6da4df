"""The first page of a report: verdict, systems by metrics, documents, problems by check, what the reference's defects move."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from evalkit.data import (
    AS_IS,
    QUOTES_NORMALISED,
    REPAIRED,
    SEVERITIES,
    Distance,
    Document,
    Evaluation,
    Finding,
    Segment,
    Severity,
)
from evalkit.pages import render_page
from evalkit.pages.cards import deal_cards
from evalkit.pages.document_page import count_severities
from evalkit.pages.interval_plots import make_plots
from evalkit.pages.scoreboard import TRUSTED_FROM, Move, Scoreboard
from evalkit.pages.verdicts import count_reference_repairs, describe_evaluation
from evalkit.showing import show_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What one check found: how often in documents and in outputs, how much of it is safe to repair, and where first in each document."""

    check: str
    severity: Severity
    count: int
    safe: int
    in_outputs: int
    documents: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A severity's share of a document's findings, on a line 120 wide that all documents share."""

    severity: Severity
    start: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One document in the list of documents."""

    document: Document
    segments: int
    findings: int
    severities: Mapping[Severity, int]
    bars: tuple[Bar, ...]
    scores: tuple[tuple[str, float | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A difference and its interval on a line 160 wide, zero in the middle."""

    point: float
    low: float
    high: float


def render_index(
    evaluation: Evaluation, scoreboard: Scoreboard, pages: Mapping[str, str], files: Sequence[tuple[str, str]]
) -> str:
    """The index page; ``pages`` maps a document to its page, ``files`` are what else the report holds, each with what it is."""
    documents = [_make_line(evaluation, document, scoreboard) for document in evaluation.documents]
    return render_page(
        "index.html.j2",
        evaluation=evaluation,
        scoreboard=scoreboard,
        verdict=describe_evaluation(evaluation, scoreboard),
        problems=list_problems(evaluation.findings),
        explanations=evaluation.explanations,
        documents=documents,
        highest=max((value for line in documents for _, value in line.scores if value is not None), default=0.0),
        plots=make_plots(scoreboard),
        document_metric=choose_metric(scoreboard),
        pages=pages,
        files=files,
        moves=[(move, draw_interval(move, scoreboard.moves)) for move in scoreboard.moves],
        repaired=count_reference_repairs(evaluation),
        distances=arrange_distances(evaluation.distances),
        without_source=_count_by_document(s for s in evaluation.segments if s.hypothesis and not s.source),
        without_target=_count_by_document(s for s in evaluation.segments if s.source and not s.hypothesis),
        signatures=list_signatures(scoreboard),
        manifest=[(name, _print_value(value)) for name, value in evaluation.manifest.items()],
        trusted_from=TRUSTED_FROM,
        labels={AS_IS: "existing rendering", REPAIRED: "repaired rendering"},
        quotes=QUOTES_NORMALISED,
    )


def list_problems(findings: Sequence[Finding]) -> Sequence[Problem]:
    """The problems found, the gravest and most frequent first."""
    by_check: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_check[finding.check].append(finding)
    cards = _first_cards(findings)
    problems = [_make_problem(check, found, cards) for check, found in by_check.items()]
    return sorted(problems, key=lambda p: (-SEVERITIES.index(p.severity), -p.count, p.check))


def _make_problem(check: str, found: Sequence[Finding], cards: Mapping[tuple[str, str], int]) -> Problem:
    own = [finding for finding in found if finding.system is None]
    documents = Counter(finding.document for finding in own)
    return Problem(
        check=check,
        severity=max((finding.severity for finding in found), key=SEVERITIES.index),
        count=len(own),
        safe=sum(finding.safe for finding in own),
        in_outputs=len(found) - len(own),
        documents=tuple((name, count, cards[name, check]) for name, count in documents.items()),
    )


def _first_cards(findings: Sequence[Finding]) -> Mapping[tuple[str, str], int]:
    """The number of the first card of each (document, check), numbered as on the document's page."""
    by_document: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_document[finding.document].append(finding)
    first: dict[tuple[str, str], int] = {}
    for document, found in by_document.items():
        deck = deal_cards([(number, f) for number, f in enumerate(found) if f.system is None])
        for top in (*deck.shown, *deck.unsure):
            for card in (top, *top.explained):
                first.setdefault((document, card.finding.check), card.number)
    return first


def choose_metric(scoreboard: Scoreboard) -> str | None:
    """The metric that stands for a document in the list: the first of the evaluation's."""
    return scoreboard.metrics[0] if scoreboard.metrics else None


def _make_line(evaluation: Evaluation, document: Document, scoreboard: Scoreboard) -> DocumentLine:
    findings = evaluation.findings_by_document.get(document.name, ())
    scores = scoreboard.document_scores(document.name)
    metric = choose_metric(scoreboard)
    shown = (
        [(system, scores.get((system, scoreboard.references[0], metric))) for system in scoreboard.systems]
        if metric
        else []
    )
    return DocumentLine(
        document=document,
        segments=sum(segment.document.name == document.name for segment in evaluation.segments),
        findings=len(findings),
        severities=count_severities(findings),
        bars=draw_bars(findings, max(map(len, evaluation.findings_by_document.values()), default=0)),
        scores=tuple((system, score.value if score else None) for system, score in shown),
    )


def draw_bars(findings: Sequence[Finding], most: int) -> tuple[Bar, ...]:
    """A document's findings as bars side by side, the gravest first; ``most`` findings fill the line."""
    counts, bars, start = count_severities(findings), [], 0.0
    for severity in reversed(SEVERITIES):
        if counts.get(severity):
            width = round(120 * counts[severity] / most, 1)
            bars.append(Bar(severity=severity, start=round(start, 1), width=width))
            start += width
    return tuple(bars)


def draw_interval(move: Move, moves: Iterable[Move]) -> Interval:
    """Where a move is drawn; all moves of a metric share a scale."""
    of_metric = [other for other in moves if other.metric == move.metric]
    reach = max(max(abs(bound) for bound in (m.difference, *(m.interval or ()))) for m in of_metric) or 1.0
    low, high = move.interval or (move.difference, move.difference)
    point, low, high = (round(80 + 74 * value / reach, 1) for value in (move.difference, low, high))
    return Interval(point=point, low=low, high=high)


def arrange_distances(distances: Iterable[Distance]) -> Mapping[str | None, Mapping[str, Distance]]:
    """The distances of each document, and of all under ``None``, by metric."""
    arranged: dict[str | None, dict[str, Distance]] = defaultdict(dict)
    for distance in distances:
        arranged[distance.document][distance.metric] = distance
    return arranged


def list_signatures(scoreboard: Scoreboard) -> Sequence[tuple[str, str, str]]:
    """Metric, reference and signature of every system score, each signature once."""
    listed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (_, reference, metric), shown in scoreboard.system_scores.items():
        references = listed[metric, shown.signature]
        if reference not in references:
            references.append(reference)
    return [(metric, ", ".join(references), signature) for (metric, signature), references in listed.items()]


def _count_by_document(segments: Iterable[Segment]) -> Mapping[str, int]:
    return Counter(segment.document.name for segment in segments)


def _print_value(value: Any) -> str | Markup:
    if isinstance(value, (str, int, float)) or value is None:
        return str(value)
    text = json.dumps(value, ensure_ascii=False, indent=1, default=str)
    return Markup("<pre>{}</pre>").format(escape("\n".join(show_text(line) for line in text.split("\n"))))
