"""The first page of a report: verdict, systems by metrics, documents, problems by check, what the reference's defects
move."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evalkit.auditing.suspicions import warn_of_size
from evalkit.data import (
    AS_IS,
    QUOTES_NORMALISED,
    REPAIRED,
    SEVERITIES,
    Distance,
    Document,
    Effect,
    Evaluation,
    Finding,
    Segment,
    Severity,
)
from evalkit.pages import render_page
from evalkit.pages.cards import deal_cards
from evalkit.pages.document_page import count_severities
from evalkit.pages.figures import Sheet, make_sheet
from evalkit.pages.finding_plots import make_documents_figure, make_effects_figures, make_kinds_figure
from evalkit.pages.interval_plots import make_interval_figures, make_move_figures
from evalkit.pages.manifests import list_manifest
from evalkit.pages.score_plots import describe_points, gather_points, make_segment_groups, score_lengths
from evalkit.pages.verdicts import count_reference_repairs, describe_evaluation
from evalkit.tables.scoreboard import TRUSTED_FROM, Scoreboard


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What one check found: how often in documents and in outputs, how much is safe to repair, where first, and what it
    moves.

    ``documents`` and ``outputs`` name each document with the count and the number of the first card there. ``effect``
    is on the first metric, the mean over systems.
    """

    check: str
    severity: Severity
    count: int
    safe: int
    in_outputs: int
    documents: tuple[tuple[str, int, int], ...]
    outputs: tuple[tuple[str, int, int], ...] = ()
    effect: Effect | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One document in the list of documents."""

    document: Document
    segments: int
    findings: int
    severities: Mapping[Severity, int]
    scores: tuple[tuple[str, float | None], ...]


def render_index(
    evaluation: Evaluation, scoreboard: Scoreboard, pages: Mapping[str, str], files: Sequence[tuple[str, str]]
) -> str:
    """The index page; ``pages`` maps a document to its page, ``files`` are what else the report holds, each with what
    it is."""
    metric = choose_metric(scoreboard)
    counts = _count_by_document(evaluation.segments)
    return render_page(
        "index.html.j2",
        evaluation=evaluation,
        scoreboard=scoreboard,
        verdict=describe_evaluation(evaluation, scoreboard),
        warnings=list_warnings(evaluation, scoreboard),
        clusters={name: scoreboard.rankings(name) for name in scoreboard.metrics},
        problems=list_problems(evaluation.findings, evaluation.effects, metric),
        explanations=evaluation.explanations,
        documents=[_make_line(evaluation, d, scoreboard, counts[d.name]) for d in evaluation.documents],
        sheet=_make_figures(evaluation, scoreboard, pages),
        document_metric=metric,
        factor=scoreboard.factor(metric) if metric else 1.0,
        pages=pages,
        files=files,
        repaired=count_reference_repairs(evaluation),
        distances=arrange_distances(evaluation.distances),
        without_source=_count_by_document(s for s in evaluation.segments if s.hypothesis and not s.source),
        without_target=_count_by_document(
            s
            for s in evaluation.segments
            if s.source and not s.hypothesis and (s.document.name, s.index) not in scoreboard.scored_places
        ),
        signatures=list_signatures(scoreboard),
        manifest=list_manifest(evaluation.manifest),
        trusted_from=TRUSTED_FROM,
        labels={AS_IS: "existing rendering", REPAIRED: "repaired rendering"},
        quotes=QUOTES_NORMALISED,
    )


def list_warnings(evaluation: Evaluation, scoreboard: Scoreboard) -> Sequence[str]:
    """The warnings, less that on too few segments where the verdict says it."""
    said = [] if scoreboard.trusted else warn_of_size(scoreboard.segment_counts.values())
    return [warning for warning in evaluation.warnings if warning not in said]


def link_segments(evaluation: Evaluation, pages: Mapping[str, str]) -> Mapping[tuple[str, int], str]:
    """Where each segment stands in the report, by (document, index): a document's page numbers its segments from 1."""
    outputs = [segment for one in evaluation.sets for segment in one.segments]
    own, scored = _list_indexes(evaluation.segments), _list_indexes(outputs)
    return {
        (document, index): f"{page}#segment-{numbers[index]}" if index in numbers else page
        for document, page in pages.items()
        for numbers in [own.get(document) or scored.get(document, {})]
        for index in scored.get(document, {})
    }


