"""Everything the evaluation knows, as strict JSON with one record a line (evaluation.json)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evalkit.data import Document, EvalSet, Evaluation, Passage, Segment
from evalkit.data.frames import list_rows
from evalkit.data.records import make_record
from evalkit.version import __version__


def write(evaluation: Evaluation, folder: Path) -> list[str]:
    """Write ``evaluation.json``; what is no finite number or unknown is ``null``."""
    with (folder / "evaluation.json").open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        for part in _write_object(_describe(evaluation)):
            file.write(part)
    return ["evaluation.json"]


def _describe(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "evalkit": __version__,
        "title": evaluation.title,
        "warnings": list(evaluation.warnings),
        "not_scored": dict(evaluation.not_scored),
        "manifest": evaluation.manifest,
        "comparisons": map(asdict, evaluation.comparisons),
        "effects": map(asdict, evaluation.effects),
        "distances": map(asdict, evaluation.distances),
        "scores": list_rows(evaluation.scores),
        "findings": map(make_record, evaluation.findings),
        "documents": map(_describe_document, evaluation.documents),
        "segments": map(_describe_segment, evaluation.segments),
        "sets": map(_describe_set, evaluation.sets),
        "references": _list_references(evaluation.sets),
        "repairs": (
            {"document": r.document, "path": r.path, "after": r.after, "applied": [f.fingerprint for f in r.applied]}
            for r in evaluation.repairs
        ),
    }


def _write_object(values: Mapping[str, Any]) -> Iterator[str]:
    """The JSON text in parts: one line a top-level field, and one line a record where the field is a list of
    records."""
    for number, (name, value) in enumerate(values.items()):
        yield f"{',' if number else '{'}\n{json.dumps(name)}: "
        if isinstance(value, Iterable) and not isinstance(value, (str, Mapping)):
            yield "["
            for position, record in enumerate(value):
                yield f"{',' if position else ''}\n{_dump(record)}"
            yield "]"
        else:
            yield _dump(value)
    yield "\n}\n"


def _dump(value: Any) -> str:
    return json.dumps(_make_plain(value), ensure_ascii=False, allow_nan=False)


def _make_plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _make_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_make_plain(item) for item in value]
    return value if value is None or isinstance(value, (str, int)) else str(value)


def _describe_document(document: Document) -> dict[str, Any]:
    return {
        "document": document.name,
        "folder": document.folder,
        "paths": document.paths,
        "source_language": document.source_language,
        "target_language": document.target_language,
        "source": [_describe_passage(passage) for passage in document.source],
        "target": [_describe_passage(passage) for passage in document.target],
    }


def _describe_segment(segment: Segment) -> dict[str, Any]:
    return {
        "document": segment.document.name,
        "index": segment.index,
        "source": [_describe_passage(passage) for passage in segment.source],
        "target": [_describe_passage(passage) for passage in segment.hypothesis],
        "confidence": segment.confidence,
        "anchors": [asdict(anchor) for anchor in segment.anchors],
    }


def _describe_set(evaluated: EvalSet) -> dict[str, Any]:
    return {
        "system": evaluated.system,
        "source_language": evaluated.source_language,
        "target_language": evaluated.target_language,
        "segments": [
            {
                "document": segment.document.name,
                "index": segment.index,
                "hypothesis": [_describe_passage(passage) for passage in segment.hypothesis],
                "references": list(segment.references),
            }
            for segment in evaluated.segments
        ],
    }


def _list_references(sets: Iterable[EvalSet]) -> Iterator[dict[str, Any]]:
    """Every reference text once, however many systems are scored against it."""
    seen = set()
    for segment in (segment for evaluated in sets for segment in evaluated.segments):
        for name, passages in segment.references.items():
            if (key := (segment.document.name, segment.index, name)) not in seen:
                seen.add(key)
                yield {
                    "document": segment.document.name,
                    "index": segment.index,
                    "reference": name,
                    "passages": [_describe_passage(passage) for passage in passages],
                }


def _describe_passage(passage: Passage) -> dict[str, Any]:
    return {"path": passage.path, "line": passage.line, "column": passage.column, "text": passage.text}
