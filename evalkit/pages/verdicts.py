"""What a report says first, in plain words: what is wrong, which system is better, what the reference's defects
move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from evalkit.data import AS_IS, Evaluation, Finding
from evalkit.pages.cards import SURE
from evalkit.tables.numbers import format_signed
from evalkit.tables.phrases import Phrase, as_phrase, count_phrase, join_phrases, phrase
from evalkit.tables.scoreboard import TRUSTED_FROM, Move, Scoreboard

_Paragraph = list[Phrase]


def describe_document(findings: Sequence[Finding]) -> _Paragraph:
    """One or two sentences about the findings of one document."""
    if not findings:
        return [phrase("No check found anything in this document.")]
    return _describe_findings(findings, phrase("In this document"))


def describe_evaluation(evaluation: Evaluation, scoreboard: Scoreboard) -> Sequence[_Paragraph]:
    """Up to three short paragraphs: the findings, the systems, the reference."""
    own = [finding for finding in evaluation.findings if finding.system is None]
    documents = count_phrase(len(evaluation.documents), "{count} document", "{count} documents")
    sentences = (
        _describe_findings(own, phrase("In {documents}", documents=documents))
        if own
        else [phrase("No check found anything in {documents}.", documents=documents)]
    )
    paragraphs = (sentences, describe_systems(scoreboard), _describe_moves(evaluation, scoreboard))
    return [paragraph for paragraph in paragraphs if paragraph]


def _describe_findings(findings: Sequence[Finding], where: Phrase) -> _Paragraph:
    grave = sum(finding.severity in ("major", "critical") for finding in findings)
    unsure = sum(finding.confidence < SURE for finding in findings)
    safe = sum(finding.safe for finding in findings)
    details = [phrase("{count} major or critical", count=grave)] if grave else []
    details += [phrase("{count} safe to repair", count=safe)] if safe else []
    details += [phrase("{count} uncertain", count=unsure)] if unsure else []
    told = count_phrase(
        len(findings), "{where} there is {count} finding", "{where} there are {count} findings", where=where
    )
    if not details:
        return [phrase("{told}.", told=told), *_describe_causes(findings)]
    return [phrase("{told}: {details}.", told=told, details=join_phrases(details)), *_describe_causes(findings)]


def _describe_causes(findings: Sequence[Finding]) -> _Paragraph:
    causes = {finding.fingerprint: finding for finding in findings}
    counts = Counter(finding.group for finding in findings if finding.group in causes)
    explained = sum(counts.values())
    if not counts:
        return []
    if len(counts) == 1:
        return [phrase("One cause explains {explained} of them.", explained=explained)]
    return [phrase("{count} causes explain {explained} of them.", count=len(counts), explained=explained)]


def describe_systems(scoreboard: Scoreboard) -> _Paragraph:
    """Which system is better than all others on which metrics, and where none is, which ones share the first place."""
    if not scoreboard.systems or not scoreboard.metrics:
        return []
    if not scoreboard.trusted:
        return _describe_few(scoreboard)
    proven = {
        metric: best
        for metric in scoreboard.metrics
        if (best := next((one for one in scoreboard.systems if _is_best(scoreboard, one, metric)), None)) is not None
    }
    sentences = [
        phrase(
            "“{system}” is better than every other system on {metrics}.",
            system=system,
            metrics=join_phrases([as_phrase(m) for m, s in proven.items() if s == system]),
        )
        for system in dict.fromkeys(proven.values())
    ]
    if len(scoreboard.systems) == 1:
        return sentences
    shared = _describe_shared(scoreboard, [metric for metric in scoreboard.metrics if metric not in proven])
    return sentences + shared or [phrase("No system is proven better than all others.")]


def _describe_shared(scoreboard: Scoreboard, metrics: Sequence[str]) -> _Paragraph:
    """Which systems none was proven better than, by the metrics on which they are the same."""
    first: dict[tuple[str, ...], list[str]] = {}
    for metric in metrics:
        ranked = scoreboard.rankings(metric)
        tied = tuple(sorted(system for system, ranking in ranked.items() if ranking.rank[0] == 1))
        if len(tied) > 1:
            first.setdefault(tied, []).append(metric)
    return [
        phrase(
            "On {metrics} no system is proven best; none is proven better than {systems}.",
            metrics=join_phrases([as_phrase(metric) for metric in own]),
            systems=join_phrases([as_phrase(f"“{system}”") for system in tied]),
        )
        for tied, own in first.items()
    ]


def _describe_few(scoreboard: Scoreboard) -> _Paragraph:
    few = count_phrase(scoreboard.segments, "{count} segment", "{count} segments")
    if len(scoreboard.systems) == 1:
        system = scoreboard.systems[0]
        return [
            phrase("“{system}” was scored on {few}: too few for any difference to be trusted.", system=system, few=few)
        ]
    doubt = phrase(
        "With {few} (fewer than {limit}) no difference between systems is to be trusted.",
        few=few,
        limit=TRUSTED_FROM,
    )
    return [*_name_leader(scoreboard), doubt]


def _name_leader(scoreboard: Scoreboard) -> _Paragraph:
    """Which system leads on how many metrics, where there are two systems or more."""
    if len(scoreboard.systems) < 2:
        return []
    leaders = Counter(leader for metric in scoreboard.metrics if (leader := _find_leader(scoreboard, metric)))
    if not leaders:
        return []
    system, count = leaders.most_common(1)[0]
    of = len(scoreboard.metrics)
    if of == 1:
        return [phrase("“{system}” scores best on {metric}.", system=system, metric=scoreboard.metrics[0])]
    if count == of:
        return [phrase("“{system}” scores best on all {of} metrics.", system=system, of=of)]
    return [phrase("“{system}” scores best on {count} of {of} metrics.", system=system, count=count, of=of)]


def _find_leader(scoreboard: Scoreboard, metric: str) -> str | None:
    """The system with the best score; none where others rendered other documents."""
    reference = scoreboard.main_references[metric]
    scored = [(s, scoreboard.system_scores.get((s, reference, metric))) for s in scoreboard.systems]
    sign = 1 if scoreboard.is_better_higher(metric) else -1
    ranked = sorted(((sign * shown.value, system) for system, shown in scored if shown), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    documents = {scoreboard.scored_documents.get((system, reference, metric)) for _, system in ranked}
    return ranked[0][1] if len(documents) == 1 else None


def _is_best(scoreboard: Scoreboard, system: str, metric: str) -> bool:
    shown = scoreboard.system_scores.get((system, scoreboard.main_references[metric], metric))
    return shown is not None and shown.best


def _describe_moves(evaluation: Evaluation, scoreboard: Scoreboard) -> _Paragraph:
    moves = [move for move in scoreboard.moves if move.before == AS_IS and not move.quotes_normalised]
    if not moves:
        return []
    if not count_reference_repairs(evaluation):
        return [phrase("Nothing was safe to repair in the existing rendering, so as a reference it moves no score.")]
    moved = [move for move in moves if not move.nothing]
    if not moved:
        return [phrase("Repairing the reference moves no score.")]
    ranges = [
        _describe_range(metric, [m for m in moves if m.metric == metric])
        for metric in dict.fromkeys(m.metric for m in moved)
    ]
    doubt = [] if any(move.beyond_chance for move in moved) else [phrase("No interval leaves zero out.")]
    return [phrase("Repairing the reference moves scores by {ranges}.", ranges=join_phrases(ranges)), *doubt]


def count_reference_repairs(evaluation: Evaluation) -> int:
    """How many safe repairs touch the existing rendering, which is what systems are scored against."""
    return sum(finding.place.side != "source" for repair in evaluation.repairs for finding in repair.applied)


def _describe_range(metric: str, moves: Sequence[Move]) -> Phrase:
    low, high = (format_signed(bound([move.difference for move in moves])) for bound in (min, max))
    if low == high:
        return as_phrase(f"{low} {metric}")
    return phrase("{low} to {high} {metric}", low=low, high=high, metric=metric)
