"""SARIF 2.1.0, which editors and code hosts read: rules are the checks, suggestions are fixes, columns count code
points.

Paths are relative: to the working directory where they lie below it, else to the folder that was given (OASIS, Static
Analysis Results Interchange Format 2.1.0, errata 01).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from evalkit.auditing.checking import Check
from evalkit.data import Finding, Place, Severity
from evalkit.data.showing import show_text
from evalkit.jobs.auditing import Audit
from evalkit.version import __version__

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Mapping[Severity, str] = {"neutral": "note", "minor": "warning", "major": "error", "critical": "error"}

Json = dict[str, Any]


def render(audit: Audit) -> Iterator[bytes]:
    """One log with one run."""
    checks = _order_checks(audit)
    numbers = {check.name: number for number, check in enumerate(checks)}
    addresses = _list_addresses(audit)
    log: Json = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "evalkit", "version": __version__, "rules": [_make_rule(one) for one in checks]}
                },
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": address}} for address in dict.fromkeys(addresses.values())],
                "results": [_make_result(found, numbers[found.check], addresses) for found in audit.findings],
            }
        ],
    }
    yield (json.dumps(log, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def _order_checks(audit: Audit) -> list[Check]:
    return sorted(audit.checks, key=lambda check: check.name)


def _list_addresses(audit: Audit) -> dict[str, str]:
    """The relative URI of every file by its path."""
    folders = {path: document.folder for document in audit.documents for path in document.paths}
    given = next((document.folder for document in audit.documents if document.folder), "")
    paths = dict.fromkeys((*folders, *(place.path for found in audit.findings for place in _places(found))))
    return {path: _make_address(folders.get(path, given), path) for path in paths}


def _make_address(folder: str, path: str) -> str:
    absolute = (Path(folder) / path).absolute()
    here = Path.cwd()
    relative = absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else Path(path).as_posix()
    if ".." in Path(relative).parts or Path(relative).is_absolute():
        relative = absolute.name
    return quote(relative.encode("utf-8", "surrogateescape"))


def _make_rule(check: Check) -> Json:
    first = check.explanation.split("\n\n")[0].replace("\n", " ")
    return {
        "id": check.name,
        "shortDescription": {"text": first},
        "fullDescription": {"text": check.explanation},
        "help": {"text": check.explanation},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"category": check.category},
    }


def _make_result(finding: Finding, rule: int, addresses: Mapping[str, str]) -> Json:
    result: Json = {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": show_text(finding.message)},
        "locations": [{"physicalLocation": _locate(finding.place, addresses)}],
        "partialFingerprints": {"evalkit/v1": finding.fingerprint},
        "rank": round(100 * finding.confidence, 1),
        "properties": {
            "document": finding.document,
            "system": finding.system,
            "severity": finding.severity,
            "category": finding.category,
            "confidence": finding.confidence,
            "safe": finding.safe,
            "group": finding.group,
        },
    }
    if finding.places:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _locate(place, addresses), "message": {"text": place.side}}
            for number, place in enumerate(finding.places, start=1)
        ]
    if fix := _make_fix([place for place in _places(finding) if place.suggestion is not None], addresses):
        result["fixes"] = [fix]
    return result


def _places(finding: Finding) -> tuple[Place, ...]:
    return (finding.place, *finding.places)


def _locate(place: Place, addresses: Mapping[str, str]) -> Json:
    location: Json = {"artifactLocation": {"uri": addresses[place.path]}}
    if place.text:  # without a region it is the whole file
        location["region"] = {**_make_region(place), "snippet": {"text": place.text}}
    return location


def _make_region(place: Place) -> Json:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _make_fix(places: Sequence[Place], addresses: Mapping[str, str]) -> Json | None:
    if not places:
        return None
    paths = dict.fromkeys(place.path for place in places)
    first = places[0].suggestion
    return {
        "description": {"text": f"Write “{show_text(first)}”." if first else "Delete it."},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": addresses[path]},
                "replacements": [
                    {"deletedRegion": _make_region(place), "insertedContent": {"text": place.suggestion}}
                    for place in places
                    if place.path == path
                ],
            }
            for path in paths
        ],
    }
