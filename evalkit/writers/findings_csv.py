"""All findings as a table for people, one row a finding (findings.csv)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evalkit.cells import Cell, write_csv
from evalkit.data import Evaluation, Finding
from evalkit.frames import FINDINGS
from evalkit.records import make_record


def write(evaluation: Evaluation, folder: Path) -> list[str]:
    """Write ``findings.csv``; its columns are those of the findings frame, further places as ``side line:column text``."""
    write_csv(folder / "findings.csv", list(FINDINGS), (_make_row(finding) for finding in evaluation.findings))
    return ["findings.csv"]


def _make_row(finding: Finding) -> Sequence[Cell]:
    record = make_record(finding)
    record["suggestion"] = "(delete)" if record["suggestion"] == "" else record["suggestion"]
    record["places"] = "; ".join(f"{p.side} {p.line}:{p.column} {p.text}" for p in finding.places)
    return [record[name] for name in FINDINGS]
