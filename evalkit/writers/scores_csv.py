"""All scores as a table, unrounded and on each metric's own scale, one row a score (scores.csv)."""

from __future__ import annotations

from pathlib import Path

from evalkit.data import Evaluation
from evalkit.data.frames import SCORES, list_rows
from evalkit.files.cells import write_csv


def write(evaluation: Evaluation, folder: Path) -> list[str]:
    """Write ``scores.csv``; its columns are those of the scores frame, a missing index or document an empty cell."""
    write_csv(folder / "scores.csv", list(SCORES), (list(row.values()) for row in list_rows(evaluation.scores)))
    return ["scores.csv"]
