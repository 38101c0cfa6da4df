"""All findings as a workbook for a reviewer, who decides on each in a column of its own (findings.xlsx)."""

from __future__ import annotations

from pathlib import Path

from evalkit.data import Evaluation
from evalkit.tables.finding_tables import write_workbook


def write(evaluation: Evaluation, folder: Path) -> list[str]:
    """Write ``findings.xlsx``; ``evalkit decide --import`` takes it back."""
    segments = (*evaluation.segments, *(segment for one in evaluation.sets for segment in one.segments))
    (folder / "findings.xlsx").write_bytes(write_workbook(evaluation.findings, evaluation.decisions, segments))
    return ["findings.xlsx"]