def _list_indexes(segments: Iterable[Segment]) -> Mapping[str, Mapping[int, int]]:
    """The number of each segment, from 1, by document and index."""
    indexes: dict[str, set[int]] = {}
    for segment in segments:
        indexes.setdefault(segment.document.name, set()).add(segment.index)
    return {name: {index: n for n, index in enumerate(sorted(found), start=1)} for name, found in indexes.items()}


def _make_figures(evaluation: Evaluation, scoreboard: Scoreboard, pages: Mapping[str, str]) -> Sheet:
    points = gather_points(evaluation, scoreboard, link_segments(evaluation, pages))
    kinds, documents = (
        make_kinds_figure(evaluation.findings),
        make_documents_figure(evaluation, scoreboard, choose_metric(scoreboard)),
    )
    return make_sheet(
        {
            "intervals": make_interval_figures(scoreboard),
            "moves": make_move_figures(scoreboard),
            **make_segment_groups(points, scoreboard, score_lengths(points)),
            "effects": make_effects_figures(evaluation.effects, scoreboard),
            "kinds": [kinds] if kinds else [],
            "documents": [documents] if documents else [],
        },
        describe_points(points, scoreboard),
    )


def list_problems(
    findings: Sequence[Finding], effects: Sequence[Effect] = (), metric: str | None = None
) -> Sequence[Problem]:
    """The problems found, the gravest and most frequent first."""
    by_check: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_check[finding.check].append(finding)
    cards, moved = _first_cards(findings), _choose_effects(effects, metric)
    problems = [_make_problem(check, found, cards, moved.get(check)) for check, found in by_check.items()]
    return sorted(problems, key=lambda p: (-SEVERITIES.index(p.severity), -p.count, p.check))


def _choose_effects(effects: Sequence[Effect], metric: str | None) -> Mapping[str, Effect]:
    """Each check's mean effect on the metric: what was found in documents comes before what was found in outputs."""
    means = [effect for effect in effects if effect.metric == metric and effect.system is None]
    return {
        effect.check: effect
        for effect in sorted(means, key=lambda one: (one.difference is not None, not one.in_outputs))
    }


def _make_problem(
    check: str, found: Sequence[Finding], cards: Mapping[tuple[str, str, bool], int], effect: Effect | None
) -> Problem:
    own = [finding for finding in found if finding.system is None]
    counts = Counter((finding.document, finding.system is not None) for finding in found)
    places = {key: (key[0], count, cards[key[0], check, key[1]]) for key, count in counts.items()}
    return Problem(
        check=check,
        severity=max((finding.severity for finding in found), key=SEVERITIES.index),
        count=len(own),
        safe=sum(finding.safe for finding in own),
        in_outputs=len(found) - len(own),
        documents=tuple(place for (_, outputs), place in places.items() if not outputs),
        outputs=tuple(place for (_, outputs), place in places.items() if outputs),
        effect=effect,
    )


def _first_cards(findings: Sequence[Finding]) -> Mapping[tuple[str, str, bool], int]:
    """The number of the first card of each (document, check, whether in outputs), numbered as on the document's
    page."""
    by_document: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_document[finding.document].append(finding)
    first: dict[tuple[str, str, bool], int] = {}
    for document, found in by_document.items():
        for outputs in (False, True):
            deck = deal_cards([(n, f) for n, f in enumerate(found) if (f.system is not None) is outputs])
            for top in (*deck.shown, *deck.unsure):
                for card in (top, *top.explained):
                    first.setdefault((document, card.finding.check, outputs), card.number)
    return first


def choose_metric(scoreboard: Scoreboard) -> str | None:
    """The metric that stands for a document in the list: the first of the evaluation's."""
    return scoreboard.metrics[0] if scoreboard.metrics else None


def _make_line(evaluation: Evaluation, document: Document, scoreboard: Scoreboard, segments: int) -> DocumentLine:
    findings = evaluation.findings_by_document.get(document.name, ())
    scores = scoreboard.document_scores(document.name)
    metric = choose_metric(scoreboard)
    shown = (
        [(system, scores.get((system, scoreboard.main_references[metric], metric))) for system in scoreboard.systems]
        if metric
        else []
    )
    return DocumentLine(
        document=document,
        segments=segments,
        findings=len(findings),
        severities=count_severities(findings),
        scores=tuple((system, score.value if score else None) for system, score in shown),
    )


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


def _count_by_document(segments: Iterable[Segment]) -> Counter[str]:
    return Counter(segment.document.name for segment in segments)
