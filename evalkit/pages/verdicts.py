"""What a report says first, in plain words: what is wrong, which system is better, what the reference's defects move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from evalkit.data import AS_IS, Evaluation, Finding
from evalkit.pages import format_count, format_signed
from evalkit.pages.cards import SURE
from evalkit.pages.scoreboard import TRUSTED_FROM, Move, Scoreboard


def describe_document(findings: Sequence[Finding]) -> str:
    """One or two sentences about the findings of one document."""
    if not findings:
        return "No check found anything in this document."
    return " ".join(_describe_findings(findings, "In this document"))


def describe_evaluation(evaluation: Evaluation, scoreboard: Scoreboard) -> Sequence[str]:
    """Up to three short paragraphs: the findings, the systems, the reference."""
    own = [finding for finding in evaluation.findings if finding.system is None]
    documents = format_count(len(evaluation.documents), "document")
    sentences = _describe_findings(own, f"In {documents}") if own else [f"No check found anything in {documents}."]
    paragraphs = (sentences, _describe_systems(scoreboard), _describe_moves(evaluation, scoreboard))
    return [" ".join(paragraph) for paragraph in paragraphs if paragraph]


def _describe_findings(findings: Sequence[Finding], where: str) -> list[str]:
    grave = [finding for finding in findings if finding.severity in ("major", "critical")]
    unsure = [finding for finding in findings if finding.confidence < SURE]
    safe = [finding for finding in findings if finding.safe]
    details = [f"{len(grave)} major or critical"] if grave else []
    details += [f"{len(safe)} safe to repair"] if safe else []
    details += [f"{len(unsure)} uncertain"] if unsure else []
    sentence = f"{where} there {'is' if len(findings) == 1 else 'are'} {format_count(len(findings), 'finding')}"
    return [f"{sentence}: {join_words(details)}." if details else f"{sentence}.", *_describe_causes(findings)]


def _describe_causes(findings: Sequence[Finding]) -> list[str]:
    causes = {finding.fingerprint: finding for finding in findings}
    counts = Counter(finding.group for finding in findings if finding.group in causes)
    if not counts:
        return []
    what = "One cause explains" if len(counts) == 1 else f"{len(counts)} causes explain"
    return [f"{what} {sum(counts.values())} of them."]


def _describe_systems(scoreboard: Scoreboard) -> list[str]:
    if not scoreboard.systems or not scoreboard.metrics:
        return []
    if not scoreboard.trusted:
        few = format_count(scoreboard.segments, "segment")
        if len(scoreboard.systems) == 1:
            return [f"“{scoreboard.systems[0]}” was scored on {few}: too few for any difference to be trusted."]
        return [
            *_name_leader(scoreboard),
            f"With {few} (fewer than {TRUSTED_FROM}) no difference between systems is to be trusted.",
        ]
    best = {metric: [s for s in scoreboard.systems if _is_best(scoreboard, s, metric)] for metric in scoreboard.metrics}
    proven = {metric: systems[0] for metric, systems in best.items() if systems}
    return [
        f"“{system}” is better than every other system on {join_words([m for m, s in proven.items() if s == system])}."
        for system in dict.fromkeys(proven.values())
    ] or (["No system is proven better than all others."] if len(scoreboard.systems) > 1 else [])


def _name_leader(scoreboard: Scoreboard) -> list[str]:
    """Which system leads on how many metrics, where there are two systems or more."""
    if len(scoreboard.systems) < 2:
        return []
    leaders = Counter(leader for metric in scoreboard.metrics if (leader := _find_leader(scoreboard, metric)))
    if not leaders:
        return []
    system, count = leaders.most_common(1)[0]
    of = len(scoreboard.metrics)
    share = "all" if count == of else f"{count} of"
    return [f"“{system}” scores best on {scoreboard.metrics[0] if of == 1 else f'{share} {of} metrics'}."]


def _find_leader(scoreboard: Scoreboard, metric: str) -> str | None:
    reference = scoreboard.references[0]
    scored = [(s, scoreboard.system_scores.get((s, reference, metric))) for s in scoreboard.systems]
    sign = 1 if scoreboard.is_better_higher(metric) else -1
    ranked = sorted(((sign * shown.value, system) for system, shown in scored if shown), reverse=True)
    return ranked[0][1] if ranked and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]) else None


def _is_best(scoreboard: Scoreboard, system: str, metric: str) -> bool:
    shown = scoreboard.system_scores.get((system, scoreboard.references[0], metric))
    return shown is not None and shown.best


def _describe_moves(evaluation: Evaluation, scoreboard: Scoreboard) -> list[str]:
    moves = [move for move in scoreboard.moves if move.before == AS_IS and not move.quotes_normalised]
    if not moves:
        return []
    if not count_reference_repairs(evaluation):
        return ["Nothing was safe to repair in the existing rendering, so as a reference it moves no score."]
    if all(move.nothing for move in moves):
        return ["Repairing the reference moves no score."]
    moved = [move for move in moves if not move.nothing]
    ranges = [
        _describe_range(metric, [m for m in moves if m.metric == metric])
        for metric in dict.fromkeys(m.metric for m in moved)
    ]
    doubt = " No interval leaves zero out." if not any(move.beyond_chance for move in moved) else ""
    return [f"Repairing the reference moves scores by {join_words(ranges)}.{doubt}"]


def count_reference_repairs(evaluation: Evaluation) -> int:
    """How many safe repairs touch the existing rendering, which is what systems are scored against."""
    return sum(finding.place.side != "source" for repair in evaluation.repairs for finding in repair.applied)


def _describe_range(metric: str, moves: Sequence[Move]) -> str:
    low, high = (format_signed(bound([move.difference for move in moves])) for bound in (min, max))
    return f"{low} {metric}" if low == high else f"{low} to {high} {metric}"


def join_words(words: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last
