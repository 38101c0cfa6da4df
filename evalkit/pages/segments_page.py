"""All segments of all documents and systems as one table, which the page's script filters, sorts and draws as it is scrolled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evalkit.data import Evaluation
from evalkit.pages import render_page
from evalkit.pages.document_page import Output, Row, Text, make_rows
from evalkit.pages.embedding import embed_json
from evalkit.pages.highlighting import locate_places
from evalkit.pages.scoreboard import Scoreboard
from evalkit.showing import show_text

_SHOWN = 200
"""So many characters of a text stand in the table; the link leads to all of it."""


def render_segments(evaluation: Evaluation, scoreboard: Scoreboard, pages: Mapping[str, str]) -> str:
    """The page of segments; ``pages`` maps a document to its page."""
    data = describe_segments(evaluation, scoreboard, pages)
    return render_page("segments.html.j2", evaluation=evaluation, data=embed_json(data), listed=data)


def describe_segments(evaluation: Evaluation, scoreboard: Scoreboard, pages: Mapping[str, str]) -> Mapping[str, Any]:
    """The table as values for JSON. A row is: document, segment, source, system, text, length, findings, scores, moves.

    Documents and systems are given by position, a ``null`` system is the existing rendering; scores and what repairing the reference moves
    them by follow the order of ``metrics``.
    """
    rows: list[list[Any]] = []
    for number, document in enumerate(evaluation.documents):
        findings = [finding for finding in evaluation.findings if finding.document == document.name]
        for row in make_rows(evaluation, document, locate_places(findings), scoreboard):
            rows += _list_lines(number, row, scoreboard)
    return {
        "documents": [show_text(document.name) for document in evaluation.documents],
        "pages": [pages[document.name] for document in evaluation.documents],
        "systems": [show_text(system) for system in scoreboard.systems],
        "metrics": list(scoreboard.metrics),
        "segments": rows,
    }


def _list_lines(document: int, row: Row, scoreboard: Scoreboard) -> list[list[Any]]:
    source = _cut(_join(row.source))
    if not row.outputs:
        texts = row.target
        return [[document, row.number, source, None, _cut(_join(texts)), len(_join(texts)), _count(texts), [], []]]
    return [
        [
            document,
            row.number,
            source,
            scoreboard.systems.index(output.system),
            _cut(_join(output.texts)),
            len(_join(output.texts)),
            _count(output.texts),
            *_list_scores(output, scoreboard),
        ]
        for output in row.outputs
    ]


def _list_scores(output: Output, scoreboard: Scoreboard) -> tuple[list[float | None], list[float | None]]:
    scores = {score.metric: score for score in output.scores}
    found = [scores.get(metric) for metric in scoreboard.metrics]
    return (
        [round(score.value, 2) if score else None for score in found],
        [round(score.repaired - score.value, 2) if score and score.repaired is not None else None for score in found],
    )


def _join(texts: Sequence[Text]) -> str:
    return " ".join(show_text("".join(run.text for run in text.runs)) for text in texts)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _count(texts: Sequence[Text]) -> int:
    return len({number for text in texts for run in text.runs for number in run.findings})
