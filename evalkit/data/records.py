"""One finding as the flat record that ``evalkit audit --format jsonl``, ``evaluation.json`` and the findings frame
share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evalkit.data import Finding, Place


def make_record(finding: Finding) -> dict[str, Any]:
    """The finding as plain JSON values, fields in the promised order; each further place also names its file as
    ``path``."""
    return {
        "document": finding.document,
        "path": finding.place.path,
        "system": finding.system,
        **_describe_place(finding.place),
        "places": [
            {
                **_describe_place(place),
                "suggestion": place.suggestion,
                "path": place.path,
                "location": place.location,
            }
            for place in finding.places
        ],
        "check": finding.check,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "category": finding.category,
        "message": finding.message,
        "suggestion": finding.place.suggestion,
        "safe": finding.safe,
        "group": finding.group,
        "fingerprint": finding.fingerprint,
        "location": finding.place.location,
    }


def _describe_place(place: Place) -> dict[str, Any]:
    return {
        "side": place.side,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "text": place.text,
    }


def restore_finding(record: Mapping[str, Any]) -> Finding:
    """The finding of a record; its message's id and parameters, which a record does not hold, are empty."""
    return Finding(
        document=record["document"],
        system=record["system"],
        check=record["check"],
        place=_restore_place(record),
        places=tuple(map(_restore_place, record["places"])),
        message_id="",
        parameters={},
        message=record["message"],
        severity=record["severity"],
        confidence=record["confidence"],
        category=record["category"],
        safe=record["safe"],
        group=record["group"],
        fingerprint=record["fingerprint"],
    )


def _restore_place(record: Mapping[str, Any]) -> Place:
    names = ("side", "path", "line", "column", "end_line", "end_column", "text", "suggestion", "location")
    return Place(**{name: record[name] for name in names})
