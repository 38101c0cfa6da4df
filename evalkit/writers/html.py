"""The report to look at: an index and one page for each document, each a file that needs no network (index.html,
documents/)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from evalkit.data import Document, Evaluation
from evalkit.files.file_names import name_files
from evalkit.pages.document_page import render_document
from evalkit.pages.index_page import render_index
from evalkit.pages.segments_page import render_segments
from evalkit.review.repairing import diff_repair
from evalkit.tables.phrases import Phrase, phrase
from evalkit.tables.scoreboard import Scoreboard
from evalkit.writers.repaired_texts import name_diff, name_repairs

_FILES = (
    ("segments.html", "every segment of every system, to filter and sort"),
    ("findings.xlsx", "every finding, with a column for your decision"),
    ("findings.csv", "every finding as a table"),
    ("scores.csv", "every score, unrounded"),
    ("evaluation.json", "everything, for programs"),
)


def write(evaluation: Evaluation, folder: Path) -> list[str]:
    """Write ``documents/NAME.html`` for every document, ``segments.html`` and ``index.html``."""
    scoreboard = Scoreboard(evaluation)
    pages = name_pages(evaluation)
    for document in evaluation.documents:
        content = render_document(evaluation, document, scoreboard, _link_files(evaluation, document))
        _write_page(folder / pages[document.name], content)
    links = {name: quote(page) for name, page in pages.items()}
    _write_page(folder / "segments.html", render_segments(evaluation, scoreboard, links))
    _write_page(folder / "index.html", render_index(evaluation, scoreboard, links, _FILES))
    return [*pages.values(), "segments.html", "index.html"]


def name_pages(evaluation: Evaluation) -> Mapping[str, str]:
    """Where in the report the page of each document stands."""
    names = name_files(document.name for document in evaluation.documents)
    return {name: f"documents/{stem}.html" for name, stem in names.items()}


def _link_files(evaluation: Evaluation, document: Document) -> Sequence[tuple[Phrase, str]]:
    """What the page of a document links to, each as what it is and its path from that page."""
    links = []
    files = name_repairs(evaluation.repairs)
    for repair in (repair for repair in evaluation.repairs if repair.document == document.name):
        repaired = files[repair.path]
        links.append((phrase("repaired text of {path}", path=repair.path), f"../{quote(repaired)}"))
        if diff_repair(repair):
            links.append((phrase("what was changed in {path}", path=repair.path), f"../{quote(name_diff(repaired))}"))
    return links


def _write_page(path: Path, content: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode("utf-8", "backslashreplace"))
