"""Baselines: findings that were there before, so that only new ones count.

A baseline holds the fingerprint of each finding and in how many places it stood: what repeats is new again when it
stands in more places than before.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from evalkit.data import Finding
from evalkit.errors import SettingsError
from evalkit.files.whole_writes import write_beside
from evalkit.version import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The day on which a baseline was written; by fingerprint the number of places of each finding, and its check."""

    written: date
    places: Mapping[str, int]
    checks: Mapping[str, str]

    def is_new(self, finding: Finding) -> bool:
        """Whether a finding was not there, or stood in fewer places."""
        return _count_places(finding) > self.places.get(finding.fingerprint, 0)


def write_baseline(path: Path, findings: Sequence[Finding], *, today: date) -> None:
    """Write the findings as a baseline: JSON, one finding a line in the order of their fingerprints, and nothing of the
    texts."""
    lines = sorted(
        f'  "{finding.fingerprint}": {json.dumps({"check": finding.check, "places": _count_places(finding)})}'
        for finding in findings
    )
    head = f'{{"evalkit": "{__version__}", "written": "{today.isoformat()}", "findings": {{'
    write_beside(path, "\n".join([head, ",\n".join(lines), "}}", ""]).encode())


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file. Raises SettingsError for a file that cannot be read or is none."""
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8-sig"))
        return Baseline(
            written=date.fromisoformat(content["written"]),
            places={fingerprint: int(entry["places"]) for fingerprint, entry in content["findings"].items()},
            checks={fingerprint: str(entry["check"]) for fingerprint, entry in content["findings"].items()},
        )
    except OSError as error:
        raise SettingsError(
            f"{path.as_posix()}: the baseline cannot be read: {error.strerror}. Write one with --write-baseline."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(
            f"{path.as_posix()}: this is no baseline that evalkit wrote. Write one with --write-baseline."
        ) from error


def describe_baseline(baseline: Baseline, findings: Sequence[Finding], *, checks: Collection[str], today: date) -> str:
    """The age of a baseline and what has become of it, as one sentence for the user; ``checks`` are those that looked
    again."""
    there = {finding.fingerprint for finding in findings} & baseline.places.keys()
    days = (today - baseline.written).days
    age = "today" if days == 0 else "1 day ago" if days == 1 else f"{days} days ago"
    missing = [fingerprint for fingerprint in baseline.places if fingerprint not in there]
    gone = sum(baseline.checks[fingerprint] in checks for fingerprint in missing)
    aside = f", {len(missing) - gone} are of checks that did not run" if len(missing) > gone else ""
    return (
        f"the baseline was written on {baseline.written.isoformat()} ({age}) and holds {len(baseline.places)} findings: "
        f"{len(there)} are still there and left out, {gone} are gone or in documents that were not looked at{aside}"
    )


def _count_places(finding: Finding) -> int:
    return 1 + len(finding.places)
