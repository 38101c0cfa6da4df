"""All findings as a table for people, one row a finding (findings.csv)."""

from __future__ import annotations

from pathlib import Path

from evalkit.data import Evaluation
from evalkit.files.cells import write_csv
from evalkit.tables.finding_tables import CSV_COLUMNS, make_csv_row


def write(evaluation: Evaluation, folder: Path) -> list[str]:
    """Write ``findings.csv``; its columns are those of the findings frame, a decision and a note."""
    rows = (make_csv_row(finding, evaluation.decisions.get(finding.fingerprint)) for finding in evaluation.findings)
    write_csv(folder / "findings.csv", CSV_COLUMNS, rows)
    return ["findings.csv"]
