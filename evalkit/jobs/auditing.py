"""Auditing: the findings of documents, without any score."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from evalkit.alignment.arranging import arrange_outputs, arrange_references, make_sets
from evalkit.alignment.pairing import pair_document
from evalkit.auditing.checking import Check, check_groups, choose_checks
from evalkit.data import Document, Finding, Segment
from evalkit.files.decoding import DecodedText
from evalkit.reading.reading import Collection, read_paths
from evalkit.review.attaching import Standing, judge_decisions
from evalkit.review.decisions import Heeded, heed_decisions


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Audit:
    """What an audit found.

    ``findings`` are what decisions leave of all that was ``found``, as ``heeded`` says in full. ``standings`` says of
    each decision whether its finding is there, was fixed, or is gone otherwise. ``segments`` are the documents' own,
    then those of the outputs. ``texts`` are the files that can be written back, by path; ``lines`` maps (path, line) to
    the text of every audited line.
    """

    documents: tuple[Document, ...]
    segments: tuple[Segment, ...]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    found: tuple[Finding, ...]
    standings: Mapping[str, Standing]
    heeded: Heeded
    warnings: tuple[str, ...]
    ignored: tuple[str, ...]
    texts: Mapping[str, DecodedText]
    lines: Mapping[tuple[str, int], str]


@contextmanager
def _collect_garbage_rarely() -> Iterator[None]:
    """Dictionaries are a million objects that stay to the end, and every full collection of garbage visits them all.

    Afterwards all objects count as old, as if that visit had been made: otherwise it would be made at once.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        gc.set_threshold(*before)


def _pair_in_turn(collection: Collection, segments: list[Segment]) -> Iterator[Sequence[Segment]]:
    """The segments of each document, then of each output of it, all of which are added to ``segments`` too.

    A document is paired just before it is checked, for what the last texts state is remembered.
    """
    for document in collection.documents:
        own = pair_document(document, anchored=False)
        segments += own
        yield own
    for one in make_sets(segments, {**arrange_outputs(collection), **arrange_references(collection)}, {}):
        segments += one.segments
        for _, group in groupby(one.segments, key=lambda segment: segment.document.name):
            yield list(group)


@_collect_garbage_rarely()
def audit_paths(
    paths: Sequence[Path],
    *,
    outputs: bool = False,
    checks: Sequence[str] = (),
    without: Sequence[str] = (),
    glossary: str | None = None,
    source_language: str | None = None,
    target_language: str | None = None,
    encoding: str | None = None,
    paragraphs: str | None = None,
) -> Audit:
    """The findings of files and folders; ``checks`` and ``without`` are names, languages come from ``evalkit.toml``
    unless given."""
    collection = read_paths(
        paths,
        outputs=outputs,
        checks=tuple(checks),
        without=tuple(without),
        glossary=glossary,
        source_language=source_language,
        target_language=target_language,
        encoding=encoding,
        paragraphs=paragraphs,
    )
    chosen = choose_checks(collection.settings.checks, collection.settings.without)
    segments: list[Segment] = []
    found = check_groups(_pair_in_turn(collection, segments), chosen)
    heeded = heed_decisions(found, collection.documents, segments)
    names = frozenset(check.name for check in chosen)
    return Audit(
        documents=collection.documents,
        segments=tuple(segments),
        checks=chosen,
        findings=heeded.findings,
        found=found,
        standings=judge_decisions(heeded.decisions, found, collection.documents, names),
        heeded=heeded,
        warnings=collection.warnings,
        ignored=collection.ignored,
        texts=collection.texts,
        lines={
            (path, number): line
            for path, content in collection.contents.items()
            for number, line in enumerate(content.split("\n"), start=1)
        }
        | {
            (path, number): line
            for path, lines in collection.lines.items()
            for number, line in enumerate(lines, start=1)
        },
    )
