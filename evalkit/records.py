"""One finding as the flat record that ``evalkit audit --format jsonl``, ``evaluation.json`` and the findings frame share."""

from __future__ import annotations

from typing import Any

from evalkit.data import Finding, Place


def make_record(finding: Finding) -> dict[str, Any]:
    """The finding as plain JSON values, fields in the promised order; each further place also names its file as ``path``."""
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
