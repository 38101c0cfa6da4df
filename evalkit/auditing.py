"""Auditing: the findings of documents, without any score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalkit.checking import check_segments, choose_checks
from evalkit.data import Document, Finding
from evalkit.pairing import arrange_outputs, arrange_references, make_sets, pair_document
from evalkit.reading import read_paths


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Audit:
    """What an audit found. ``lines`` maps (path, line) to the text of every line that was audited."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...]
    ignored: tuple[str, ...]
    contents: Mapping[str, str]
    lines: Mapping[tuple[str, int], str]


def audit_paths(
    paths: Sequence[Path],
    *,
    outputs: bool = False,
    checks: Sequence[str] = (),
    without: Sequence[str] = (),
    source_language: str | None = None,
    target_language: str | None = None,
    encoding: str | None = None,
) -> Audit:
    """The findings of files and folders; ``checks`` and ``without`` are names, languages come from ``evalkit.toml`` unless given."""
    collection = read_paths(
        paths,
        outputs=outputs,
        checks=tuple(checks),
        without=tuple(without),
        source_language=source_language,
        target_language=target_language,
        encoding=encoding,
    )
    chosen = choose_checks(collection.settings.checks, collection.settings.without)
    segments = [segment for document in collection.documents for segment in pair_document(document)]
    beside = make_sets(segments, {**arrange_outputs(collection), **arrange_references(collection)}, {})
    findings = check_segments([*segments, *(segment for one in beside for segment in one.segments)], chosen)
    return Audit(
        documents=collection.documents,
        findings=findings,
        warnings=collection.warnings,
        ignored=collection.ignored,
        contents=collection.contents,
        lines={
            (path, number): line
            for path, content in collection.contents.items()
            for number, line in enumerate(content.split("\n"), start=1)
        },
    )
