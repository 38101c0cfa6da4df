"""Findings as plots: by kind, by document beside the documents' scores, and what each kind moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from evalkit.data import SEVERITIES, Effect, Evaluation, Finding
from evalkit.pages.figures import Figure
from evalkit.tables.columns import Cell, Column
from evalkit.tables.phrases import Phrase, as_phrase, phrase
from evalkit.tables.scoreboard import Scoreboard

DOCUMENTS_SHOWN = 30
"""So many documents are drawn at first: those with the most findings, among equals those with the lowest scores."""


def make_kinds_figure(findings: Sequence[Finding]) -> Figure | None:
    """How often each check found something, in documents and in systems' outputs, by severity; the most frequent check
    first."""
    counts = Counter((f.check, "outputs" if f.system else "documents", f.severity) for f in findings)
    totals = Counter(f.check for f in findings)
    if not counts:
        return None
    rows = sorted(
        counts.items(), key=lambda item: (-totals[item[0][0]], item[0][0], item[0][1], -SEVERITIES.index(item[0][2]))
    )
    return Figure(
        kind="kinds",
        title=phrase("Findings by kind"),
        columns=(
            Column(key="check", title=phrase("Check")),
            Column(key="where", title=phrase("Where"), words=True),
            Column(key="severity", title=phrase("Severity"), words=True),
            Column(key="count", title=phrase("Found")),
        ),
        rows=tuple((check, where, severity, count) for (check, where, severity), count in rows),
    )  # fmt: skip


def make_documents_figure(evaluation: Evaluation, scoreboard: Scoreboard, metric: str | None) -> Figure | None:
    """Each document's findings by severity and its scores by system; ``None`` with a single document, or with
    neither."""
    if len(evaluation.documents) < 2:
        return None
    counts = Counter((f.document, f.severity) for f in evaluation.findings if f.system is None)
    scores = _read_scores(evaluation, scoreboard, metric) if metric else {}
    if not counts and not scores:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            document.name,
            *(counts[document.name, severity] for severity in reversed(SEVERITIES)),
            *(scores.get((document.name, system)) for system in scoreboard.systems),
        )
        for document in evaluation.documents
    ]
    first = 1 + len(SEVERITIES)
    systems: Sequence[str] = ()
    sign, title = 1, phrase("Documents: findings")
    if metric:
        systems, sign = scoreboard.systems, scoreboard.sign(metric)
        title = phrase("Documents: findings and {metric}", metric=scoreboard.label(metric))
    rows.sort(key=lambda row: (-_add(row[1:first]), sign * _add(row[first:])))
    return Figure(
        kind="documents",
        title=title,
        columns=(
            Column(key="document", title=phrase("Document")),
            *(Column(key=severity, title=phrase(severity)) for severity in reversed(SEVERITIES)),
            *(Column(key=f"system{n}", title=as_phrase(s), places=2) for n, s in enumerate(systems)),
        ),
        rows=tuple(row[: first + len(systems)] for row in rows),
        note=_tell_cut(len(rows), found=bool(counts)),
        options=(("systems", list(systems)), ("metric", metric), ("shown", DOCUMENTS_SHOWN)),
    )


def _tell_cut(documents: int, *, found: bool) -> Phrase | None:
    """Which documents are drawn, where not all are."""
    if documents <= DOCUMENTS_SHOWN:
        return None
    most = "The {shown} documents of {all} with the most findings; the table below has all."
    lowest = "The {shown} documents of {all} with the lowest scores; the table below has all."
    return phrase(most if found else lowest, shown=DOCUMENTS_SHOWN, all=documents)


def _add(cells: Sequence[Cell]) -> float:
    return sum(cell for cell in cells if isinstance(cell, (int, float)))


def _read_scores(evaluation: Evaluation, scoreboard: Scoreboard, metric: str) -> dict[tuple[str, str], float]:
    frame = evaluation.scores
    reference = scoreboard.main_references[metric]
    of_documents = frame["index"].isna() & frame["document"].notna()
    rows = frame[
        of_documents & (frame["metric"] == metric).fillna(False) & (frame["reference"] == reference).fillna(False)
    ]
    return {
        (document, system): scoreboard.scale(metric, value)
        for document, system, value in zip(rows["document"], rows["system"], rows["value"], strict=True)
    }


def make_effects_figures(effects: Sequence[Effect], scoreboard: Scoreboard) -> list[Figure]:
    """A figure for each metric: what each kind of finding moves, the mean over systems; kinds with too few segments
    have no figure."""
    figures = []
    for metric in scoreboard.metrics:
        rows = [_list_effect(e, scoreboard.factor(metric)) for e in effects if e.metric == metric and e.system is None]
        drawn = tuple(row for row in rows if row[4] is not None)
        if drawn:
            figures.append(
                Figure(kind="effects", title=as_phrase(scoreboard.label(metric)), columns=_EFFECT_COLUMNS, rows=drawn)
            )
    return figures


_EFFECT_COLUMNS = (
    Column(key="check", title=phrase("Check")),
    Column(key="where", title=phrase("Where"), words=True),
    Column(key="way", title=phrase("Told by"), words=True),
    Column(key="segments", title=phrase("Segments")),
    Column(key="difference", title=phrase("Points"), places=2, signed=True),
    Column(key="low", title=phrase("95 % interval, from"), places=2, signed=True),
    Column(key="high", title=phrase("to"), places=2, signed=True),
)


def _list_effect(effect: Effect, factor: float) -> tuple[Cell, ...]:
    low, high = effect.interval or (None, None)
    return (
        effect.check,
        "outputs" if effect.in_outputs else "documents",
        "repaired reference" if effect.way == "repair" else "segments with it less the others",
        effect.segments,
        None if effect.difference is None else effect.difference * factor,
        None if low is None else low * factor,
        None if high is None else high * factor,
    )
