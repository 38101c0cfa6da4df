"""All segments of all documents and systems as one table, which the page's script filters, sorts and draws as it is
scrolled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evalkit.data import Evaluation
from evalkit.data.showing import show_text
from evalkit.pages import render_page
from evalkit.pages.document_page import Output, SegmentRow, ShownText, make_rows
from evalkit.pages.embedding import embed_json
from evalkit.pages.highlighting import locate_places
from evalkit.pages.packing import pack_json
from evalkit.tables.scoreboard import Scoreboard

_LONGEST = 2000
"""So many characters of a text are in the table; the link leads to all of it."""


def render_segments(evaluation: Evaluation, scoreboard: Scoreboard, pages: Mapping[str, str]) -> str:
    """The page of segments; ``pages`` maps a document to its page."""
    described = {
        "documents": [show_text(document.name) for document in evaluation.documents],
        "pages": [pages[document.name] for document in evaluation.documents],
        "systems": [show_text(system) for system in scoreboard.systems],
        "metrics": list(scoreboard.metrics),
        "better_higher": [scoreboard.is_better_higher(metric) for metric in scoreboard.metrics],
    }
    packed = pack_json(describe_segments(evaluation, scoreboard))
    return render_page(
        "segments.html.j2", evaluation=evaluation, listed=described, data=embed_json(described), packed=packed
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One row of the table: an output of a segment, or its existing rendering where the system is ``None``."""

    segment: int
    system: int | None
    text: str
    length: int
    findings: int
    scores: tuple[float | None, ...]
    moves: tuple[float | None, ...]


def describe_segments(evaluation: Evaluation, scoreboard: Scoreboard) -> Mapping[str, Any]:
    """The table by columns, for JSON: ``segments`` (document, number, source) and ``rows``, which name a segment by its
    position.

    Documents and systems are given by position, a ``null`` system is the existing rendering; ``scores`` and ``moves``,
    what repairing the reference moves them by, hold a column for each metric.
    """
    segments: list[tuple[int, int, str]] = []
    lines: list[_Line] = []
    for number, document in enumerate(evaluation.documents):
        findings = [finding for finding in evaluation.findings if finding.document == document.name]
        for row in make_rows(evaluation, document, locate_places(findings), scoreboard):
            lines += _list_lines(len(segments), row, scoreboard)
            segments.append((number, row.number, _cut(_join(row.source))))
    return {
        "segments": dict(zip(("document", "number", "source"), _transpose(segments, 3), strict=True)),
        "rows": {
            **{
                name: [getattr(line, name) for line in lines]
                for name in ("segment", "system", "text", "length", "findings")
            },
            "scores": _transpose([line.scores for line in lines], len(scoreboard.metrics)),
            "moves": _transpose([line.moves for line in lines], len(scoreboard.metrics)),
        },
    }


def _transpose(rows: Sequence[Sequence[Any]], width: int) -> list[list[Any]]:
    return [[row[column] for row in rows] for column in range(width)]


def _list_lines(segment: int, row: SegmentRow, scoreboard: Scoreboard) -> list[_Line]:
    if not row.outputs:
        nothing: tuple[None, ...] = (None,) * len(scoreboard.metrics)
        return [_make_line(segment, None, row.target, nothing, nothing)]
    return [
        _make_line(segment, scoreboard.systems.index(output.system), output.texts, *_list_scores(output, scoreboard))
        for output in row.outputs
    ]


def _make_line(
    segment: int,
    system: int | None,
    texts: Sequence[ShownText],
    scores: tuple[float | None, ...],
    moves: tuple[float | None, ...],
) -> _Line:
    text = _join(texts)
    return _Line(
        segment=segment,
        system=system,
        text=_cut(text),
        length=len(text),
        findings=_count(texts),
        scores=scores,
        moves=moves,
    )


def _list_scores(output: Output, scoreboard: Scoreboard) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    scores = {score.metric: score for score in output.scores}
    found = [scores.get(metric) for metric in scoreboard.metrics]
    return (
        tuple(round(score.value, 4) if score else None for score in found),
        tuple(
            round(score.repaired - score.value, 4) if score and score.repaired is not None else None for score in found
        ),
    )


def _join(texts: Sequence[ShownText]) -> str:
    return " ".join(show_text("".join(run.text for run in text.runs)) for text in texts)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _count(texts: Sequence[ShownText]) -> int:
    return len({number for text in texts for run in text.runs for number in run.findings})
